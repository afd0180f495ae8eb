"""``hegui label render``: every kind of file, exit codes, and what is told."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.unit.labels.explicit.made import RULES, photo, write_sound, write_video
from typer.testing import CliRunner

from hegui.cli.label import label
from hegui.controls.label_law import grammar
from hegui.controls.render_law import render_rules
from hegui.errors import HeguiError, InvalidPlacement, UnclearLabel
from hegui.labels import read

run = CliRunner()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    photo(320, 240).save(folder / "a.jpg")
    write_video(folder / "b.mp4", frames=12, sound="")
    write_sound(folder / "c.wav", "pcm_s16le", 8_000, "", "mono", 0.5)
    (folder / "d.md").write_text("# 春\n", encoding="utf-8")
    return folder


def test_the_rules_are_the_laws() -> None:
    assert RULES == render_rules()


def test_a_folder_of_every_kind_is_labelled(made: Path, tmp_path: Path) -> None:
    """The explicit and the implicit label in each, and the files of before as they were."""
    before = {file.name: file.read_bytes() for file in made.iterdir()}

    done = run.invoke(
        label, ["render", str(made), "--producer", "Demo", "--to", str(tmp_path / "out"), "--json"]
    )

    assert 0 == done.exit_code, done.output
    told = {Path(a["file"]).name: a for a in orjson.loads(done.stdout)["files"]}
    kinds = {name: answer["kind"] for name, answer in told.items()}
    assert {"a.jpg": "picture", "b.mp4": "video", "c.wav": "sound", "d.md": "document"} == kinds
    for name, whole in before.items():
        found = read(tmp_path / "out" / name, grammar()).label
        assert found is not None
        assert ("Demo", whole) == (found.content_producer, (made / name).read_bytes())
    assert told["a.jpg"]["ink_px"] >= told["a.jpg"]["needed_px"] == 12


def test_lines_for_people(made: Path, tmp_path: Path) -> None:
    done = run.invoke(
        label,
        ["render", str(made), "--no-implicit", "--to", str(tmp_path), "--position", "end"],
    )

    assert 0 == done.exit_code
    assert "AI生成 drawn, ink 15 of 12.0 pixels needed" in done.stdout
    assert "mpeg4 (LGPL-2.1-or-later)" in done.stdout
    assert "rhythm at 0.74 s" in done.stdout
    assert "d.md: AI生成 added" in done.stdout
    assert read(tmp_path / "a.jpg", grammar()).label is None


def test_one_refusal_does_not_stop_the_rest(made: Path, tmp_path: Path) -> None:
    (tmp_path / "0.bin").write_bytes(b"\x00")
    (tmp_path / "1.md").write_bytes((made / "d.md").read_bytes())

    done = run.invoke(label, ["render", str(tmp_path), "--no-implicit", "--position", "start"])

    assert 1 == done.exit_code
    assert "0.bin: refused: 0.bin gets no explicit label" in done.stdout
    assert "1.md: AI生成 added" in done.stdout


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--no-implicit", "--corner", "middle"], InvalidPlacement),
        (["--no-implicit", "--position", "later"], InvalidPlacement),
        (["--no-implicit", "--words", "画"], UnclearLabel),
    ],
)
def test_wrong_use_is_told_before_any_file(
    options: list[str], error: type[HeguiError], made: Path
) -> None:
    done = run.invoke(label, ["render", str(made / "a.jpg"), *options])

    assert isinstance(done.exception, error)


def test_one_of_producer_and_none_is_needed(made: Path) -> None:
    assert 2 == run.invoke(label, ["render", str(made / "a.jpg")]).exit_code


def test_figures_go_on_record(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a ledger the reason is told; the figures are those that were measured."""
    noted: dict[str, dict[str, float]] = {}

    def record(_var: Path, kind: str, figures: dict[str, float]) -> tuple[None, str]:
        noted[kind] = figures
        return None, "noted"

    monkeypatch.setattr("hegui.cli.label_render.record", record)
    done = run.invoke(
        label, ["render", str(made), "--no-implicit", "--to", str(tmp_path), "--record"]
    )

    assert 0 == done.exit_code
    assert {"label-pictures", "label-videos", "label-sounds"} == noted.keys()
    assert noted["label-pictures"]["least_height_share"] >= 0.05
    assert 2.0 == noted["label-videos"]["least_shown_s"]
    assert {"files": 1, "rhythms": 1} == noted["label-sounds"]

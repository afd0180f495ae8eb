"""``hegui label write | read | verify``: exit codes, files, folders and patterns."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.unit.labels.odd_files import JPEG, PNG, chunk, png
from typer.testing import CliRunner

from hegui.cli.label import label
from hegui.cli.label_each import files_of
from hegui.errors import FileNotReadable, MalformedProviderCode

run = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "in" / "b.jpg").write_bytes(JPEG)
    (tmp_path / ".hidden.png").write_bytes(PNG)
    return tmp_path


def test_a_folder_is_labelled_read_and_verified(folder: Path) -> None:
    done = run.invoke(label, ["write", str(folder), "--producer", "Demo", "--produce-id", "7"])

    assert (0, 2) == (done.exit_code, done.stdout.count(": labelled"))
    assert 0 == run.invoke(label, ["read", str(folder)]).exit_code
    answers = orjson.loads(run.invoke(label, ["verify", str(folder), "--json"]).stdout)["files"]
    assert [("a.png", "confirmed"), ("b.jpg", "confirmed")] == [
        (Path(answer["file"]).name, answer["outcome"]) for answer in answers
    ]
    assert PNG == (folder / ".hidden.png").read_bytes()


def test_a_second_time_changes_nothing(folder: Path) -> None:
    arguments = ["write", str(folder / "*.png"), "--producer", "Demo", "--produce-id", "7"]
    run.invoke(label, arguments)

    assert "unchanged" in run.invoke(label, arguments).stdout


def test_a_platform_adds_its_part(folder: Path) -> None:
    run.invoke(label, ["write", str(folder / "a.png"), "--producer", "Demo"])

    done = run.invoke(label, ["write", str(folder / "a.png"), "--propagate", "Us", "--json"])
    (told,) = orjson.loads(done.stdout)["files"]

    assert ("Demo", "Us") == (told["label"]["ContentProducer"], told["label"]["ContentPropagator"])


def test_one_refusal_does_not_stop_the_rest(folder: Path) -> None:
    """Exit code 1, and the reason beside the file."""
    (folder / "0.bin").write_bytes(b"\x00")

    done = run.invoke(label, ["write", str(folder), "--producer", "Demo", "--json"])
    told = {Path(answer["file"]).name: answer for answer in orjson.loads(done.stdout)["files"]}

    assert 1 == done.exit_code
    assert "UnknownContainer" == told["0.bin"]["error"]
    assert told["a.png"]["is_changed"]


def test_deviations_are_told_in_words(folder: Path) -> None:
    (folder / "a.png").write_bytes(png(chunk(b"tEXt", b'AIGC\x00{"Label":1,"Propagator":"x"}')))

    for verb in ("read", "verify"):
        done = run.invoke(label, [verb, str(folder / "a.png")])
        assert 1 == done.exit_code
        assert "misspelt-key ContentPropagator Propagator" in done.stdout


def test_no_label_is_a_finding_of_reading_only(folder: Path) -> None:
    file = str(folder / "a.png")

    assert (1, True) == (
        (r := run.invoke(label, ["read", file])).exit_code,
        "none-found" in r.stdout,
    )
    assert (0, True) == ((r := run.invoke(label, ["verify", file])).exit_code, "none" in r.stdout)
    assert "possible (declared)" in run.invoke(label, ["verify", file, "--declared"]).stdout
    assert "suspected (explicit-label)" in run.invoke(label, ["verify", file, "--explicit"]).stdout


def test_a_damaged_file_is_a_finding(folder: Path) -> None:
    (folder / "a.png").write_bytes(PNG[:-3])

    done = run.invoke(label, ["verify", str(folder / "a.png")])

    assert (1, True) == (done.exit_code, "undetermined (damaged)" in done.stdout)


def test_wrong_use(folder: Path) -> None:
    """Exit code 2: at the edge an error of ours, or the toolkit's own."""
    file = str(folder / "a.png")

    assert 2 == run.invoke(label, ["write", file]).exit_code
    assert 2 == run.invoke(label, ["write", file, "--producer", "a", "--propagate", "b"]).exit_code
    with pytest.raises(FileNotReadable):
        list(files_of([str(folder / "none*")]))
    done = run.invoke(label, ["write", file, "--producer", "00" + "1" * 25])
    assert isinstance(done.exception, MalformedProviderCode)
    assert PNG == (folder / "a.png").read_bytes()


def test_each_file_once(folder: Path) -> None:
    found = list(files_of([str(folder), str(folder / "a.png"), str(folder / "**" / "*.jpg")]))

    assert ["a.png", "b.jpg"] == sorted(file.name for file in found)

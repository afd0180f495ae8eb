"""An app store's checklist: complete only with an answer, material and a conclusion.

cn/labelling-2025/art-7-ask, cn/labelling-2025/art-7-verify
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hegui.cli.main import app
from hegui.errors import FileNotReadable, InvalidChecklist
from hegui.labels.app_check import MATERIAL, read_checklist

DONE = 'conclusion = "passed"\nreviewer = "li"\n'


def checklist(folder: Path, text: str, *, files: tuple[str, ...] = MATERIAL) -> Path:
    """Write a checklist and its files."""
    for name in files:
        (folder / name).write_bytes(name.encode())
    path = folder / "check.toml"
    path.write_text(text, encoding="utf-8")
    return path


def material(*names: str) -> str:
    """Return the table of material."""
    return "[material]\n" + "".join(f'{name} = "{name}"\n' for name in names)


class TestLacking:
    def test_nothing_when_all_is_there(self, tmp_path: Path) -> None:
        text = f'[app]\nname = "a"\noffers_generation = true\n{DONE}{material(*MATERIAL)}'
        found = read_checklist(checklist(tmp_path, text))

        assert () == found.lacking
        assert sha256(b"filing").hexdigest() == found.pieces[-1].sha256

    def test_an_app_that_was_not_asked(self, tmp_path: Path) -> None:
        found = read_checklist(checklist(tmp_path, f'[app]\nname = "a"\n{DONE}'))

        assert ("offers_generation",) == found.lacking

    def test_an_app_that_does_not_generate_needs_no_material(self, tmp_path: Path) -> None:
        text = f'[app]\nname = "a"\noffers_generation = false\n{DONE}'

        assert () == read_checklist(checklist(tmp_path, text)).lacking

    def test_each_piece_counts_and_an_empty_file_is_none(self, tmp_path: Path) -> None:
        text = f'[app]\nname = "a"\noffers_generation = true\n{material(*MATERIAL[1:])}'
        path = checklist(tmp_path, text)
        (tmp_path / "filing").write_bytes(b"")

        assert ("scheme", "filing", "conclusion", "reviewer") == read_checklist(path).lacking

    def test_a_store_may_ask_for_more(self, tmp_path: Path) -> None:
        text = f'[app]\nname = "a"\noffers_generation = true\n{DONE}'
        text += material(*MATERIAL) + 'letter = ""\n'

        assert ("letter",) == read_checklist(checklist(tmp_path, text)).lacking


@pytest.mark.parametrize(
    "text",
    [
        "app = 1",
        "[app]\nname = ''",
        "[app]\nname = 'a'\noffers_generation = 'yes'",
        "[app]\nname = 'a'\nconclusion = 'fine'",
        "[app]\nname = 'a'\n[material]\nscheme = 7",
        "[app]\nname = 'a'\n[material]\nscheme = '../../etc/hostname'",
        "[",
    ],
)
def test_what_is_no_checklist(text: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidChecklist):
        read_checklist(checklist(tmp_path, text))


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotReadable):
        read_checklist(tmp_path / "none.toml")
    with pytest.raises(FileNotReadable, match="scheme"):
        read_checklist(checklist(tmp_path, f"[app]\nname='a'\n{material('scheme')}", files=()))


def test_the_verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a complete one goes on record."""
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))
    text = f'[app]\nname = "a"\noffers_generation = true\n{DONE}{material(*MATERIAL)}'
    complete = CliRunner().invoke(app, ["label", "app", str(checklist(tmp_path, text))])
    open_ = CliRunner().invoke(
        app, ["label", "app", str(checklist(tmp_path, '[app]\nname = "a"')), "--json"]
    )

    assert (0, 1) == (complete.exit_code, open_.exit_code)
    assert "not on record: no ledger" in complete.output
    assert "on record" not in open_.output

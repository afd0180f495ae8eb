"""Lists of verbs, and what the audit says to do: readable at 80 columns in both languages."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from hegui.cli.lines import lines_of
from hegui.cli.main import app

_CLOSING = tuple("、，。；：？！）》」”")


@pytest.fixture(autouse=True)
def _terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns and the demo service."""
    profile = tmp_path / "hegui.toml"
    profile.write_bytes(files("hegui.cli.service").joinpath("demo.toml").read_bytes())
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("HEGUI_PROFILE", str(profile))
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))


def told(*arguments: str) -> str:
    """Return what the command line prints."""
    return CliRunner().invoke(app, list(arguments)).stdout


@pytest.mark.parametrize("group", [(), ("label",), ("law",), ("ledger",), ("file",), ("user",)])
def test_no_verb_is_cut_off(group: tuple[str, ...]) -> None:
    """Each verb says its whole first sentence, in lines of at most 80 cells."""
    said = told(*group, "--help")
    verbs = said[said.index("Commands:") :]

    assert "..." not in verbs
    assert all(len(line) <= 80 for line in said.splitlines())


def test_chinese_breaks_where_chinese_may() -> None:
    """No line begins with a mark that closes, and none is wider than the terminal."""
    said = told("applies", "--lang", "zh").splitlines()
    body = [line.strip() for line in said if line.startswith("  ") and not line.startswith("    ✓")]

    assert [] == [line for line in said if line.strip().startswith(_CLOSING)]
    assert [] == [line for line in said if cell_len(line) > 80 and "✓" not in line]
    assert len(body) > 300


@pytest.mark.parametrize("cells", [4, 11, 38])
def test_nothing_is_lost_between_lines(cells: int) -> None:
    """The lines together say what the text says, white space aside."""
    text = "八件事都要有制度（含 hegui.toml 中的 [users]）：审核、评估，保留 6 个月。"
    lines = lines_of(text, cells)

    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(lines))
    assert all(cell_len(line) <= max(cells, cell_len("[users]）：")) for line in lines)


@pytest.mark.parametrize(("language", "head"), [("zh", "下一步"), ("en", "Next, ")])
def test_the_audit_ends_with_what_to_do(language: str, head: str) -> None:
    """Each step once with how many obligations it mends; brackets are text, not markup."""
    said = told("audit", "--lang", language)
    steps = said[said.rindex(head) :].splitlines()[1:]
    counts = [int(line.split()[0]) for line in steps]

    assert sorted(counts, reverse=True) == counts
    assert any("[users]" in line for line in steps)


def test_the_audit_of_one_state_says_no_more() -> None:
    """Whoever singles a state out gets its rows alone."""
    assert "Next, " not in told("audit", "--lang", "en", "--status", "failing")

"""``hegui label``: exit codes and what is printed."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from hegui.cli.label import label
from hegui.errors import InvalidPosition, UnreadableText

run = CliRunner()


def test_text_is_printed_with_its_label() -> None:
    found = run.invoke(label, ["text", "你好"])

    assert (0, "你好\n\n（内容由人工智能生成）\n") == (found.exit_code, found.stdout)


def test_position_and_json() -> None:
    found = run.invoke(label, ["text", "Hello there", "--position", "start", "--json"])

    assert {
        "text": "(AI-generated content)\n\nHello there",
        "added": "(AI-generated content)\n\n",
        "position": "start",
        "is_labelled": True,
    } == orjson.loads(found.stdout)


def test_a_labelled_text_comes_back_unchanged() -> None:
    found = run.invoke(label, ["text"], input="AI生成：你好\n")

    assert "AI生成：你好\n" == found.stdout


@pytest.mark.parametrize(
    ("text", "code", "told"), [("AI生成", 0, "labelled\n"), ("AI播客", 1, "not labelled\n")]
)
def test_check_tells_by_its_exit_code(text: str, code: int, told: str) -> None:
    found = run.invoke(label, ["check", text])

    assert (code, told) == (found.exit_code, found.stdout)
    assert {"is_labelled": code == 0} == orjson.loads(
        run.invoke(label, ["check", text, "--json"]).stdout
    )


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Hello.\n\n(AI-generated content)\n", encoding="utf-8")

    assert 0 == run.invoke(label, ["check", "--file", str(file)]).exit_code


def test_what_cannot_be_read_is_no_unlabelled_text(tmp_path: Path) -> None:
    """Wrong use is an error of its own, not exit code 1."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xff")

    for name, words in ((file, "a byte at 0"), (tmp_path / "none", "No such file")):
        found = run.invoke(label, ["check", "-f", str(name)])
        assert isinstance(found.exception, UnreadableText)
        assert words in str(found.exception)


def test_a_place_that_does_not_exist_is_refused() -> None:
    found = run.invoke(label, ["text", "x", "--position", "middle"])

    assert isinstance(found.exception, InvalidPosition)


def test_no_verb_takes_a_label_off() -> None:
    """The labelling rules forbid supplying the means."""
    known = {"text", "check", "write", "read", "verify", "render"}
    known |= {"capture", "restore", "diff", "app", "sign", "manifest", "interface"}

    assert known >= {
        command.name or command.callback.__name__
        for command in label.registered_commands
        if command.callback is not None
    }

"""The interview in a terminal: asked, answered, left, and taken up again."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner, Result

from hegui.cli.init import init
from hegui.errors import InvalidAnswer, InvalidProfile, UnknownFact
from hegui.law import Profile, load, load_profile


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def run(*arguments: str, typed: str = "") -> Result:
    """Run the verb alone, with what a person types."""
    app = typer.Typer()
    app.command()(init)
    return CliRunner().invoke(app, arguments, input=typed)


def profile() -> Profile:
    return load_profile(Path("hegui.toml"), load())


class TestConversation:
    """One question, one answer, on disk at once."""

    def test_begins_with_what_blocks_most(self) -> None:
        """Whether the public here can use it decides more than any other fact."""
        shown = run("--interview", typed="q\n")

        assert 0 == shown.exit_code
        assert "Can the public in mainland China use the service?" in shown.output
        assert "Saved in hegui.toml" in shown.output
        assert {} == dict(profile().answers)

    def test_an_answer_is_kept_and_the_next_is_asked(self) -> None:
        """The end of input, or a broken-off terminal, loses nothing."""
        shown = run("--interview", typed="yes\n")

        assert True is profile().answers["audience.mainland_public"]
        assert shown.output.count("> ") > 1
        assert "Saved in hegui.toml" in shown.output

    def test_goes_on_where_it_was_left(self) -> None:
        """What was answered is not asked again; the comments of the template stay."""
        run("--interview", typed="yes\nq\n")
        shown = run("--interview", typed="q\n")

        assert "Can the public" not in shown.output
        assert "# 服务画像" in Path("hegui.toml").read_text(encoding="utf-8")

    def test_not_known_yet_is_set_aside(self) -> None:
        """Asked, not answered, and not asked again."""
        shown = run("--interview", typed="?\nq\n")

        assert {"audience.mainland_public"} == profile().unsure
        assert "1 not known yet" in shown.output
        assert 1 == shown.output.count("Can the public in mainland China use the service?")

    def test_back_takes_the_last_answer_away(self) -> None:
        """At the first question there is nothing to take back."""
        shown = run("--interview", typed="b\nyes\nb\nq\n")

        assert {} == dict(profile().answers)
        assert 3 == shown.output.count("Can the public in mainland China use the service?")

    def test_help_and_what_hangs_on_it(self) -> None:
        """The help, where to look, and the first of many obligations."""
        shown = run("--interview", typed="h\nw\nq\n")
        fact = load().facts["audience.mainland_public"]

        assert "Usually found in: " in shown.output
        assert fact.where.en.split()[0] in shown.output
        assert " more.\n" in shown.output

    def test_words_that_are_no_answer_are_asked_again(self) -> None:
        shown = run("--interview", typed="perhaps\nq\n")

        assert "expected audience.mainland_public = true or false; found 'perhaps'" in shown.output
        assert {} == dict(profile().answers)

    def test_speaks_chinese(self) -> None:
        shown = run("--interview", "--lang", "zh", typed="否\nq\n")

        assert "尚不清楚 · h 说明" in shown.output
        assert False is profile().answers["audience.mainland_public"]


class TestAnswers:
    """Answers from a script: nothing is asked."""

    def test_are_written_and_the_rest_is_told(self) -> None:
        """What is not known yet is listed with what hangs on it."""
        shown = run(
            *("--answer", "role.provider=yes", "--answer", "audience.mainland_public=是"),
            *("--answer", "stage=3", "--answer", "service.public_opinion=?"),
        )

        assert 0 == shown.exit_code
        assert "public" == profile().answers["stage"]
        assert "Not known yet, and what hangs on it:\nservice.public_opinion\n" in shown.output
        assert "cn/genai-2023/art-17-file" in shown.output

    def test_into_a_file_that_is_there(self) -> None:
        """Its other lines stay."""
        Path("hegui.toml").write_text("# ours\n[facts]\nrole.provider = true\n", encoding="utf-8")
        run("--answer", "role.provider=no")

        assert "# ours\n[facts]\nrole.provider = false\n" == Path("hegui.toml").read_text(
            encoding="utf-8"
        )

    def test_json_tells_where_it_stands(self) -> None:
        shown = orjson.loads(run("--answer", "role.provider=?", "--json").output)

        assert "hegui.toml" == shown["profile"]
        assert ["role.provider"] == [each["fact"] for each in shown["unsure"]]
        assert shown["next"]["fact"] == shown["to_ask"][0]
        assert 1 == shown["progress"]["unsure"]

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            ("role.provder=yes", UnknownFact),
            ("role.genai_provider=yes", UnknownFact),  # follows from others, is never asked
            ("role.provider", InvalidAnswer),
            ("role.provider=maybe", InvalidAnswer),
        ],
    )
    def test_wrong_ones_are_named(self, answer: str, error: type[Exception]) -> None:
        assert isinstance(run("--answer", answer).exception, error)

    def test_a_profile_that_cannot_be_read_is_left_alone(self) -> None:
        Path("hegui.toml").write_text("[facts]\nrole.provider = 3\n", encoding="utf-8")

        assert isinstance(run("--answer", "role.provider=yes").exception, InvalidProfile)
        assert "[facts]\nrole.provider = 3\n" == Path("hegui.toml").read_text(encoding="utf-8")


def test_the_template_can_be_had_as_json() -> None:
    asked = sum(not fact.is_derived for fact in load().facts.values())

    assert {"profile": "hegui.toml", "questions": asked} == orjson.loads(run("--json").output)


def test_nothing_left_to_ask_is_said() -> None:
    """Outside the mainland and of every market, with no one to ask: all is decided."""
    shown = run("--interview", typed="?\n" * 400)

    assert "Nothing is left to ask." in shown.output
    assert "Next: `hegui applies`." in shown.output


def test_a_terminal_is_asked_without_being_told_to() -> None:
    """On a terminal the verb asks; piped, as in every other test here, it writes the template."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "hegui", "init"], stdin=theirs, stdout=theirs, stderr=theirs
    ) as asked:
        os.close(theirs)
        os.write(ours, b"no\nq\n")
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how a terminal says that its other end is closed
            pass
        finally:
            os.close(ours)

    assert 0 == asked.returncode
    assert b"Can the public in mainland China use the service?" in shown
    assert False is profile().answers["audience.mainland_public"]

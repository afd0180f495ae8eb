"""`hegui applies`: what binds, why, and what is not known yet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner, Result

from hegui import clock
from hegui.cli.applies import applies
from hegui.errors import InvalidDay, InvalidProfile, ProfileNotFound
from hegui.law import applies as decided
from hegui.law import load, load_profile
from hegui.law.interview import of_decisions

PUBLIC = """\
[service]
name.zh = "小和"
name.en = "Xiaohe"

[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
training.fine_tunes = true
training.has_annotators = false
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder with a wide English terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("HEGUI_PROFILE", raising=False)
    monkeypatch.delenv("HEGUI_VAR", raising=False)
    (tmp_path / "hegui.toml").write_text(PUBLIC, encoding="utf-8")


def run(*arguments: str) -> Result:
    """Run the verb alone."""
    app = typer.Typer()
    app.command()(applies)
    return CliRunner().invoke(app, arguments)


def asked_first(profile: str, on: date) -> tuple[str, int]:
    """Return the fact that a profile is asked for first, and how many obligations wait for it."""
    law = load()
    service = load_profile(Path(profile), law)
    question = of_decisions(law, service, decided(law, service, on)).next
    assert question is not None
    return question.fact.name, len(question.hangs)


def test_lists_what_applies_once_with_its_reasons() -> None:
    """The reasons that many duties share are told once, for all of them."""
    result = run("--on", "2026-11-21")

    assert 0 == result.exit_code
    assert "Xiaohe · law as of 2026-11-21" in result.output
    assert 1 == result.output.count("✓ How far has the service opened? open to the public\n") - 1
    assert 1 == result.output.count("cn/genai-2023/art-14-1-stop")
    assert "all of that, and\n    ✓ Do you fine-tune a model" in result.output


def test_lists_what_is_not_known_with_its_questions() -> None:
    """And says which answer helps most."""
    result = run("--on", "2026-11-21")

    first, waiting = asked_first("hegui.toml", date(2026, 11, 21))

    assert "service.public_opinion  Does the service have a public-opinion" in result.output
    assert f"Answer {first} first: {waiting} obligations wait for it." in result.output


def test_counts_the_rest_and_lists_it_on_demand() -> None:
    """What does not apply is counted always and listed with --all."""
    short = run("--on", "2026-11-21")
    long = run("--on", "2026-11-21", "--all")

    assert "○ does not apply " in short.output
    assert "cn/genai-2023/art-8-rules" not in short.output
    assert "List the rest with --all." in short.output
    assert "cn/genai-2023/art-8-rules" in long.output
    assert "✕ Do people annotate data during development" in long.output
    assert "List the rest" not in long.output


def test_the_day_decides() -> None:
    """Before the Measures none of them binds, and the day is given as the reason."""
    short = run("--on", "2023-08-14")
    long = run("--on", "2023-08-14", "--all")

    assert "– not in force " in short.output
    assert "cn/genai-2023/art-4-1-content" not in short.output
    assert "✕ In force from 2023-08-15; the day asked for is 2023-08-14." in long.output


def test_speaks_chinese() -> None:
    result = run("--on", "2026-11-21", "--lang", "zh", "--all")

    assert "小和 · 按 2026-11-21 的法律" in result.output
    assert "发现违法内容后，及时停止生成和传输。" in result.output
    assert "除上述各项外，还有" in result.output


def test_json_is_complete() -> None:
    """Digest, counts, verdicts, reasons and blockers for a program."""
    shown = orjson.loads(run("--on", "2026-11-21", "--json", "--all").output)

    first, _ = asked_first("hegui.toml", date(2026, 11, 21))

    assert ("2026-11-21", load().digest, first) == (
        shown["on"],
        shown["law"],
        shown["ask_next"],
    )
    assert list(load().obligations) == [each["id"] for each in shown["obligations"]]
    assert len(load().obligations) == sum(shown["counts"].values())
    assert {"zh": "小和", "en": "Xiaohe"} == shown["service"]


def test_today_is_beijings_day() -> None:
    """Without --on."""
    shown = orjson.loads(run("--json").output)

    assert clock.today().isoformat() == shown["on"]
    assert {"applies", "unknown"} == {each["verdict"] for each in shown["obligations"]}


def test_a_named_profile_goes_before(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("", encoding="utf-8")

    shown = orjson.loads(run("--profile", "empty.toml", "--on", "2026-11-21", "--json").output)

    assert ("empty.toml", 0) == (shown["profile"], shown["counts"].get("applies", 0))
    assert {"unknown"} == {each["verdict"] for each in shown["obligations"]}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--on", "yesterday"), InvalidDay),
        (("--on", "2026-02-30"), InvalidDay),
        (("--profile", "missing.toml"), InvalidProfile),
    ],
)
def test_wrong_use_is_an_operators_error(
    arguments: tuple[str, ...], error: type[Exception]
) -> None:
    """The command line prints message and hint and exits with 2."""
    assert isinstance(run(*arguments).exception, error)


def test_no_profile_says_where_it_looked(tmp_path: Path) -> None:
    (tmp_path / "hegui.toml").unlink()

    caught = run().exception

    assert isinstance(caught, ProfileNotFound)
    assert (Path("hegui.toml"), Path("var/hegui.toml")) == caught.looked


def test_as_it_was_known() -> None:
    """The day of the law and the day of the knowledge are two questions."""
    Path("hegui.toml").write_text(PUBLIC + 'service.public_opinion = "?"\n', encoding="utf-8")
    shown = run("--on", "2026-11-21", "--known", "2023-07-13")

    assert "law as of 2026-11-21, as known on 2023-07-13" in shown.output
    assert "cn/gbt-45654-2025" not in shown.output
    assert "2023-07-13" == orjson.loads(run("--known", "2023-07-13", "--json").output)["known"]


def test_not_known_yet_is_told_apart() -> None:
    """Asked once, set aside, with how much hangs on it; the next question is another."""
    Path("hegui.toml").write_text(PUBLIC + 'service.public_opinion = "?"\n', encoding="utf-8")
    shown = orjson.loads(run("--on", "2026-11-21", "--json").output)

    assert "cn/genai-2023/art-17-file" in shown["unsure"]["service.public_opinion"]
    assert "service.public_opinion" != shown["ask_next"]
    assert "service.public_opinion is not known yet:" in run("--on", "2026-11-21").output


def test_nothing_left_to_ask_is_silent() -> None:
    """Before there was any law, no answer is waited for."""
    assert "Answer " not in run("--on", "2000-01-01").output

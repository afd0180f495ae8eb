"""`hegui audit` tells what a person attested from what was measured."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from hegui import clock
from hegui.cli.audit import audit
from hegui.controls.evidence import Attested, Evidence, LedgerState, Runs, UserState

PUBLIC = """\
[service]
name.zh = "小和"
name.en = "Xiaohe"

[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
"""
STOP = "cn/genai-2023/art-14-1-stop"
OUTPUT = "content/illegal_output_is_stopped"


def _evidence(runs: dict[str, Runs]) -> Evidence:
    empty = LedgerState(
        size=0, first_at=None, last_at=None, checkpoint_at=None, verified_at=None, is_intact=None
    )
    today: date = clock.today()
    word = Attested(
        author="[bold]ann",
        on=today,
        covers_until=today + timedelta(days=9),
        evidence="review [7]",
        stands_in_for=(OUTPUT,),
    )
    return Evidence(
        now=clock.now(),
        window_days=30,
        ledger=empty,
        runs=runs,
        attested={STOP: word},
        users=UserState(),
    )


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a profile and a wide English terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("HEGUI_PROFILE", raising=False)
    monkeypatch.setattr("hegui.cli.audit.evidence_of", lambda _settings: _evidence({}))
    (tmp_path / "hegui.toml").write_text(PUBLIC, encoding="utf-8")


def run(*args: str) -> Result:
    """Run the verb in this process."""
    app = typer.Typer()
    app.command()(audit)
    return CliRunner().invoke(app, args)


def test_what_is_attested_has_a_word_and_a_number_of_its_own() -> None:
    """Words of people are shown as they are, brackets included."""
    lines = run("--lang", "en").stdout.splitlines()
    (line,) = (each for each in lines if STOP in each)

    assert "✓ 0 ok" in lines[1]
    assert "✎ 1 attested" in lines[1]
    assert line.startswith("✎ attested ")
    assert "attested by [bold]ann for " in line
    assert line.endswith("evidence: review [7]")


@pytest.mark.parametrize(("status", "shown"), [("attested", True), ("ok", False)])
def test_it_is_no_part_of_what_is_ok(status: str, shown: bool) -> None:
    """Each of the two is a filter of its own."""
    assert shown == (STOP in run("--status", status).stdout)


def test_evidence_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """And then nothing is told as attested."""
    ran = Runs(ran=2, acted=0, errors=0, last_at=clock.now())
    monkeypatch.setattr("hegui.cli.audit.evidence_of", lambda _settings: _evidence({OUTPUT: ran}))
    told = run("--lang", "en", "--status", "ok").stdout

    assert "attested" not in told.splitlines()[1]
    assert STOP in told


def test_an_unknown_state_names_the_known() -> None:
    """Wrong use exits with 2."""
    answer = run("--status", "fine")

    assert 2 == answer.exit_code
    assert "attested" in answer.output

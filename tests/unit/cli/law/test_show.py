"""`hegui law show`: an instrument, a provision or an obligation."""

from __future__ import annotations

import orjson
import pytest
from tests.unit.cli.law.conftest import Run

from hegui.errors import UnknownInstrument
from hegui.law import load


def test_an_obligation_with_all_that_is_known(run: Run) -> None:
    """Days, condition, deadline, words, source and line."""
    shown = run("show", "cn/algorithm-2021/art-24-1-file")

    assert 0 == shown.exit_code
    assert "within 10 working days after launch" in shown.output
    assert "cn/algorithm-2021/art-31" in shown.output
    assert "hegui/instruments/cn/algorithm-2021/art-24.toml:" in shown.output


def test_a_provision_as_it_stood(run: Run) -> None:
    """Its words on the day, and its obligations by title."""
    shown = run("show", "cn/genai-2023/art-14", "--lang", "zh").output

    assert "cn/genai-2023/art-14-1-stop" in shown
    assert "2023-08-15" in shown


def test_a_provision_before_its_day_shows_what_is_to_come(run: Run) -> None:
    """Nothing stood on that day; rather than an empty page, every text with its days."""
    shown = run("show", "cn/genai-2023/art-14", "--on", "2020-01-01").output

    assert "2023-08-15" in shown


def test_an_instrument_with_its_provisions(run: Run) -> None:
    shown = run("show", "cn/gbt-45654-2025").output

    assert "cn/tc260-003-2024" in shown
    assert "cn/gbt-45654-2025/annex-b-keywords-size" in shown


@pytest.mark.parametrize("id_", sorted(load().instruments))
def test_every_instrument_can_be_shown(run: Run, id_: str) -> None:
    """With a number or without, with a note or without."""
    shown = run("show", id_)

    assert 0 == shown.exit_code
    assert shown.output.startswith(f"{id_}  ")


def test_days_that_were_known_before(run: Run) -> None:
    """The high-risk duties of the EU were to begin in August 2026."""
    shown = run("show", "eu/ai-act-2024/art-26-2-oversight").output

    assert "known before" in shown
    assert "2026-08-02" in shown


def test_json_of_each(run: Run) -> None:
    duty = orjson.loads(run("show", "cn/genai-2023/art-14-1-stop", "--json").output)
    article = orjson.loads(run("show", "cn/genai-2023/art-21", "--json").output)
    instrument = orjson.loads(run("show", "cn/genai-2023", "--json").output)

    assert load().obligation("cn/genai-2023/art-14-1-stop").must.en == duty["aspects"]["must"]["en"]
    assert article["penalties"]
    assert len(load().instruments["cn/genai-2023"].articles) == len(instrument["provisions"])


def test_what_is_not_there_has_near_names(run: Run) -> None:
    caught = run("show", "cn/genai-2023/art-99").exception

    assert isinstance(caught, UnknownInstrument)
    assert "cn/genai-2023/art-9" in caught.hint
    assert isinstance(run("show", "nonsense").exception, UnknownInstrument)

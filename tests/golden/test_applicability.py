"""What the law demands of three services on three days, as text that a lawyer reviews.

A file changes when the law's data changes; ``make golden`` rewrites them and
shows the difference.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import orjson
import pytest

from hegui.law import applies, load, load_profile

FOLDER = Path(__file__).parent / "applicability"
PROFILES = ["public-chat", "internal-tool", "empty"]
DAYS = ["2023-08-14", "2023-08-15", "2026-11-21"]
"""The eve of the Interim Measures, their first day, and now."""


def told(profile: str, day: str) -> str:
    """Return every verdict on a service, with its reasons or what is open, as JSON."""
    law = load()
    service = load_profile(FOLDER / f"{profile}.toml", law)
    decisions = applies(law, service, date.fromisoformat(day))
    counts = Counter(decision.verdict.value for decision in decisions)
    content = {
        "service": service.name.as_dict(),
        "on": day,
        "counts": counts,
        "obligations": {
            decision.obligation.id: {
                "verdict": decision.verdict.value,
                "because": [leaf.label for leaf in decision.because()],
                "blockers": decision.blockers(),
            }
            for decision in decisions
        },
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n"


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("profile", PROFILES)
def test_applicability(profile: str, day: str) -> None:
    """Verdicts, reasons and blockers are as reviewed."""
    file = FOLDER / f"{profile}@{day}.json"
    found = told(profile, day)
    if os.environ.get("HEGUI_GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == found


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_is_in_force_on_the_eve(profile: str) -> None:
    """The Measures begin on 2023-08-15, not a day earlier."""
    counts = orjson.loads(told(profile, "2023-08-14"))["counts"]

    assert {"not_in_force": len(load().obligations)} == counts


def test_an_internal_tool_is_outside() -> None:
    """Research and own use without a public are out of scope, whatever else is true."""
    counts = orjson.loads(told("internal-tool", "2026-11-21"))["counts"]

    assert {"not_applies": len(load().obligations)} == counts


def test_an_empty_profile_is_wholly_unknown() -> None:
    """Nothing is presumed, neither for nor against the service."""
    counts = orjson.loads(told("empty", "2026-11-21"))["counts"]

    assert {"unknown": len(load().obligations)} == counts


def test_no_stray_golden_file() -> None:
    """A file that no test compares would be believed by mistake."""
    wanted = {f"{profile}@{day}.json" for profile in PROFILES for day in DAYS}

    assert wanted == {file.name for file in FOLDER.glob("*.json")}

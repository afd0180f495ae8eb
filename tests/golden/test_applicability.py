"""What the law demands of twelve services on eight days, as text that a lawyer reviews.

One file for each profile of ``examples/profiles``, one line for each obligation, one letter for
each day. A file changes when the law's data or the profile changes; ``make golden`` rewrites them
and shows the difference.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from hegui import ids
from hegui.law import Applicability, Decision, Law, applies, load, load_profile

FOLDER = Path(__file__).parent / "applicability"
PROFILES = Path(__file__).parents[2] / "examples" / "profiles"
EXPECT = {
    "public-chat": (
        "All rules on generation, dialogue and text bind. What asks for a public-opinion attribute "
        "(assessment, algorithm filing) and the rules on ethics stay open. It registers with the "
        "filed model of another, so nothing on training binds."
    ),
    "image-app": (
        "It trains, publishes and recommends: training data, annotation, filing, gallery and "
        "picture labels all bind, text labels do not. Open: important data, and numbers of people."
    ),
    "internal-assistant": (
        "Nothing on services for the public binds. The general laws on networks and data do, and "
        "practice asks for proof that the use is internal. Open: important data."
    ),
    "research-lab": (
        "As an internal use, and the rules on ethics bind in full, with expert review. What the "
        "laboratory publishes must keep its labels. Open: data going abroad or to partners."
    ),
    "overseas-app": (
        "The Interim Measures stay away by the geofence, which has to be proved. EU, US states, "
        "Japan and Korea bind, and so do the Chinese laws on networks and data, as people in the "
        "mainland run it."
    ),
    "face-swap": (
        "Nearly everything binds: provider, supporter, platform and publisher at once, with faces, "
        "voices, minors and advertising. Open: sensitive scenes, and export of data."
    ),
    "companion-for-minors": (
        "From 2026-07-15 the rules on human-like interaction bind almost whole, with everything on "
        "minors. Open: the public-opinion attribute, and the platform for minors."
    ),
    "model-api": (
        "Provider and supporter at home, provider of a general model with systemic risk in the EU. "
        "No page, no minors, no platform. From 2027-12-02 the rules on high risk hang on what "
        "customers use it for."
    ),
    "news-writer": (
        "News, recommendation, platform and publisher: licence, permitted sources and labels bind, "
        "nothing on training does. Open: whether minors are many enough."
    ),
    "eu-deployer": (
        "Nothing Chinese binds. Bans and literacy bind from 2025-02-02, deep fakes from 2026-08-02 "
        "and the duties of those who use high-risk systems from 2027-12-02."
    ),
    "price-recommender": (
        "Nothing on generation binds. The rules on algorithms, networks, data, platforms and "
        "minors do, fair prices among them. Open: whether it is a large platform."
    ),
    "empty": ("Nothing is presumed: whatever is in force is unknown, and nothing is ruled out."),
}
"""What to expect of each profile, in a few sentences."""

DAYS = [
    date(2023, 8, 14),
    date(2023, 8, 15),
    date(2025, 9, 1),
    date(2025, 11, 1),
    date(2026, 1, 1),
    date(2026, 11, 20),
    date(2027, 1, 1),
    date(2027, 12, 2),
]
"""The eve and the first day of the Interim Measures; labelling; GB/T 45654 and incident reports;
the amended Cybersecurity Law; now; what begins in 2027; high risk in the EU."""

LETTERS = {
    Applicability.APPLIES: "A",
    Applicability.NOT_APPLIES: "n",
    Applicability.UNKNOWN: "?",
    Applicability.NOT_IN_FORCE: ".",
    Applicability.DISPLACED: "d",
    Applicability.CONFLICT: "c",
}
KEY = "A applies · n not_applies · ? unknown · . not_in_force · d displaced · c conflict"

SHOWN = 4
"""Facts that a line names before it only counts them."""


@cache
def law() -> Law:
    """Return the law, loaded once."""
    return load()


@cache
def decided(profile: str) -> tuple[tuple[Decision, ...], ...]:
    """Return the decisions on a profile, day by day."""
    service = load_profile(PROFILES / f"{profile}.toml", law())
    return tuple(applies(law(), service, day) for day in DAYS)


def reason(last: Decision) -> str:
    """Return in a few words why the verdict of the last day in force is no plain yes."""
    match last.verdict:
        case Applicability.NOT_APPLIES:
            return "no: " + ", ".join(leaf.label for leaf in last.because())
        case Applicability.UNKNOWN:
            first, more = last.blockers()[:SHOWN], len(last.blockers()) - SHOWN
            return f"open: {', '.join(first)}" + (f" and {more} more" if more > 0 else "")
        case Applicability.DISPLACED | Applicability.CONFLICT:
            return "against " + ", ".join(last.against)
        case _:
            return ""


def lines(profile: str) -> Iterator[str]:
    """Yield the golden text of a profile, line by line."""
    service = load_profile(PROFILES / f"{profile}.toml", law())
    yield f"# {service.name.en} · {service.name.zh}"
    yield f"# {EXPECT[profile]}"
    yield f"# {KEY}"
    days = decided(profile)
    for column, (day, decisions) in enumerate(zip(DAYS, days, strict=True), 1):
        counts = Counter(LETTERS[decision.verdict] for decision in decisions)
        told = "  ".join(f"{letter} {counts[letter]}" for letter in LETTERS.values())
        yield f"# column {column}  {day}  {told}"
    instrument = ""
    for row in zip(*days, strict=True):
        duty = row[0].obligation
        if duty.instrument != instrument:
            instrument = duty.instrument
            yield f"\n{instrument}"
        verdicts = "".join(LETTERS[decision.verdict] for decision in row)
        standing = [d for d in row if d.verdict is not Applicability.NOT_IN_FORCE]
        why = reason(standing[-1]) if standing else ""
        yield f"  {verdicts}  {ids.parse(duty.id).provision:<34}{why}".rstrip()


def told(profile: str) -> str:
    """Return every verdict on a profile, with what it hangs on."""
    return "\n".join(lines(profile)) + "\n"


@pytest.mark.parametrize("profile", sorted(EXPECT))
def test_applicability(profile: str) -> None:
    """Verdicts, reasons and blockers are as reviewed."""
    file = FOLDER / f"{profile}.txt"
    found = told(profile)
    if os.environ.get("HEGUI_GOLDEN") == "write":
        file.write_text(found, encoding="utf-8")

    assert file.read_text(encoding="utf-8") == found


def test_every_profile_is_reviewed() -> None:
    """A profile without golden verdicts, or the other way round, would be believed by mistake."""
    assert set(EXPECT) == {file.stem for file in PROFILES.glob("*.toml")}
    assert {f"{name}.txt" for name in EXPECT} == {file.name for file in FOLDER.iterdir()}


@pytest.mark.parametrize("profile", sorted(EXPECT))
def test_the_measures_begin_on_their_day(profile: str) -> None:
    """Nothing of the Interim Measures stands on the eve; all of it does on 2023-08-15."""
    eve, first = (
        {
            decision.verdict is Applicability.NOT_IN_FORCE
            for decision in decided(profile)[column]
            if decision.obligation.instrument == "cn/genai-2023"
        }
        for column in (0, 1)
    )

    assert ({True}, {False}) == (eve, first)


@pytest.mark.parametrize("profile", ["internal-assistant", "research-lab", "overseas-app"])
def test_what_no_mainland_public_can_reach_is_outside_the_measures(profile: str) -> None:
    """Research, own use and a service abroad are out of scope, whatever else is true."""
    found = {
        decision.verdict
        for decision in decided(profile)[-1]
        if decision.obligation.instrument == "cn/genai-2023"
    }

    assert {Applicability.NOT_APPLIES} == found


@pytest.mark.parametrize("column", range(len(DAYS)))
def test_an_empty_profile_rules_nothing_out(column: int) -> None:
    """Nothing is presumed: what is in force is unknown, never "not applies"."""
    found = {decision.verdict for decision in decided("empty")[column]}

    assert {Applicability.UNKNOWN, Applicability.NOT_IN_FORCE} == found


@pytest.mark.parametrize("profile", sorted(set(EXPECT) - {"empty"}))
def test_what_stays_open_was_left_open(profile: str) -> None:
    """A verdict that is unknown hangs on a question that the profile says it cannot answer yet.

    Whatever such an answer would bring up next may be open with it.
    """
    service = load_profile(PROFILES / f"{profile}.toml", law())
    open_ = [d for day in decided(profile) for d in day if d.verdict is Applicability.UNKNOWN]

    for decision in open_:
        assert service.unsure & set(decision.blockers()), decision.obligation.id

"""The law: every instrument read, and every obligation decided for one service.

Reading stands beside ``tomllib`` on the same files, which is what the fast
reader for plain TOML saves; deciding stands beside looking up, for each
obligation, the asked facts that its condition hangs on. Both run on the
instruments that come with hegui, whatever their number; the service answers
every other question, so that verdicts of all kinds come up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from bench.runner import Ratio, at_most, compare, interleave
from hegui.bilingual import Bilingual
from hegui.law import PACKAGED, Answer, Fact, FactKind, Law, Profile, applies, facts_in, load
from hegui.law.load import read_law

__all__ = ["measure"]

ON: Final = date(2026, 11, 21)
TIMES: Final = 10
"""Decisions on the whole law in a round."""


def answer(fact: Fact) -> Answer:
    """Return some answer of the right kind."""
    match fact.kind:
        case FactKind.YES_NO:
            return True
        case FactKind.CHOICE:
            return fact.keys[0]
        case FactKind.SET:
            return frozenset(fact.keys[:1])
        case FactKind.NUMBER:
            return 1000
        case FactKind.DATE:
            return ON


def service(law: Law) -> Profile:
    """Return a profile that answers every other question, and the three that decide most."""
    asked = [fact for fact in law.facts.values() if not fact.is_derived]
    answers = {fact.name: answer(fact) for fact in asked[::2]}
    answers |= {"role.provider": True, "audience.mainland_public": True, "stage": "public"}
    name = Bilingual(zh="某服务", en="a service")
    return Profile(name=name, file=Path("hegui.toml"), answers=answers, lines={})


def look_up(hangs_on: Iterable[tuple[str, ...]], answers: Mapping[str, Answer]) -> int:
    """Return how many of the facts are answered: the least that deciding has to do."""
    return sum(fact in answers for facts in hangs_on for fact in facts)


def again(times: int, part: Callable[[], object]) -> None:
    """Call a part several times."""
    for _ in range(times):
        part()


def parse_all(texts: Iterable[str]) -> None:
    """Parse every file with the standard library."""
    for text in texts:
        tomllib.loads(text)


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield the law's budgets: reading it, deciding all of it, deciding one rule."""
    law = load()
    profile = service(law)
    texts = [file.read_text("utf-8") for file in PACKAGED.rglob("*.toml")]
    hangs_on = [facts_in(condition) for condition in law.conditions.values()]
    rules = len(law.obligations)
    seconds = interleave(
        {
            "read": partial(read_law, PACKAGED),
            "tomllib": partial(parse_all, texts),
            "decide": partial(again, TIMES, partial(applies, law, profile, ON)),
            "look up": partial(again, TIMES, partial(look_up, hangs_on, profile.answers)),
        },
        rounds,
    )
    yield compare(
        f"read the law, {len(law.instruments)} instruments, {rules} obligations",
        unit="ms CPU",
        samples=[1e3 * s for s in seconds["read"]],
        baseline="tomllib on the same files, nothing else",
        baseline_samples=[1e3 * s for s in seconds["tomllib"]],
        budget=at_most(300, of="value"),
    )
    yield compare(
        f"decide all {rules} obligations for one service",
        unit="ms CPU",
        samples=[1e3 * s / TIMES for s in seconds["decide"]],
        baseline="looking up the facts they hang on",
        baseline_samples=[1e3 * s / TIMES for s in seconds["look up"]],
        budget=at_most(20, of="value"),
    )
    yield compare(
        "decide one obligation among them",
        unit="µs CPU",
        samples=[1e6 * s / TIMES / rules for s in seconds["decide"]],
        baseline="looking up the facts it hangs on",
        baseline_samples=[1e6 * s / TIMES / rules for s in seconds["look up"]],
        budget=at_most(100, of="value"),
    )

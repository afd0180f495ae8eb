"""The law as a value: instruments, obligations, facts, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from hegui.errors import UnknownObligation
from hegui.law.condition import Condition, Reason
from hegui.law.facts import Fact, FactGroup
from hegui.law.grounds import Grounds
from hegui.law.instrument import Article, Instrument, Obligation, is_known
from hegui.law.precedence import Clash, clashes
from hegui.law.source import near

__all__ = ["Law"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Law:
    """All instruments of one folder. Immutable; compare by `digest`."""

    instruments: Mapping[str, Instrument]
    """By id, in the order of their paths."""

    obligations: Mapping[str, Obligation]
    """By full id, in law order: instrument, provision, order in the file."""

    facts: Mapping[str, Fact]
    """By name, in the order of `groups` and of their files; derived ones among them."""

    groups: tuple[FactGroup, ...]
    """The headings under which facts are asked."""

    conditions: Mapping[str, Condition]
    """By obligation id."""

    reasons: Mapping[str, tuple[Reason, ...]]
    """By name of a derived fact: its rules, parsed, in the order of `facts`."""

    clashes: tuple[Clash, ...]
    """Every two duties that cannot both be followed as they stand."""

    grounds: Grounds
    """The words for which of two goes first, and why."""

    digest: str
    """``sha256:…`` over the path and the bytes of every file, and over `known`."""

    known: date | None = None
    """The day as of whose knowledge this is; None for all that is known."""

    def obligation(self, id: str) -> Obligation:  # noqa: A002 (the field's own word)
        """Return an obligation by its full id.

        Raises:
            UnknownObligation: nothing has this id; the error knows near ones.
        """
        if id not in self.obligations:
            raise UnknownObligation(id, near=near(id, self.obligations))
        return self.obligations[id]

    def as_known(self, day: date) -> Law:
        """Return the law as it could be known on a day: what was published by then.

        What was published later is not in it, and what later knowledge replaced
        stands as it did. ``applies(law.as_known(k), profile, d)`` is the law on day
        ``d`` as it was known on day ``k``.

        Notes:
            Made once for each law and day in the life of a process, the last
            sixteen kept.
        """
        return _as_known(self, day)


def _duty_known(duty: Obligation, day: date) -> Obligation | None:
    """Return a duty with the days that were known on a day, or None when it was not known."""
    if is_known(duty.known, duty.known_until, day):
        return replace(duty, known_until=None)
    for index, earlier in enumerate(duty.was):
        if is_known(earlier.known, earlier.known_until, day):
            return replace(
                duty,
                start=earlier.start,
                end=earlier.end,
                known=earlier.known,
                known_until=None,
                was=duty.was[:index],
                source=earlier.source,
            )
    return None


def _article_known(article: Article, day: date, duties: Mapping[str, object]) -> Article:
    return replace(
        article,
        expressions=tuple(
            replace(each, known_until=None)
            for each in article.expressions
            if is_known(each.known, each.known_until, day)
        ),
        obligations=tuple(id_ for id_ in article.obligations if id_ in duties),
    )


@lru_cache(maxsize=16)
def _as_known(law: Law, day: date) -> Law:
    told = {id_: _duty_known(duty, day) for id_, duty in law.obligations.items()}
    obligations = {id_: duty for id_, duty in told.items() if duty is not None}
    instruments: dict[str, Instrument] = {}
    for id_, instrument in law.instruments.items():
        articles = [_article_known(each, day, obligations) for each in instrument.articles]
        standing = tuple(each for each in articles if each.expressions)
        if standing or instrument.published <= day:
            instruments[id_] = replace(instrument, articles=standing)
    return Law(
        instruments=MappingProxyType(instruments),
        obligations=MappingProxyType(obligations),
        facts=law.facts,
        groups=law.groups,
        conditions=law.conditions,
        reasons=law.reasons,
        clashes=clashes(obligations, law.instruments),
        grounds=law.grounds,
        digest=f"sha256:{sha256(f'{law.digest} as known on {day}'.encode()).hexdigest()}",
        known=day,
    )

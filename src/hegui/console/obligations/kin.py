"""What belongs to an obligation: when, at what cost, before and after it, and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hegui.bilingual import Bilingual
from hegui.law import Article, Decision, Instrument, Law, Obligation, Profile, decide
from hegui.law.aspects import deadline_words, recurrence_words, retention_words

__all__ = ["Cost", "Twin", "elsewhere", "followers", "penalties", "timing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Another duty on the same matter, for this service."""

    duty: Obligation
    instrument: Instrument
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A provision that says what a breach costs."""

    reference: str
    instrument: Instrument | None
    article: Article | None


def timing(duty: Obligation) -> Iterator[tuple[str | Promise, Bilingual]]:
    """Yield what the duty says about time, each with its label."""
    if duty.deadline is not None:
        yield _("Deadline"), deadline_words(duty.deadline)
    if duty.recurs is not None:
        yield _("Comes back"), recurrence_words(duty.recurs)
    if duty.retain is not None:
        yield _("To be kept"), retention_words(duty.retain)


def elsewhere(law: Law, duty: Obligation, profile: Profile, on: date) -> list[Twin]:
    """Return the obligations on the same matter in other instruments, our own regime first."""
    if duty.matter is None:
        return []
    found = [
        Twin(
            duty=other,
            instrument=law.instruments[other.instrument],
            decision=decide(law, profile.answers, other.id, on),
        )
        for other in law.obligations.values()
        if other.matter == duty.matter and other.instrument != duty.instrument
    ]
    home = law.instruments[duty.instrument].jurisdiction
    return sorted(found, key=lambda twin: twin.instrument.jurisdiction != home)


def followers(law: Law, duty: Obligation) -> list[Obligation]:
    """Return the obligations that continue this one under another number."""
    return [other for other in law.obligations.values() if duty.id in other.succeeds]


def penalties(law: Law, duty: Obligation) -> list[Cost]:
    """Return the provisions that say what a breach of the duty costs."""
    found = []
    for reference in duty.penalties:
        home, _sep, provision = reference.rpartition("/")
        instrument = law.instruments.get(home)
        article = None if instrument is None else instrument.article(provision)
        found.append(Cost(reference=reference, instrument=instrument, article=article))
    return found

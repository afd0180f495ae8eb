"""The days on which anything in the law begins or ends.

Between two of these days no verdict can change but by an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hegui.law.load import Law

__all__ = ["Moment", "timeline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One day, and what begins and ends on it."""

    on: date

    instruments_begin: tuple[str, ...] = ()
    """Ids of instruments that come into force."""

    instruments_end: tuple[str, ...] = ()
    """Ids of instruments that no longer stand from this day."""

    begin: tuple[str, ...] = ()
    """Full ids of obligations that bind from this day."""

    end: tuple[str, ...] = ()
    """Full ids of obligations that no longer bind from this day."""

    texts: tuple[str, ...] = ()
    """Provisions, as ``cn/genai-2023/art-14``, whose text begins or ends."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "on": self.on.isoformat(),
            "instruments_begin": list(self.instruments_begin),
            "instruments_end": list(self.instruments_end),
            "begin": list(self.begin),
            "end": list(self.end),
            "texts": list(self.texts),
        }


def timeline(law: Law, *, instrument: str | None = None) -> tuple[Moment, ...]:
    """Return the days on which something begins or ends, earliest first.

    Args:
        law: as loaded.
        instrument: only this one; None for all.
    """
    found: dict[date, dict[str, list[str]]] = {}

    def note(day: date | None, kind: str, id_: str) -> None:
        if day is not None:
            names = found.setdefault(day, {}).setdefault(kind, [])
            if id_ not in names:
                names.append(id_)

    for each in law.instruments.values():
        if instrument not in {None, each.id}:
            continue
        note(each.start, "instruments_begin", each.id)
        note(each.end, "instruments_end", each.id)
        for article in each.articles:
            for text in article.expressions:
                note(text.start, "texts", f"{each.id}/{article.stem}")
                note(text.end, "texts", f"{each.id}/{article.stem}")
            for id_ in article.obligations:
                note(law.obligations[id_].start, "begin", id_)
                note(law.obligations[id_].end, "end", id_)
    return tuple(
        Moment(on=day, **{kind: tuple(ids) for kind, ids in found[day].items()})
        for day in sorted(found)
    )

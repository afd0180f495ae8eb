"""What changed: between two days of the law, or between two instruments.

    diff_days(law, Side(on=date(2025, 12, 31)), Side(on=date(2026, 1, 1)))
    diff_instruments(law, 'cn/genai-draft-2023', 'cn/genai-2023', pairs=…)

Obligations are paired, in this order: by id; by ``succeeds``; by a pair that
somebody asserted (`hegui.law.pairs`); by the matter, where each side has one
duty on it for the same bearer. What stays without a partner was dropped or
added. Pairs are compared aspect by aspect (`hegui.law.aspects`). Whether a text
binds is not asked here: a draft can be compared too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hegui.bilingual import Bilingual
from hegui.errors import UnknownInstrument
from hegui.law.aspects import Aspect, differences
from hegui.law.instrument import Article, Instrument, Obligation, is_in_force
from hegui.law.load import Law
from hegui.law.pairs import Pair
from hegui.law.penalty import Penalty
from hegui.law.source import near

__all__ = ["Change", "Diff", "Kind", "Side", "TextChange", "diff_days", "diff_instruments"]

Kind = Literal["dropped", "changed", "added"]
"""What happened to an obligation or a provision, in the order in which changes are told."""

By = Literal["id", "succeeds", "pair", "matter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side of a comparison looks at."""

    on: date
    """The day on which things are in force."""

    instrument: str | None = None
    """Only this one; None for the whole law."""

    known: date | None = None
    """As it could be known on this day; None for all that is known."""

    def as_dict(self) -> dict[str, str | None]:
        """Return it for JSON."""
        return {
            "on": self.on.isoformat(),
            "instrument": self.instrument,
            "known": None if self.known is None else self.known.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One obligation that is not the same on both sides."""

    kind: Kind
    before: Obligation | None
    after: Obligation | None

    by: By | None = None
    """How the two were paired; None without a partner."""

    aspects: tuple[Aspect, ...] = ()
    """In what they differ; empty without a partner, or when only the id changed."""

    note: Bilingual | None = None
    """What the change means, where somebody wrote it down."""

    @property
    def is_renumbered(self) -> bool:
        """Whether the same duty has another id."""
        both = self.before is not None and self.after is not None
        return both and self.by == "succeeds"

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "kind": self.kind,
            "before": None if self.before is None else self.before.id,
            "after": None if self.after is None else self.after.id,
            "by": self.by,
            "aspects": [aspect.as_dict() for aspect in self.aspects],
            "note": None if self.note is None else self.note.as_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One provision whose text, in our words, is not the same on both sides."""

    kind: Kind

    before: str | None
    """As ``cn/genai-2023/art-14``."""

    after: str | None
    was: Bilingual | None
    """What it said."""

    now: Bilingual | None
    """What it says."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "kind": self.kind,
            "before": self.before,
            "after": self.after,
            "was": None if self.was is None else self.was.as_dict(),
            "now": None if self.now is None else self.now.as_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Everything that differs between two sides."""

    before: Side
    after: Side

    changes: tuple[Change, ...]
    """Dropped, then changed, then added, each in law order."""

    texts: tuple[TextChange, ...]
    """In the same order."""

    same: int
    """Obligations that are alike on both sides."""

    penalties_before: tuple[Penalty, ...]
    """Of the provisions that stand on that side."""

    penalties_after: tuple[Penalty, ...]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    @property
    def measures_dropped(self) -> tuple[str, ...]:
        """Kinds of consequences (``fine`` …) that only the first side has, in their order."""
        after = {measure for penalty in self.penalties_after for measure in penalty.measures}
        return tuple(m for m in _measures(self.penalties_before) if m not in after)

    @property
    def measures_added(self) -> tuple[str, ...]:
        """Kinds of consequences that only the second side has, in their order."""
        before = {measure for penalty in self.penalties_before for measure in penalty.measures}
        return tuple(m for m in _measures(self.penalties_after) if m not in before)

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "changes": [change.as_dict() for change in self.changes],
            "texts": [text.as_dict() for text in self.texts],
            "same": self.same,
            "measures_dropped": list(self.measures_dropped),
            "measures_added": list(self.measures_added),
        }


def _measures(penalties: Iterable[Penalty]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m for penalty in penalties for m in penalty.measures))


def _view(law: Law, side: Side) -> Law:
    return law if side.known is None else law.as_known(side.known)


def _named(law: Law, id_: str) -> Instrument:
    if id_ not in law.instruments:
        raise UnknownInstrument(id_, near=near(id_, law.instruments))
    return law.instruments[id_]


def _instruments(law: Law, side: Side) -> tuple[Instrument, ...]:
    """Return the instruments of a side; none when its one was not known that day."""
    known = _view(law, side).instruments
    if side.instrument is None:
        return tuple(known.values())
    _named(law, side.instrument)
    return (known[side.instrument],) if side.instrument in known else ()


def _duties(law: Law, side: Side) -> dict[str, Obligation]:
    """Return the obligations that stand on a side, by id, with their days as then known."""
    told = _view(law, side).obligations
    return {
        id_: told[id_]
        for instrument in _instruments(law, side)
        for article in instrument.articles
        for id_ in article.obligations
        if told[id_].known_until is None and is_in_force(told[id_].start, told[id_].end, side.on)
    }


def _articles(law: Law, side: Side) -> dict[str, tuple[Article, Bilingual]]:
    """Return the provisions that stand on a side with what they say, by full id."""
    return {
        f"{instrument.id}/{article.stem}": (article, text.says)
        for instrument in _instruments(law, side)
        for article in instrument.articles
        if (text := article.expression(side.on)) is not None
    }


Links = list[tuple[str, str, By, Bilingual | None]]
"""Before, after, how they were paired, and what was noted."""


def _by_matter(
    old: Mapping[str, Obligation], new: Mapping[str, Obligation]
) -> Iterator[tuple[str, str]]:
    """Yield pairs on one matter for one bearer, where each side has exactly one."""

    def lone(duties: Mapping[str, Obligation]) -> dict[tuple[str, str], str]:
        keys = {id_: (d.matter, d.bearer) for id_, d in duties.items() if d.matter is not None}
        often = Counter(keys.values())
        return {(str(key[0]), key[1]): id_ for id_, key in keys.items() if often[key] == 1}

    others = lone(new)
    for key, id_ in lone(old).items():
        if key in others:
            yield id_, others[key]


def _links(
    old: Mapping[str, Obligation], new: Mapping[str, Obligation], pairs: Iterable[Pair]
) -> Links:
    links: Links = [(id_, id_, "id", None) for id_ in old if id_ in new]
    left = {id_: duty for id_, duty in old.items() if id_ not in new}
    right = {id_: duty for id_, duty in new.items() if id_ not in old}
    links += [
        (before, id_, "succeeds", None)
        for id_, duty in right.items()
        for before in duty.succeeds
        if before in left
    ]
    links += [
        (pair.before, pair.after, "pair", pair.note)
        for pair in pairs
        if pair.before in left and pair.after in right
    ]
    # What somebody asserted about a duty is the whole truth about it.
    told = {link[0] for link in links} | {pair.before for pair in pairs if pair.after is None}
    taken = {link[1] for link in links} | {pair.after for pair in pairs if pair.before is None}
    free_left = {id_: duty for id_, duty in left.items() if id_ not in told}
    free_right = {id_: duty for id_, duty in right.items() if id_ not in taken}
    links += [
        (before, after, "matter", None) for before, after in _by_matter(free_left, free_right)
    ]
    return links


def _changes(
    old: Mapping[str, Obligation], new: Mapping[str, Obligation], pairs: tuple[Pair, ...]
) -> tuple[tuple[Change, ...], int, Links]:
    links = _links(old, new, pairs)
    paired = {link[0] for link in links}, {link[1] for link in links}
    notes = {
        pair.before or pair.after: pair.note for pair in pairs if not (pair.before and pair.after)
    }
    dropped = [
        Change(kind="dropped", before=duty, after=None, note=notes.get(id_))
        for id_, duty in old.items()
        if id_ not in paired[0]
    ]
    added = [
        Change(kind="added", before=None, after=duty, note=notes.get(id_))
        for id_, duty in new.items()
        if id_ not in paired[1]
    ]
    place = {id_: index for index, id_ in enumerate(old)}
    changed, same = [], 0
    for before, after, by, note in sorted(links, key=lambda link: place[link[0]]):
        found = differences(old[before], new[after])
        if found or before != after:
            changed.append(
                Change(
                    kind="changed",
                    before=old[before],
                    after=new[after],
                    by=by,
                    aspects=found,
                    note=note,
                )
            )
        else:
            same += 1
    return (*dropped, *changed, *added), same, links


def _texts(
    old: Mapping[str, tuple[Article, Bilingual]],
    new: Mapping[str, tuple[Article, Bilingual]],
    links: Links,
) -> tuple[TextChange, ...]:
    """Compare provisions: by id, else by where the obligations of one went."""
    home = {
        id_: name
        for name, (article, _) in (*old.items(), *new.items())
        for id_ in article.obligations
    }
    partner = {name: name for name in old if name in new}
    for before, after, _, _ in links:
        if before in home and after in home:
            partner.setdefault(home[before], home[after])
    met = set(partner.values())
    found = []
    for name, (_, was) in old.items():
        other = partner.get(name)
        if other is None:
            found.append(TextChange(kind="dropped", before=name, after=None, was=was, now=None))
        elif was != new[other][1]:
            now = new[other][1]
            found.append(TextChange(kind="changed", before=name, after=other, was=was, now=now))
    found += [
        TextChange(kind="added", before=None, after=name, was=None, now=now)
        for name, (_, now) in new.items()
        if name not in met
    ]
    return tuple(sorted(found, key=lambda each: ("dropped", "changed", "added").index(each.kind)))


def _diff(law: Law, before: Side, after: Side, pairs: tuple[Pair, ...]) -> Diff:
    old, new = _articles(law, before), _articles(law, after)
    changes, same, links = _changes(_duties(law, before), _duties(law, after), pairs)
    return Diff(
        before=before,
        after=after,
        changes=changes,
        texts=_texts(old, new, links),
        same=same,
        penalties_before=tuple(p for article, _ in old.values() for p in article.penalties),
        penalties_after=tuple(p for article, _ in new.values() for p in article.penalties),
    )


def diff_days(law: Law, before: Side, after: Side) -> Diff:
    """Return what differs between two days, or between two states of knowledge.

    Args:
        law: as loaded.
        before: a day, of one instrument or of the whole law.
        after: the same instrument on another day, or as known on another.

    Raises:
        UnknownInstrument: a side names none that is loaded.
    """
    return _diff(law, before, after, ())


def diff_instruments(
    law: Law,
    before: str,
    after: str,
    *,
    on: date,
    pairs: Mapping[tuple[str, str], tuple[Pair, ...]] | None = None,
) -> Diff:
    """Return what differs between two instruments, for example a draft and the final text.

    Args:
        law: as loaded.
        before: the id of one.
        after: the id of the other.
        on: the day asked for; an instrument that has not begun, or has ended,
            is looked at on its first, or last, day.
        pairs: as `hegui.law.pairs.load_pairs` gives them; those of these two count.

    Raises:
        UnknownInstrument: an id names none that is loaded.
    """
    sides = [Side(on=_clipped(_named(law, id_), on), instrument=id_) for id_ in (before, after)]
    return _diff(law, sides[0], sides[1], (pairs or {}).get((before, after), ()))


def _clipped(instrument: Instrument, on: date) -> date:
    if on < instrument.start:
        return instrument.start
    if instrument.end is not None and on >= instrument.end:
        return date.fromordinal(instrument.end.toordinal() - 1)
    return on

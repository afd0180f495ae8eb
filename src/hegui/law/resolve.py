"""Who goes first among all duties that may bind on a day: a fixed point over clashes.

For each duty that is in force, with `holds` its condition (True, or None while
it is not known), three-valued and all at once:

    gives way   some duty that goes before it binds
    stands      holds, and does not give way
    contested   stands, and one it pulls apart with stands,
                or one that goes before it is contested
    binds       stands, and is not contested

A duty that gives way displaces nobody, so what it would have displaced comes
back. The values start unknown and only ever become known, so the result is
the same in whatever order the duties are looked at. What remains unknown
hangs on a condition that is not known, or goes round in a circle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hegui.law.precedence import Clash
from hegui.law.tree import both, either, negation

__all__ = ["Standing", "resolve"]

Value = bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of one duty among those that it clashes with."""

    gives_way: Value
    contested: Value
    binds: Value

    against: tuple[Clash, ...]
    """The clashes that decide this, by the other duty's id; empty when it simply binds."""

    hangs_on: tuple[str, ...]
    """Full ids of the other duties whose own condition is not known and keeps this open."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The clashes of one duty, by the role it has in them."""

    gives_way_to: tuple[Clash, ...]
    pulls_against: tuple[Clash, ...]


def _other(clash: Clash, id_: str) -> str:
    return clash.second if clash.first == id_ else clash.first


class _Round:
    """The values of all duties, recomputed until none changes."""

    def __init__(self, holds: Mapping[str, Value], sides: Mapping[str, _Sides]) -> None:
        self.holds = holds
        self.sides = sides
        self.gives_way: dict[str, Value] = dict.fromkeys(sides)
        self.stands: dict[str, Value] = dict.fromkeys(sides)
        self.contested: dict[str, Value] = dict.fromkeys(sides)
        self.binds: dict[str, Value] = dict.fromkeys(sides)
        while self.changes():
            pass

    def changes(self) -> bool:
        before = (dict(self.stands), dict(self.contested), dict(self.binds))
        for id_, side in self.sides.items():
            above = [clash.first for clash in side.gives_way_to]
            peers = [_other(clash, id_) for clash in side.pulls_against]
            self.gives_way[id_] = either([self.binds[other] for other in above])
            self.stands[id_] = both([self.holds[id_], negation(self.gives_way[id_])])
            pulled = [self.stands[other] for other in peers]
            pulled += [self.contested[other] for other in above]
            self.contested[id_] = both([self.stands[id_], either(pulled)])
            self.binds[id_] = both([self.stands[id_], negation(self.contested[id_])])
        return before != (self.stands, self.contested, self.binds)

    def open_from(self, id_: str) -> tuple[str, ...]:
        """Return the other duties, near or far, whose unknown condition keeps this one open."""
        seen = {id_}
        waiting = [id_]
        while waiting:
            side = self.sides[waiting.pop()]
            for clash in (*side.gives_way_to, *side.pulls_against):
                for other in (clash.first, clash.second):
                    if other not in seen and self.binds[other] is None:
                        seen.add(other)
                        waiting.append(other)
        return tuple(sorted(o for o in seen if o != id_ and self.holds[o] is None))

    def standing(self, id_: str) -> Standing:
        side = self.sides[id_]
        hangs_on: tuple[str, ...] = ()
        gives_way, contested, binds = self.gives_way[id_], self.contested[id_], self.binds[id_]
        if gives_way:
            against = [c for c in side.gives_way_to if self.binds[c.first]]
        elif contested:
            against = [c for c in side.pulls_against if self.stands[_other(c, id_)]]
            against += [c for c in side.gives_way_to if self.contested[c.first]]
        elif gives_way is None or contested is None:
            everything = (*side.gives_way_to, *side.pulls_against)
            against = [c for c in everything if self.binds[_other(c, id_)] is None]
            hangs_on = self.open_from(id_)
        else:
            against = []
        return Standing(
            gives_way=gives_way,
            contested=contested,
            binds=binds,
            against=tuple(sorted(against, key=lambda clash: _other(clash, id_))),
            hangs_on=hangs_on,
        )


def resolve(holds: Mapping[str, Value], clashes: Sequence[Clash]) -> dict[str, Standing]:
    """Return what became of each duty that clashes with another.

    Args:
        holds: for each duty in force whose condition is not false: True, or
            None while it is not known.
        clashes: of the law; those of duties that are not in `holds` are left out.

    Returns:
        By id; duties that clash with nothing in `holds` are not in it.

    Notes:
        O(duties x clashes) at worst; a law has few clashes.
    """
    live = [c for c in clashes if c.first in holds and c.second in holds]
    above: dict[str, list[Clash]] = {}
    peers: dict[str, list[Clash]] = {}
    for clash in live:
        for id_ in (clash.first, clash.second):
            above.setdefault(id_, [])
            peers.setdefault(id_, [])
            if not clash.is_settled:
                peers[id_].append(clash)
        if clash.is_settled:
            above[clash.second].append(clash)
    sides = {id_: _Sides(tuple(above[id_]), tuple(peers[id_])) for id_ in sorted(above)}
    found = _Round(holds, sides)
    return {id_: found.standing(id_) for id_ in sides}

"""Which two duties cannot both be followed as they stand, and which of them goes first.

Duties add up. Two of them *clash* only when, within one jurisdiction,

* they name the same ``matter`` and different ``demand``, in two instruments; or
* one names the other under ``special_to`` or ``supersedes``.

Of two that clash, in this order:

1. Rank decides, unless the lower one is said to go first: then a person does.
2. Of equal rank and one body: an asserted edge decides, if its rule is not the
   older one (new general against old special is nobody's but an authority's).
   Without an edge the newer one goes first.
3. Of equal rank and two bodies: an authority decides.

None of this depends on a service or on a day, so it is found once for a law.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from hegui import ids
from hegui.law.grounds import FIRST
from hegui.law.instrument import DECIDING, RANKS, Displacement, Instrument, Obligation

__all__ = ["Clash", "clashes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two duties that cannot both be followed as they stand."""

    first: str
    """Full id of the one that goes first; where none does, as `Grounds.says` tells the two."""

    second: str
    ground: str
    """One of `hegui.law.grounds.FIRST` or ``CONFLICTS``."""

    edge: Displacement | None
    """What was asserted, with its basis; None when rank or day decide."""

    @property
    def is_settled(self) -> bool:
        """Whether one of the two goes first."""
        return self.ground in FIRST

    @property
    def label(self) -> str:
        """For example ``cn/a-2024/art-1 special cn/b-2023/art-1``."""
        return f"{self.first} {self.ground} {self.second}"


def _enacted(duty: Obligation) -> date:
    """Return since when a duty could be known at all: the day that makes it old or new."""
    return duty.was[0].known if duty.was else duty.known


def _claim(duty: Obligation, other: Obligation) -> Displacement | None:
    return next((edge for edge in duty.displaces if edge.obligation == other.id), None)


def _clash(one: Obligation, two: Obligation, homes: Mapping[str, Instrument]) -> Clash:
    """Return how two duties that clash stand to each other."""
    claims = {duty.id: _claim(duty, other) for duty, other in ((one, two), (two, one))}
    edge = claims[one.id] or claims[two.id]
    if all(claims.values()):
        return Clash(first=one.id, second=two.id, ground="equal", edge=edge)

    def comes_first(duty: Obligation) -> tuple[bool, int, int]:
        """Sort the one that claims to go first before the higher, and that before the newer."""
        rank = RANKS.index(homes[duty.instrument].rank)
        return claims[duty.id] is None, rank, -_enacted(duty).toordinal()

    first, second = sorted((one, two), key=comes_first)
    ground = _ground(first, second, homes, edge)
    if ground == "old-special":
        first, second = second, first
    return Clash(first=first.id, second=second.id, ground=ground, edge=edge)


def _ground(
    first: Obligation,
    second: Obligation,
    homes: Mapping[str, Instrument],
    edge: Displacement | None,
) -> str:
    home, other = homes[first.instrument], homes[second.instrument]
    rank = RANKS.index(home.rank) - RANKS.index(other.rank)
    if rank:
        return "higher" if rank < 0 else "against-rank"
    if home.authority != other.authority:
        return "bodies"
    if edge is None:
        return "newer" if _enacted(first) > _enacted(second) else "equal"
    if _enacted(first) < _enacted(second):
        return "old-special"
    return "special" if edge.kind == "special_to" else "newer"


def _meetings(obligations: Mapping[str, Obligation]) -> Iterable[tuple[str, str]]:
    """Yield the ids of every two duties that clash, in law order; a pair may come twice."""
    by_matter: dict[tuple[str, str], list[Obligation]] = defaultdict(list)
    for duty in obligations.values():
        if duty.status not in DECIDING:
            continue
        if duty.matter is not None and duty.demand is not None:
            by_matter[ids.parse(duty.id).jurisdiction, duty.matter].append(duty)
        for edge in duty.displaces:
            other = obligations.get(edge.obligation)
            if other is not None and other.status in DECIDING:
                yield duty.id, other.id
    for duties in by_matter.values():
        for one, two in combinations(duties, 2):
            if one.demand != two.demand and one.instrument != two.instrument:
                yield one.id, two.id


def clashes(
    obligations: Mapping[str, Obligation], instruments: Mapping[str, Instrument]
) -> tuple[Clash, ...]:
    """Return every clash of a law, each once.

    Notes:
        A clash may be of duties that are never in force together; whoever asks
        for a day looks only at those that are.
    """
    pairs = dict.fromkeys(tuple(sorted(pair)) for pair in _meetings(obligations))
    return tuple(_clash(obligations[a], obligations[b], instruments) for a, b in pairs)

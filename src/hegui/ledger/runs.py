"""The index of refs, in runs: which entries carry a ref, told by first and last.

    entry   0  1  2  3  4  5        ref              first  last
            a  a  a     a  a        moment/prompt        0     2
                        b           moment/prompt        4     5
                                    outcome/stopped      4     4

Most entries of a busy gateway carry the same few refs, so one commit of 64
entries adds a row for each ref and not one for each ref of each entry: a row
of an index costs more than all the rest of an entry. A run ends with its
commit, so that no row is ever changed. At worst, when no neighbour carries the
same ref, there are as many runs as refs.

>>> runs(7, [('a', 'b'), ('a',), ('a',), ()])
[Run(ref='b', first=7, last=7), Run(ref='a', first=7, last=9)]
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Run", "runs"]


class Run(NamedTuple):
    """One row of ``ref``, in the order of its columns."""

    ref: str
    first: int
    last: int
    """The last entry that carries it, itself included."""


def runs(start: int, refs: Iterable[tuple[str, ...]]) -> list[Run]:
    """Return the runs in the refs of neighbouring entries, of which the first is `start`."""
    found: list[Run] = []
    began: dict[str, int] = {}
    before: tuple[str, ...] = ()
    seq = start
    for seq, now in enumerate(refs, start):
        if now != before:
            found += [Run(ref, began.pop(ref), seq - 1) for ref in before if ref not in now]
            for ref in now:
                began.setdefault(ref, seq)
            before = now
    return found + [Run(ref, first, seq) for ref, first in began.items()]

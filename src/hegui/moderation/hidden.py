r"""Too many invisible characters in a row: a place to hide the rest of a term.

A term may be stretched by zero-width characters without anybody seeing it, so
a stream has to hold a live prefix across them. No lawful text needs more than
128 in one place; past that the stream fails closed: the run is a finding of
its own (``hold-limit``), and nothing is matched across it.

>>> list(hidden_runs('a' + '\u200b' * 129 + 'b'))
[(1, 130)]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hegui.moderation.gap import INVISIBLES, WIDE
from hegui.moderation.tables.table import table

__all__ = ["HOLD_LIMIT", "hidden_runs"]

HOLD_LIMIT: Final = "hold-limit"
"""The rule id of such a finding."""


def hidden_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield each run that breaks the limit, as a range of code points.

    Signs between the invisible characters count into the range, and a gap that
    is too wide for any term ends the count.
    """
    changes = table().changes
    signs = unseen = first = 0
    for at, char in enumerate(text):
        kept = changes.get(char, char)
        if kept == " ":
            signs += 1
        elif kept:
            signs = unseen = 0
        elif signs < WIDE:
            if not unseen:
                first = at
            unseen += 1
            if unseen > INVISIBLES:
                yield first, at + 1
                unseen = 0

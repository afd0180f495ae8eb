r"""What stands between two kept characters, as one small number.

Terms are matched over *kept* characters only, the letters and digits of the
folded text. Between two of them lies a gap of separators and invisible
characters, and the gap decides whether the two may belong to one finding:

    ``0``            nothing to be seen: the characters stand together
    ``1 … 16``       so many separators; a term may run across them
    ``WIDE``         more, or a run of invisible characters past the limit, or
                     the start of the text: nothing runs across

and, as flags on top, what the identifiers need to know: ``JOINT`` (one to three
spaces or hyphens, as people write in long numbers) and ``POINT`` (a single
point, as in decimals).

>>> gap_of(' - ') == 3 | JOINT, gap_of('.') == 1 | POINT, width(gap_of('……'))
(True, True, 2)
"""

from __future__ import annotations

from typing import Final

from hegui.moderation.tables.table import table

__all__ = ["INVISIBLES", "JOINT", "POINT", "WIDE", "gap_of", "gap_of_separators", "width"]

SEPARATORS: Final = 16
"""Most separators that a term may be stretched by between two of its characters."""

INVISIBLES: Final = 128
"""Most invisible characters in one gap. No lawful text needs more; a finding says so."""

WIDE: Final = SEPARATORS + 1
JOINT: Final = 64
POINT: Final = 128
_WIDTH: Final = 63

JOINTS: Final = frozenset(
    " \t\u00a0\u1680\u202f\u205f\u3000-\u2010\u2011\u2012\u2013\u2014\u2015"
) | {
    "\u2212",
    "\uff0d",
    "\ufe63",
    *map(chr, range(0x2000, 0x200B)),
}
# A comma is no point: lists of numbers are written with it, and eleven digits are not grouped.
POINTS: Final = frozenset(".\uff0e\u066b")


def width(gap: int) -> int:
    """Return the number of separators, capped at ``WIDE``."""
    return gap & _WIDTH


def gap_of_separators(signs: str) -> int:
    """Return the gap that consists of these separators, invisibles left out."""
    count = len(signs)
    if count >= WIDE:
        return WIDE
    if count <= 3 and JOINTS.issuperset(signs):
        return count | JOINT if count else 0
    return count | POINT if signs in POINTS else count


def gap_of(between: str) -> int:
    """Return the gap for the original text between two kept characters."""
    if not between:
        return 0
    changes = table().changes
    signs: list[str] = []
    unseen = 0
    for char in between:
        if changes.get(char, char) == " ":
            signs.append(char)
            if len(signs) == WIDE:
                return WIDE
        else:
            unseen += 1
            if unseen > INVISIBLES:
                return WIDE
    return gap_of_separators("".join(signs))

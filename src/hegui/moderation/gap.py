r"""What stands between two kept characters, as one small number.

Terms are matched over *kept* characters only, the letters and digits of the
folded text. Between two of them lies a gap of separators and invisible
characters, and the gap decides whether the two may belong to one finding:

    ``0``            nothing to be seen: the characters stand together
    ``1 … 16``       so many separators; a term may run across them
    ``WIDE``         more, or a run of invisible characters past the limit, or
                     the start of the text: nothing runs across

and, as flags on top, what the identifiers need to know: ``JOINT`` (one to three
spaces, hyphens or brackets, as people write in long numbers), ``POINT`` (a
single point, as in decimals), ``LINK`` (a single ``-``, ``_`` or ``+``, as in
names of accounts) and ``AT`` (a single ``@``).

>>> gap_of(' - ') == 3 | JOINT, gap_of('.') == 1 | POINT, width(gap_of('……'))
(True, True, 2)
>>> gap_of('-') == 1 | JOINT | LINK, gap_of('＠') == 1 | AT
(True, True)
"""

from __future__ import annotations

from typing import Final

from hegui.moderation.tables.table import table

__all__ = [
    "AT",
    "INVISIBLES",
    "JOINT",
    "LINK",
    "POINT",
    "SEPARATORS",
    "WIDE",
    "gap_of",
    "gap_of_separators",
    "width",
]

SEPARATORS: Final = 16
"""Most separators that a term may be stretched by between two of its characters."""

INVISIBLES: Final = 128
"""Most invisible characters in one gap. No lawful text needs more; a finding says so."""

WIDE: Final = SEPARATORS + 1
JOINT: Final = 64
POINT: Final = 128
LINK: Final = 256
AT: Final = 512
_WIDTH: Final = 63

JOINTS: Final = frozenset(
    " \t\u00a0\u1680\u202f\u205f\u3000-\u2010\u2011\u2012\u2013\u2014\u2015"
) | {
    "\u2212",
    "\uff0d",
    "\ufe63",
    *"()（）",
    *map(chr, range(0x2000, 0x200B)),
}
# A comma is no point: lists of numbers are written with it, and eleven digits are not grouped.
POINTS: Final = frozenset(".\uff0e\u066b")
LINKS: Final = frozenset("-_+\uff0d\uff3f\uff0b\ufe63")
ATS: Final = frozenset("@\uff20\ufe6b")

_ONE: Final = {
    sign: 1
    | (JOINT if sign in JOINTS else 0)
    | (POINT if sign in POINTS else 0)
    | (LINK if sign in LINKS else 0)
    | (AT if sign in ATS else 0)
    for sign in JOINTS | POINTS | LINKS | ATS
}


def width(gap: int) -> int:
    """Return the number of separators, capped at ``WIDE``."""
    return gap & _WIDTH


def gap_of_separators(signs: str) -> int:
    """Return the gap that consists of these separators, invisibles left out."""
    count = len(signs)
    if count <= 1:
        return _ONE.get(signs, count)
    if count >= WIDE:
        return WIDE
    return count | JOINT if count <= 3 and JOINTS.issuperset(signs) else count


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

"""Mobile and resident identity numbers spelled in Chinese numerals: ``一三八零零一三八零零零``.

Digits and numerals may be mixed, and signs may stand between them. A hint for
prompts and corpora; it is a way to pass a filter more often than a way to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from hegui.moderation.gap import JOINT, width
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.identifiers.resident_id import is_resident_id

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["SPELLED", "Spelled"]

_NUMERALS: Final = str.maketrans(
    "〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "0012345678912" + "123456789"
)
_RUN: Final = re.compile("[0-9〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{11,}x?")
_MOBILE: Final = re.compile("1[3-9][0-9]{9}")


class Spelled:
    """The finder."""

    kind = Kind(rule="spelled-number", score=0.8, shown=(3, 2))

    def find(self, kept: Kept) -> Iterator[tuple[int, int]]:
        """Yield each run of numerals that is a number, digits alone left out."""
        for run in _RUN.finditer(kept.text):
            start, end = run.span()
            number = run[0].translate(_NUMERALS)
            if number == run[0] or (len(number) not in {11, 18}):
                continue
            gaps = map(kept.gap, range(start + 1, end))
            if any(width(gap) and not gap & JOINT for gap in gaps):
                continue
            if _MOBILE.fullmatch(number) or (len(number) == 18 and is_resident_id(number)):
                yield start, end


SPELLED: Final = Spelled()
"""Looked for only when asked, and in whole texts only."""

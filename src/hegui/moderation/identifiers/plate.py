"""Number plates of mainland China: a province, a letter, five or six characters.

At least three of them are digits, so that a province before an English word is
none. A point or a space may stand after the first letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hegui.moderation.gap import width
from hegui.moderation.identifiers.kind import Kind

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["PLATE", "Plate"]

_PROVINCES: Final = frozenset("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")
_ISSUED: Final = frozenset("abcdefghjklmnpqrstuvwxyz0123456789")
_LAST: Final = frozenset("学警港澳挂领使")
_LONGEST: Final = 8
_BEGINNINGS: Final = re.compile(f"[{''.join(sorted(_PROVINCES))}][a-hj-np-z][0-9a-hj-np-z]{{4}}")


class Plate:
    """The finder. A place is the province."""

    kind = Kind(rule="plate", shown=(2, 1))
    reach = 1
    window = _LONGEST + 2

    def places(self, kept: Kept) -> Iterator[int]:
        """Yield each province that a plate may follow."""
        for match in _BEGINNINGS.finditer(kept.text):
            yield match.start()

    def at(
        self, text: Sequence[str], gap: Callable[[int], int], place: int
    ) -> tuple[int, int] | None:
        """Return the plate that begins with a province."""
        if text[place] not in _PROVINCES:
            return None
        end = self._end(text, gap, place)
        serial = "".join(text[place + 2 : end])
        if end < len(text) and not width(gap(end)):
            if len(serial) == 4 and text[end] in _LAST:
                serial, end = serial + "0", end + 1
            elif text[end].isascii():
                return None
        if len(serial) not in {5, 6} or sum(map(str.isdigit, serial)) < 3:
            return None
        return (place, end) if text[place + 1].isalpha() else None

    def undecided(self, text: Sequence[str], gap: Callable[[int], int], start: int) -> int | None:
        """Return a province at the very end with a beginning of a plate after it."""
        last = len(text)
        for place in range(max(start, last - _LONGEST - 1, 0), last):
            if text[place] in _PROVINCES:
                end = self._end(text, gap, place)
                tail = gap(last)
                if end == last and (not width(tail) or (last == place + 2 and width(tail) == 1)):
                    return place
        return None

    def _end(self, text: Sequence[str], gap: Callable[[int], int], place: int) -> int:
        """Return the end of what looks like a plate's characters from a province on."""
        at = place + 1
        while at < len(text) and at - place < _LONGEST and text[at] in _ISSUED:
            parted = width(gap(at))
            if parted and not (at == place + 2 and parted == 1):
                break
            at += 1
        return at


PLATE: Final = Plate()
"""Looked for only when asked."""

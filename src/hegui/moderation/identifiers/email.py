"""E-mail addresses: a name, an at sign and a domain with a top level of letters.

Points, hyphens, underscores and plus signs may part the name, one at a time.
Case and width do not matter. Quoted names and bare hosts are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hegui.moderation.gap import AT, LINK, POINT
from hegui.moderation.identifiers.kind import Kind

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["EMAIL", "Email"]

_NAME: Final = 64
_DOMAIN: Final = 96
_TOP: Final = 24
_SIGNS: Final = frozenset("@\uff20\ufe6b")


def _is_name_char(char: str) -> bool:
    return char.isascii() and char.isalnum()


class Email:
    """The finder. A place is the first character after an at sign."""

    kind = Kind(rule="email", shown=(1, 0))
    reach = _NAME + 2
    window = _NAME + _DOMAIN + 2

    def places(self, kept: Kept) -> Iterator[int]:
        """Yield the character after each at sign."""
        for sign in _SIGNS:
            at = kept.original.find(sign)
            while at >= 0:
                yield kept.index(at)
                at = kept.original.find(sign, at + 1)

    def at(
        self, text: Sequence[str], gap: Callable[[int], int], place: int
    ) -> tuple[int, int] | None:
        """Return the address around an at sign."""
        if not 0 < place < len(text) or not gap(place) & AT:
            return None
        start = self._name(text, gap, place)
        end, is_whole = self._domain(text, gap, place)
        if start is None or not is_whole:
            return None
        # The last label decides: text may go on right after an address, in another script.
        label = end
        while (label > place and gap(label) == 0) or label == end:
            label -= 1
        top = "".join(text[label:end])
        if label <= place or not gap(label) & POINT or not 2 <= len(top) <= _TOP:
            return None
        return (start, end) if top.isalpha() else None

    def undecided(self, text: Sequence[str], gap: Callable[[int], int], start: int) -> int | None:
        """Return the first character of a name or an address at the very end."""
        last = len(text)
        first: int | None = None
        tail = gap(last)
        if last and _is_name_char(text[last - 1]) and (tail == 0 or tail & (LINK | POINT | AT)):
            first = self._name(text, gap, last)
        for place in range(max(start, last - _DOMAIN - 1, 1), last):
            if gap(place) & AT and self._domain(text, gap, place)[0] == last:
                name = self._name(text, gap, place)
                if name is not None and not (tail and not tail & (LINK | POINT)):
                    return name if first is None else min(name, first)
        return first

    def _name(self, text: Sequence[str], gap: Callable[[int], int], end: int) -> int | None:
        """Return where the name before `end` begins; None if there is none or it is too long."""
        at = end
        while at > 0 and end - at <= _NAME and _is_name_char(text[at - 1]):
            if at < end and gap(at) and not gap(at) & (LINK | POINT):
                break
            at -= 1
        return at if 0 < end - at <= _NAME else None

    def _domain(
        self, text: Sequence[str], gap: Callable[[int], int], start: int
    ) -> tuple[int, bool]:
        """Return where the domain from `start` ends, and whether it is not too long."""
        at = start
        while at < len(text) and at - start <= _DOMAIN and _is_name_char(text[at]):
            if at > start and gap(at) and not gap(at) & (LINK | POINT):
                break
            at += 1
        return at, start < at <= start + _DOMAIN


EMAIL: Final = Email()
"""Looked for only when asked: the address of an office is public."""

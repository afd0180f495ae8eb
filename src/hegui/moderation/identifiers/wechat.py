"""WeChat names after the name of the service: ``微信号：zhang_san88``.

Six to twenty letters, digits, hyphens and underscores, beginning with a letter.
A word of letters only counts when the service's *number* or *id* is named, so
that "WeChat official account" is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hegui.moderation.gap import LINK
from hegui.moderation.identifiers.context import before
from hegui.moderation.identifiers.kind import Kind

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["WECHAT", "WeChat"]

_LEAST, _MOST = 6, 20
_NAMES: Final = re.compile("微信|薇信|威信|wechat|weixin|(?<![a-z])[wv]x|v信|加v")
_WORDS: Final = ("微信", "薇信", "威信", "wechat", "weixin", "wx", "vx", "v信", "加v")
_NAMED: Final = re.compile(
    r"(?:微信|薇信|威信|wechat|weixin|(?<![a-z])[wv]x|v信|加v)((?:号码?|id|账号|是|为|加|我){0,3})$"
)
_BETWEEN: Final = 6
"""Most kept characters between the service's name and the person's."""


class WeChat:
    """The finder. A place is the first letter of a name."""

    kind = Kind(rule="wechat", score=0.9, shown=(2, 1))
    reach = 20
    window = _MOST + 2

    def places(self, kept: Kept) -> Iterator[int]:
        """Yield each character that stands soon after the name of the service."""
        if not any(word in kept.text for word in _WORDS):
            return
        seen = -1
        for match in _NAMES.finditer(kept.text):
            for place in range(max(match.end(), seen + 1), match.end() + _BETWEEN + 1):
                if place < len(kept.text):
                    yield place
                seen = place

    def at(
        self, text: Sequence[str], gap: Callable[[int], int], place: int
    ) -> tuple[int, int] | None:
        """Return the name that begins here."""
        asked = self._named(text, gap, place)
        if asked is None:
            return None
        end = self._end(text, gap, place)
        links = sum(1 for at in range(place + 1, end) if gap(at))
        if not _LEAST <= end - place + links <= _MOST:
            return None
        name = text[place:end]
        return (place, end) if asked or links or any(map(str.isdigit, name)) else None

    def undecided(self, text: Sequence[str], gap: Callable[[int], int], start: int) -> int | None:
        """Return the first letter of a name at the very end."""
        last = len(text)
        tail = gap(last)
        if tail and not tail & LINK:
            return None
        for place in range(max(start, last - _MOST - 1, 0), last):
            if self._end(text, gap, place) == last and self._named(text, gap, place) is not None:
                return place
        return None

    def _named(self, text: Sequence[str], gap: Callable[[int], int], place: int) -> bool | None:
        """Return whether a number or id was named before a name; None if it is no name."""
        if not "a" <= text[place] <= "z":
            return None
        if place and text[place - 1].isascii() and (gap(place) == 0 or gap(place) & LINK):
            return None
        named = _NAMED.search(before(text, place, 20))
        return None if named is None else bool(re.search("号|id", named[1]))

    def _end(self, text: Sequence[str], gap: Callable[[int], int], place: int) -> int:
        at = place
        while at < len(text) and at - place <= _MOST and text[at].isascii() and text[at].isalnum():
            if at > place and gap(at) and not gap(at) & LINK:
                break
            at += 1
        return at


WECHAT: Final = WeChat()
"""A hint, looked for only when asked."""

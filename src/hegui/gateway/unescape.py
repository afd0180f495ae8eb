r"""JSON inside a string, with its ``\uXXXX`` escapes written out.

A model writes the arguments of a tool call as JSON text, and may write any
character as an escape: ``\u8d4c`` for 赌. Whoever looks at that text sees no
term, and whoever parses it gets one. So escapes of plain characters are
written out before judging, and the written-out text is what is delivered: it
is the same JSON value. Quotes, backslashes, control characters and lone
surrogates stay escaped.

>>> Unescape().whole(r'{"q": "\u8d4c\u535a \\u8d4c \u0022"}')
'{"q": "赌博 \\\\u8d4c \\u0022"}'
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Unescape", "unescaped"]

_ESCAPE: Final = re.compile(
    r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u(?P<one>[0-9a-fA-F]{4})"
    r"|\\(?P<other>.)",
    re.DOTALL,
)

_OPEN: Final = re.compile(
    r"(?<!\\)(?:\\\\)*(?P<open>\\(?:u(?:[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?"
    r"|[0-9a-fA-F]{0,3})?)?)$"
)
"""An escape that the end of the text cuts; at most eleven characters."""


def unescaped(text: str) -> str:
    """Return `text` with the escapes of plain characters written out. O(n)."""
    return _ESCAPE.sub(_plain, text) if "\\" in text else text


class Unescape:
    """The same for a text that arrives in pieces."""

    __slots__ = ("_open",)

    def __init__(self) -> None:
        self._open = ""

    def push(self, text: str) -> str:
        """Return what is settled: everything but an escape that the end cuts."""
        if not self._open and "\\" not in text:
            return text
        text = self._open + text
        cut = _OPEN.search(text)
        self._open = cut["open"] if cut else ""
        return unescaped(text[: len(text) - len(self._open)])

    def finish(self) -> str:
        """Return what was still open, as it stood."""
        rest, self._open = self._open, ""
        return unescaped(rest)

    def whole(self, text: str) -> str:
        """Return a text that comes in one piece."""
        return self.push(text) + self.finish()


def _plain(match: re.Match[str]) -> str:
    if match["high"]:
        high, low = int(match["high"], 16), int(match["low"], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if match["one"]:
        code = int(match["one"], 16)
        is_kept = code < 0x20 or code in {0x22, 0x5C, 0x7F} or 0xD800 <= code < 0xE000
        return match[0] if is_kept else chr(code)
    return match[0]

r"""The shape that the frames of a stream share: all but the words.

Nearly every frame of a stream is the last one with other words in it. Once a
frame has been parsed, checked and found to be nothing but a piece of
``content``, its bytes before and after that piece are the shape. A frame with
the same bytes around a string without escapes then means the same, and needs
neither parsing nor checking. Measured: 2 µs less of a frame's 25.

>>> shape = Shape()
>>> shape.learn(b'{"choices":[{"delta":{"content":"Hello"}}]}', 'Hello')
>>> shape.text_of('{"choices":[{"delta":{"content":"春天"}}]}'.encode())
'春天'
>>> shape.text_of(b'{"choices":[{"delta":{"content":"a\\n"}}]}') is None
True
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Shape"]

_KEY: Final = b'"content":"'
_UNESCAPED: Final = re.compile(rb'[^"\\\x00-\x1f]+')
"""Bytes that stand for themselves within a JSON string."""


class Shape:
    """The shape of one stream; learned once."""

    __slots__ = ("_after", "_before", "_least")

    def __init__(self) -> None:
        self._before = b""
        self._after = b""
        self._least = 0

    @property
    def is_known(self) -> bool:
        """Whether a frame was learned from."""
        return self._least > 0

    def learn(self, raw: bytes, text: str) -> None:
        """Take the shape of a frame whose only news is `text`, if `text` stands there as it is.

        Args:
            raw: the frame's JSON, which has been checked.
            text: what was parsed as its ``content``.
        """
        # INVARIANT: the key stands there once, so what follows it is what was parsed. An escaped
        # quote before or after it would make it another string of bytes.
        if raw.count(_KEY) != 1:
            return
        before, after = raw.split(_KEY)
        words = text.encode("utf-8", "surrogatepass")
        if _UNESCAPED.fullmatch(words) and after.startswith(words + b'"'):
            self._before = before + _KEY
            self._after = after[len(words) :]
            self._least = len(self._before) + len(self._after)

    def text_of(self, raw: bytes) -> str | None:
        """Return the words of a frame of this shape; None when it must be parsed."""
        if (
            len(raw) <= self._least
            or not self._least
            or not raw.startswith(self._before)
            or not raw.endswith(self._after)
        ):
            return None
        words = raw[len(self._before) : len(raw) - len(self._after)]
        if _UNESCAPED.fullmatch(words) is None:
            return None
        try:
            return words.decode()
        except UnicodeDecodeError:
            return None

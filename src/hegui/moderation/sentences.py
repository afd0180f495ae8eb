r"""Cut a growing text into sentences, the unit that a semantic judge is asked about.

A sentence ends after 。！？；… or a line end, after ``.!?;`` with a space
behind, and at the latest after a number of characters, so that a text without
any stops is judged too. Nothing is dropped: the pieces put together are the text.

>>> cutter = Sentences()
>>> cutter.push('今天很好。明天') + cutter.push('也好！') + cutter.finish()
('今天很好。', '明天也好！')
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Sentences"]

_END: Final = re.compile(r"[。！？；…!?\n]+[”’」』）\")\]]*|[.;][”’\")\]]*(?=\s)")
"""A stop with the closing marks behind it. A fixed pattern that cannot backtrack far."""


class Sentences:
    """The state of one text that is cut as it comes.

    Args:
        longest: code points after which a cut is made whatever stands there.

    Raises:
        ValueError: `longest` below 1.
    """

    __slots__ = ("_longest", "_open")

    def __init__(self, longest: int = 120) -> None:
        if longest < 1:
            raise ValueError(f"expected sentences of at least one character; got {longest}")
        self._longest = longest
        self._open = ""

    @property
    def open(self) -> str:
        """The beginning of the sentence that has not ended."""
        return self._open

    def push(self, text: str) -> tuple[str, ...]:
        """Take more text and return the sentences that are now complete.

        A stop at the very end is not yet a cut: closing marks may follow it.
        """
        self._open += text
        return self._cut(at_end=False)

    def finish(self) -> tuple[str, ...]:
        """Return what is left, the last sentence with or without its stop."""
        rest = self._cut(at_end=True)
        if self._open:
            rest = (*rest, self._open)
            self._open = ""
        return rest

    def _cut(self, *, at_end: bool) -> tuple[str, ...]:
        out: list[str] = []
        text = self._open
        at = 0
        while True:
            found = _END.search(text, at, at + self._longest)
            end = None if found is None else found.end()
            if end is not None and (at_end or end < len(text) or end - at >= self._longest):
                pass
            elif len(text) - at >= self._longest:
                end = at + self._longest
            else:
                break
            out.append(text[at:end])
            at = end
        self._open = text[at:]
        return tuple(out)

"""One text of an answer while it is judged: its hold-back and what became of it.

An answer has several: content, reasoning, each tool call's name and arguments.
They interleave, so each has a hold-back of its own, and a term that begins in
one and ends in the next is looked for once all of them are there (`Judge.across`).
"""

from __future__ import annotations

from hegui.gateway.unescape import Unescape
from hegui.moderation import Stream

__all__ = ["Field"]


class Field:
    """One field of one choice."""

    __slots__ = (
        "escapes",
        "is_call",
        "is_finished",
        "is_shown",
        "judged_bytes",
        "name",
        "pieces",
        "stream",
    )

    def __init__(
        self,
        name: str,
        stream: Stream | None,
        *,
        is_shown: bool,
        is_call: bool = False,
        is_json: bool = False,
    ) -> None:
        self.name = name
        """With its choice, for example ``0.content``: how the entry calls it."""

        self.stream = stream
        """Its hold-back; None when the text came whole."""

        self.is_shown = is_shown
        """Whether a reader sees it as the answer; the label stands there."""

        self.is_call = is_call
        """Whether it is for a tool and no reader."""

        self.escapes = Unescape() if is_json else None
        """Reads the escapes of JSON inside a string."""

        self.pieces: list[str] = []
        """What may have been delivered of it, in order."""

        self.judged_bytes = 0
        """UTF-8 bytes judged, always from the first one on."""

        self.is_finished = False

    @property
    def text(self) -> str:
        """What may have been delivered of it."""
        if len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""

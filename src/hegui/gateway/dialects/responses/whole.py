"""A response that came whole: judged as the same response would be as a stream.

A stop in any item drops the calls of tools, so that no agent runs half of a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from hegui.gateway.asked import JSON_TYPE, Asked
from hegui.gateway.dialects.responses.items import CALLS, ItemsChoice
from hegui.gateway.dialects.responses.streamed import StreamedResponse
from hegui.gateway.voice import Voice

__all__ = ["WholeResponse"]


class WholeResponse:
    """One response that is not streamed."""

    __slots__ = ("_stream",)

    stops_choices = True

    def __init__(self, asked: Asked, voice: Voice) -> None:
        self._stream = StreamedResponse(asked, voice)

    @property
    def choices(self) -> Sequence[ItemsChoice]:
        """The one choice."""
        return self._stream.choices

    def take(
        self, raw: bytes, content_type: bytes, stops: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        """Judge the upstream's body."""
        del content_type
        if stops:
            self._stream.stop(0, stops[0])
        else:
            self._stream.take_whole(raw)
        self._stream.end()

    def speak(self, said: str) -> None:
        """Answer with hegui's own words."""
        self._stream.speak(said)
        self._stream.end()

    def body(self) -> tuple[bytes, bytes]:
        """Return the response to deliver."""
        about = self._stream.about
        if any(choice.is_filtered for choice in self.choices):
            items = [item for item in self.choices[0].output if item["type"] not in CALLS]
            about = {**about, "output": items}
        return JSON_TYPE, orjson.dumps(about)

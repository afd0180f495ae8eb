"""What a wire protocol has to know, so that one request's life needs to know none.

    raw body ──▶ `parse` ──▶ `Asked`                        what is asked, as texts
    upstream ──▶ `Whole.take` ─────▶ `Whole.body`           one answer at once
             ──▶ `Streamed.take_all` ─▶ `out` … `tail`      an answer as it comes
    a stop   ──▶ `speak`                                    hegui's own words
    an error ──▶ `error`, `error_frame`

A dialect holds no state of a request. An answer judges through the choices that
its `Voice` makes and writes every byte anew from fields that were judged.

# INVARIANT: `Streamed.tail` and `Whole.body` are sent only after the ledger has
# committed the entry; `Streamed.out` never holds what says that an answer ended well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from hegui.errors import GatewayError
from hegui.gateway.asked import Asked
from hegui.gateway.choice import Choice
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.voice import Voice

__all__ = ["Dialect", "Speech", "Stops", "Streamed", "TakesStops", "Whole"]


class Speech(Protocol):
    """What both kinds of answers tell and are told."""

    @property
    def choices(self) -> Sequence[Choice]:
        """The alternatives of the answer, each judged apart."""
        ...

    def speak(self, said: str) -> None:
        """Answer with hegui's own words in place of the model.

        Raises:
            ContentPolicyViolation: the protocol has no place for words; the
                error carries them.
        """
        ...


class Whole(Speech, Protocol):
    """One answer that is not streamed."""

    def take(self, raw: bytes, content_type: bytes) -> None:
        """Judge the upstream's body.

        Raises:
            UpstreamInvalid: it is no answer of this protocol.
            UpstreamFailed: it is an error.
            ModerationUnavailable: the engine failed.
        """
        ...

    def body(self) -> tuple[bytes, bytes]:
        """Return the content type and the bytes to deliver."""
        ...


class Streamed(Speech, Protocol):
    """One answer as a stream."""

    out: list[bytes]
    """Frames that may go now; whoever sends them empties it."""

    tail: list[bytes]
    """Frames that wait for the entry."""

    @property
    def is_finished(self) -> bool:
        """Whether the upstream has said how every choice ends."""
        ...

    @property
    def delivered(self) -> int:
        """Code points that may have reached the client."""
        ...

    def take_all(self, frames: list[bytes]) -> bool:
        """Judge the data of several frames; True when the answer is complete with them.

        Raises:
            UpstreamInvalid, UpstreamFailed, ModerationUnavailable: as for `Whole.take`.
        """
        ...

    def take_whole(self, raw: bytes) -> None:
        """Judge an answer that came whole although a stream was asked for."""
        ...

    def end(self) -> None:
        """Release what was held, write labels into `out` and the end into `tail`."""
        ...


@runtime_checkable
class Stops(Protocol):
    """A stream in which one choice can end as if a control had stopped it."""

    def stop(self, index: int, categories: tuple[str, ...]) -> None:
        """End a choice with hegui's closing words; nothing more of it is delivered."""
        ...


@runtime_checkable
class TakesStops(Protocol):
    """A whole answer of which some choices were stopped by semantic judges."""

    stops_choices: bool
    """Only a mark: `take` knows what to do with stopped choices."""

    def take(
        self, raw: bytes, content_type: bytes, stops: Mapping[int, tuple[str, ...]] | None = None
    ) -> None:
        """Judge the body as `Whole.take` does; of a stopped choice nothing is delivered."""
        ...


class Dialect(Protocol):
    """One endpoint of one wire protocol."""

    @property
    def path(self) -> str:
        """Its path, for example ``/v1/chat/completions``."""
        ...

    @property
    def endpoint(self) -> Endpoint | None:
        """The upstream's, or None when hegui answers itself."""
        ...

    @property
    def takes_files(self) -> bool:
        """Whether a body may be as long as a file (`Limits.upload_bytes`)."""
        ...

    def parse(self, raw: bytes, content_type: str, limits: Limits) -> Asked:
        """Return the checked request.

        Raises:
            InvalidJson, InvalidValue, UnjudgeableContent, UnsupportedParameter,
            ModelNotFound: what is wrong with it.
        """
        ...

    def whole(self, asked: Asked, voice: Voice) -> Whole:
        """Return the state of an answer that comes at once."""
        ...

    def streamed(self, asked: Asked, voice: Voice) -> Streamed:
        """Return the state of an answer that is streamed."""
        ...

    def error(self, error: GatewayError) -> object:
        """Return an error as JSON values in the protocol's shape."""
        ...

    def error_frame(self, error: GatewayError) -> bytes:
        """Return an error as the last frame of a stream that had begun."""
        ...

"""Spoken answers of a chat completion: the transcript is judged, the sound waits for it.

The sound says what the transcript says, and no engine here can listen. So it is
kept until the whole transcript has been judged and is delivered in one piece, as
a file; when anything was stopped or masked, it is not delivered at all.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.choice import Choice
from hegui.gateway.voice import Voice
from hegui.gateway.written import short

__all__ = ["TRANSCRIPT", "Audio"]

TRANSCRIPT: Final = "audio.transcript"


class Audio:
    """The spoken part of one choice."""

    __slots__ = ("_about", "_heard", "_parts", "_said")

    def __init__(self) -> None:
        self._about: dict[str, object] = {}
        self._parts: list[bytes] = []
        self._said: list[str] = []
        self._heard: list[str] = []

    def take(self, found: dict[str, object], choice: Choice) -> dict[str, object]:
        """Return what may be delivered of a piece of a stream: words, and no sound."""
        self._keep(found)
        said = found.get("transcript")
        if not isinstance(said, str) or not said:
            return {}
        self._said.append(said)
        heard = choice.push(TRANSCRIPT, said)
        self._heard.append(heard)
        return {"transcript": heard} if heard else {}

    def take_whole(self, found: dict[str, object], choice: Choice) -> str:
        """Judge what came whole and return the transcript that may be delivered."""
        self._keep(found)
        said = found.get("transcript")
        if not isinstance(said, str):
            raise UpstreamInvalid("spoken text with its transcript", "none")
        self._said.append(said)
        self._heard.append(choice.whole(TRANSCRIPT, said))
        return self._heard[-1]

    def finish(self, choice: Choice) -> str:
        """Return what the transcript still held."""
        if TRANSCRIPT not in choice.names:
            return ""
        rest = choice.finish(TRANSCRIPT)
        self._heard.append(rest)
        return rest

    def close(self, choice: Choice, voice: Voice) -> dict[str, object]:
        """Return the sound, or nothing when it says what the transcript does not.

        Raises:
            FileWithheld: its label could not be written.
        """
        sound = b"".join(self._parts)
        is_same = "".join(self._said) == "".join(self._heard)
        if not sound or not self._said or not is_same or choice.stopped is not None:
            return {}
        labelled = voice.file(f"{choice.index}.audio", sound, "audio")
        return {**self._about, "data": b64encode(labelled).decode("ascii")}

    def _keep(self, found: dict[str, object]) -> None:
        name, until, data = found.get("id"), found.get("expires_at"), found.get("data")
        if name is not None:
            self._about["id"] = short(name, "a sound's id")
        if isinstance(until, int):
            self._about["expires_at"] = until
        if data is not None:
            try:
                self._parts.append(b64decode(data, validate=True))  # type: ignore[arg-type] # whatever it is, it raises
            except (binascii.Error, TypeError, ValueError):
                raise UpstreamInvalid("sound in base64", "something else") from None

"""Token probabilities of an answer: the same text once more, cut into tokens.

They also name tokens that the model did not choose. So they wait until their
choice has ended, are then judged as a whole, and are delivered with its end or
not at all: nobody needs them before the answer, and no token may say what
moderation has not released.
"""

from __future__ import annotations

from typing import Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.judge import BOUNDARY, Judge

__all__ = ["Logprobs"]

_FIELDS: Final = ("content", "refusal")


class Logprobs:
    """The token probabilities of one choice."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[str, list[dict[str, object]]] = {}

    def take(self, found: object) -> None:
        """Keep what came.

        Raises:
            UpstreamInvalid: it has another shape.
        """
        if not isinstance(found, dict):
            return
        for name in _FIELDS:
            items = found.get(name)
            if isinstance(items, list):
                self._kept.setdefault(name, []).extend(_item(item) for item in items)

    def close(self, judge: Judge) -> dict[str, object] | None:
        """Return what may be delivered: all of them, or None.

        Raises:
            ModerationUnavailable: the engine failed.
        """
        if not self._kept:
            return None
        for items in self._kept.values():
            chosen = "".join(str(item["token"]) for item in items)
            spelt = b"".join(_bytes(item) for item in items).decode(errors="replace")
            others = BOUNDARY.join(_others(items))
            if not judge.is_clean(BOUNDARY.join((chosen, spelt, others))):
                return None
        return {name: self._kept.get(name) for name in _FIELDS}


def _item(item: object) -> dict[str, object]:
    token = _token(item)
    others = item.get("top_logprobs") if isinstance(item, dict) else None
    if others is not None and not isinstance(others, list):
        raise UpstreamInvalid("token probabilities as a list", "something else")
    return {**token, "top_logprobs": [_token(other) for other in others or ()]}


def _token(item: object) -> dict[str, object]:
    if isinstance(item, dict):
        token, logprob, spelt = item.get("token"), item.get("logprob"), item.get("bytes")
        if (
            isinstance(token, str)
            and (logprob is None or isinstance(logprob, int | float))
            and (
                spelt is None
                or (
                    isinstance(spelt, list)
                    and all(isinstance(b, int) and 0 <= b < 256 for b in spelt)
                )
            )
        ):
            return {"token": token, "logprob": logprob, "bytes": spelt}
    raise UpstreamInvalid("a token with its probability", "something else")


def _bytes(item: dict[str, object]) -> bytes:
    spelt = item["bytes"]
    return bytes(spelt) if isinstance(spelt, list) else str(item["token"]).encode()


def _others(items: list[dict[str, object]]) -> list[str]:
    """Return every other token as it reads, and as its bytes read."""
    texts: list[str] = []
    for item in items:
        others = item["top_logprobs"]
        for other in others if isinstance(others, list) else ():
            texts.extend((str(other["token"]), _bytes(other).decode(errors="replace")))
    return texts

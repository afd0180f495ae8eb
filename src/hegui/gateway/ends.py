"""How a request may end other than well, in the words of the API.

What the upstream says about an error is text that a model's server wrote, so
it is looked at like an answer before a client gets to read it.
"""

from __future__ import annotations

from typing import Final

import orjson

from hegui.errors import (
    GatewayError,
    ModelNotFound,
    RequestTimeout,
    ShuttingDown,
    UpstreamBusy,
    UpstreamFailed,
    UpstreamInvalid,
    UpstreamRejected,
    UpstreamTimeout,
)
from hegui.gateway.deadline import Watch
from hegui.gateway.exchange import Outcome
from hegui.gateway.judge import Judge
from hegui.gateway.upstream import Reply

__all__ = ["as_chunk", "early", "late", "outcome_of", "refused_by_upstream"]

_ERROR_BYTES: Final = 64 * 1024
_SAYS: Final = 300
"""Most code points of an upstream's message that are passed on."""

_REJECTED: Final = frozenset({400, 409, 413, 415, 422})
"""Upstream statuses that are about the request; every other one is about the upstream."""

_LEFT: Final = frozenset({"gone", "client_write"})


def late(watch: Watch) -> GatewayError:
    """Return the error for a request that was ended from outside."""
    if watch.cause == "shutdown":
        return ShuttingDown()
    return UpstreamTimeout(watch.cause or "total", watch.limit_s)


def early(watch: Watch) -> GatewayError:
    """Return the error for a request that was ended before anything was judged."""
    return RequestTimeout(watch.limit_s) if watch.cause == "body" else late(watch)


def outcome_of(error: GatewayError, *, cause: str | None) -> Outcome:
    """Return what an entry says about a request that ended with `error`.

    >>> outcome_of(UpstreamFailed('status 500'), cause=None)
    'upstream-error'
    """
    if cause in _LEFT:
        return "client-gone"
    return "upstream-error" if type(error).__name__.startswith("Upstream") else "failed"


async def refused_by_upstream(reply: Reply, model: str, judge: Judge) -> GatewayError:
    """Return the error for an upstream status other than 200."""
    status = reply.status
    if status == 404:
        return ModelNotFound(model)
    if status == 429:
        return UpstreamBusy(reply.retry_after_s)
    if status not in _REJECTED:
        return UpstreamFailed(f"status {status}")
    says = _message(await reply.whole(_ERROR_BYTES))
    return UpstreamRejected(status, says if judge.is_clean(says) else "its message is withheld")


def as_chunk(raw: bytes) -> object:
    """Return a whole completion as if it were the one chunk of a stream.

    Raises:
        UpstreamInvalid: it is no JSON.
    """
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise UpstreamInvalid("a stream or a chat completion", "something else") from None
    choices = found.get("choices") if isinstance(found, dict) else None
    if not isinstance(choices, list):
        return found
    return {
        **found,
        "object": "chat.completion.chunk",
        "choices": [
            {**choice, "delta": _with_indexes(choice["message"])}
            if isinstance(choice, dict) and isinstance(choice.get("message"), dict)
            else choice
            for choice in choices
        ],
    }


def _with_indexes(message: dict[str, object]) -> dict[str, object]:
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        return message
    numbered = [
        {**call, "index": index} if isinstance(call, dict) else call
        for index, call in enumerate(calls)
    ]
    return {**message, "tool_calls": numbered}


def _message(raw: bytes) -> str:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "no reason given"
    error = found.get("error") if isinstance(found, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message[:_SAYS] if isinstance(message, str) and message else "no reason given"

"""How a request may end other than well, in the words of the API.

What the upstream says about an error is text that a model's server wrote, so
it is looked at like an answer before a client gets to read it.
"""

from __future__ import annotations

from typing import Final

import orjson

from hegui.errors import (
    ContentPolicyViolation,
    GatewayError,
    ModelNotFound,
    RequestTimeout,
    ShuttingDown,
    UnjudgeableContent,
    UpstreamBusy,
    UpstreamFailed,
    UpstreamRejected,
    UpstreamTimeout,
    UserError,
)
from hegui.gateway.deadline import Watch
from hegui.gateway.exchange import Outcome
from hegui.gateway.judge import Judge
from hegui.gateway.upstream import Reply

__all__ = ["early", "late", "outcome_of", "refused_by_upstream"]

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
    if isinstance(error, ContentPolicyViolation | UnjudgeableContent | UserError):
        return "refused"
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


def _message(raw: bytes) -> str:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return "no reason given"
    error = found.get("error") if isinstance(found, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return message[:_SAYS] if isinstance(message, str) and message else "no reason given"

"""Errors as problem details, the shape of RFC 9457, which clients of any language know.

    {"type": "about:blank", "title": "Not Found", "status": 404,
     "code": "UnknownObligation", "detail": "no obligation … in the loaded instruments",
     "hint": "Did you mean …?", "expected": "…", "found": "…"}

``code`` is the error's class, as docs/reference/errors.md lists it. ``hint``,
``expected`` and ``found`` stand there when the error knows them; a trace never.
The gateway speaks another shape, OpenAI's, because its clients are OpenAI's.

Source:
    RFC 9457 (problem details for HTTP APIs).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import orjson
from django.http import HttpResponse

from hegui.errors import (
    ApiError,
    HeguiError,
    KeyAlreadyRevoked,
    LedgerError,
    MalformedEntry,
    MeasureNotInForce,
    NotBound,
    NotCovered,
    RecordsError,
    SettingsError,
    TooManyTries,
    VerbNotAllowed,
)

__all__ = ["CONTENT_TYPE", "problem", "status_of"]

CONTENT_TYPE: Final = "application/problem+json"

_MISFITS: Final = (KeyAlreadyRevoked, MeasureNotInForce, NotBound, NotCovered)
"""What is in the records and does not allow what was asked: not a failure of ours."""

_SHORT: Final = 500
"""Code points of what was found that are told back."""


def status_of(error: HeguiError) -> int:
    """Return the HTTP status for an error.

    >>> status_of(KeyAlreadyRevoked('k-1')), status_of(MalformedEntry('x', expected='', found=''))
    (409, 422)
    """
    match error:
        case ApiError():
            return error.status
        case _ if isinstance(error, _MISFITS):
            return 409
        case LookupError():
            return 404
        case MalformedEntry():
            return 422
        case LedgerError() | RecordsError() | SettingsError():
            return 503
        case _:
            return 409


def problem(error: HeguiError) -> HttpResponse:
    """Return the answer for an error."""
    status = status_of(error)
    told: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": error.code,
        "detail": str(error),
    }
    if error.hint:
        told["hint"] = error.hint
    for name in ("where", "expected", "found"):
        value = getattr(error, name, None)
        if isinstance(value, str):
            told[name] = value[:_SHORT]
    response = HttpResponse(orjson.dumps(told), content_type=CONTENT_TYPE, status=status)
    if isinstance(error, VerbNotAllowed):
        response["Allow"] = ", ".join(error.allow)
    if isinstance(error, TooManyTries):
        response["Retry-After"] = str(error.retry_after_s)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="hegui"'
    return response

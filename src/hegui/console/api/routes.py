"""The resources put together on django-ninja. Imported at the first call, never at the start."""

from __future__ import annotations

from typing import Any, Final

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from hegui.console.api import (
    attestations,
    cases,
    controls,
    keys,
    labels,
    ledger,
    obligations,
    openapi,
    posture,
    service,
    users,
)
from hegui.console.api.problem import problem
from hegui.errors import InvalidInput

__all__ = ["API", "RESOURCES"]

RESOURCES: Final = (
    service,
    obligations,
    posture,
    controls,
    ledger,
    labels,
    attestations,
    keys,
    cases,
    users,
)
"""In the order of the description."""


_WORDS: Final = {"missing": "a value", "extra_forbidden": "no field of this name"}
"""Our words for what pydantic says of no value at all."""


class _Read(Parser):
    """JSON bodies by orjson, which takes no half characters and no NaN."""

    def parse_body(self, request: HttpRequest) -> Any:
        return orjson.loads(request.body)


API: Final = NinjaAPI(
    title="hegui management API",
    version="1",
    description=openapi.ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="management",
    parser=_Read(),
)
for part in RESOURCES:
    API.add_router("", part.router)


@API.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Tell the first field that cannot be used; the reader mends one after the other."""
    first = error.errors[0]
    source, *inside = (str(step) for step in first["loc"])
    # A body is one argument, whose name is ours and says nothing to the caller.
    where = ".".join(inside[1:]) or source if source == "body" else inside[-1]
    given = first.get("input")
    found = "nothing" if first["type"] == "missing" else repr(given)[:200]
    expected = _WORDS.get(first["type"], str(first["msg"]).removeprefix("Input should be "))
    return problem(InvalidInput(where, expected=expected, found=found))


@API.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Tell that a body is no JSON, which is all that ninja itself refuses."""
    return problem(InvalidInput("body", expected="a JSON object", found=str(error)[:200]))


@API.get("/openapi.json", summary="This description", tags=["service"])
def description(request: HttpRequest) -> HttpResponse:
    """Return the description in OpenAPI."""
    return HttpResponse(orjson.dumps(openapi.describe(API)), content_type="application/json")

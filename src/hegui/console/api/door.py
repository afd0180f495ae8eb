"""The door of the management API: token, rule, scope, and only then the resource.

What counts is the header ``Authorization: Bearer …`` and nothing else: the
console's session cookie opens nothing here, so no other site can call in a
person's name, and no form needs a token against that. A key of the gateway
opens nothing here either.

The resources are imported at the first call that shows a good token: they
need pydantic and django-ninja, and a service whose API nobody calls does not
pay for them.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Final, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, URLResolver
from django.urls.resolvers import RoutePattern
from django.views.decorators.csrf import csrf_exempt

from hegui.console.api.caller import note
from hegui.console.api.problem import problem
from hegui.console.api.rules import rule_for
from hegui.console.frame.body_limit import API_BODY_BYTES
from hegui.console.people.throttle import Throttle
from hegui.errors import (
    HeguiError,
    InputTooLarge,
    ScopeMissing,
    ServerFailure,
    TokenRefused,
    TooManyTries,
    UnknownAddress,
)
from hegui.records.scope import Scope
from hegui.records.tokens import Admitted, admit

__all__ = ["answer"]

_log = logging.getLogger(__name__)

_WINDOW_S: Final = 900
_TRIES: Final = Throttle(limit=10, window_s=_WINDOW_S)
"""Tokens that are none, by network address. A good token is let in all the same."""

_LONGEST_TOKEN: Final = 200

_NAMED: Final = re.compile(r"<(?:[a-z]+:)?([a-z]+)>")
"""A named part of an address as Django writes it: ``<key>``, ``<path:obligation>``."""


@csrf_exempt
def answer(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """Answer one call: whatever happens, a problem and never a page or a trace."""
    try:
        who = _admitted(request)
        note(request, who)
        found = _found(rest)
        _permit(who, rule_for(request.method or "", _address(found)))
        return cast("HttpResponseBase", found.func(request, *found.args, **found.kwargs))
    except HeguiError as error:
        if not isinstance(error, LookupError):
            _log.info("%s: %s", error.code, error)
        return problem(error)
    except RequestDataTooBig:
        return problem(InputTooLarge(API_BODY_BYTES))
    except Exception:  # noqa: BLE001 - a bug is told as a problem, and its trace is logged
        _log.exception("the management API failed at %s", request.path)
        return problem(ServerFailure())


def _admitted(request: HttpRequest) -> Admitted:
    kind, _, presented = request.headers.get("Authorization", "").partition(" ")
    presented = presented.strip()
    if kind.lower() != "bearer" or not presented:
        raise TokenRefused("none")
    try:
        return admit(presented[:_LONGEST_TOKEN])
    except TokenRefused:
        if not _TRIES.allows(str(request.META.get("REMOTE_ADDR", ""))):
            raise TooManyTries(_WINDOW_S) from None
        raise


def _permit(who: Admitted, scope: Scope) -> None:
    if scope not in who.scopes:
        raise ScopeMissing(scope.value, found=tuple(sorted(who.scopes)))


def _found(rest: str) -> ResolverMatch:
    try:
        return _resources().resolve(rest)
    except Resolver404:
        raise UnknownAddress(f"/{rest[:120]}") from None


def _address(found: ResolverMatch) -> str:
    """Return the address as the table of rules writes it."""
    return "/" + _NAMED.sub(r"{\1}", str(found.route).lstrip("/"))


@cache
def _resources() -> URLResolver:
    from hegui.console.api.routes import API  # noqa: PLC0415 - see above: at the first call

    patterns, _app, _namespace = API.urls
    return URLResolver(RoutePattern(""), patterns)

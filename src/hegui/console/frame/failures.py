"""What a person sees when something cannot be done: what it was, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from hegui.errors import HeguiError, LedgerError, RecordsError, SettingsError

__all__ = [
    "ExplainErrors",
    "bad_request",
    "csrf_failure",
    "forbidden",
    "not_found",
    "server_error",
]

_log = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, title: str, what: str, hint: str = "") -> HttpResponse:
    context = {"title": title, "what": what, "hint": hint, "status": status}
    return render(request, "frame/failure.html", context, status=status)


class ExplainErrors:
    """Middleware: an expected error becomes a page with its message and its hint."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; only exceptions matter here."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Explain an operator's or caller's error; leave bugs to the server error page."""
        if not isinstance(error, HeguiError):
            return None
        if isinstance(error, LookupError):
            status, title = 404, _("There is no such thing here")
        elif isinstance(error, LedgerError | RecordsError | SettingsError):
            status, title = 503, _("This cannot be done right now")
            _log.warning("%s: %s", error.code, error)
        else:
            status, title = 409, _("This cannot be done")
        return _page(request, status, title, str(error), error.hint)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 400."""
    return _page(
        request,
        400,
        _("The request cannot be read"),
        _("Something in the address or the form is not as expected."),
        _("Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403."""
    return _page(
        request,
        403,
        _("This account may not see this page"),
        _("Only members of staff work here."),
        _("Ask an administrator for the role, or log in with another account."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection token does not fit."""
    _log.info("csrf: %s", reason)
    return _page(
        request,
        403,
        _("The form was not accepted"),
        _("Its protection token is missing or too old. Nothing was changed."),
        _("Load the page again and send the form once more."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404."""
    return _page(
        request,
        404,
        _("There is no such thing here"),
        _("Nothing is kept under this address."),
        _("Look for it here, or compare the address with where you have it from.")
        if getattr(getattr(request, "user", None), "is_staff", False)
        else _("Compare the address with where you have it from."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500. A bug; its trace is in the server's log."""
    return _page(
        request,
        500,
        _("Something broke on our side"),
        _("The error was written to the server's log. Nothing more is known to this page."),
        _("Try again; if it stays, hand the log to whoever runs the server."),
    )

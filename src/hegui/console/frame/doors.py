"""Who may enter: nobody but staff, except through the doors listed here.

A page that forgets to say who may see it is closed, not open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

__all__ = ["OPEN", "DefaultDeny", "person"]

OPEN: Final = frozenset(
    {
        "api",
        "api-call",
        "login",
        "login-ticket",
        "language",
        "public",
        "public-check",
        "public-complaint",
        "public-complaint-received",
        "public-data",
        "public-follow-up",
        "public-notice",
    }
)
"""Names of the addresses that need no login. Everything else needs a member of staff.

``api`` and ``api-call`` have a door of their own: `hegui.console.api.door`.
"""


class DefaultDeny:
    """Middleware: refuse every view that is not in `OPEN` to everybody but active staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the decision falls when the address is known."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Send strangers to the login, and let no account without a role pass."""
        match = request.resolver_match
        if match is not None and match.view_name in OPEN:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("login"))
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        return None


def person(request: HttpRequest) -> User:
    """Return the member of staff who asks. Only for views behind the doors."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user

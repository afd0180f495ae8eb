"""Log in by one-time link or password, log out, set a password, choose a day."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hegui.console.frame import asof
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.people.forms import Day, LogIn
from hegui.console.people.throttle import Throttle
from hegui.errors import LoginTicketRefused
from hegui.records.login import redeem

__all__ = ["account", "as_of", "leave", "login_page", "ticket"]

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_TRIES: Final = Throttle(limit=10, window_s=900)


def _next(request: HttpRequest) -> str:
    """Return where to go on, if it lies on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def login_page(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = LogIn(posted(request))
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        if not _TRIES.allows(name.casefold()):
            form.add_error(None, _("Too many tries. Wait a quarter of an hour."))
        elif user := authenticate(request, **form.cleaned_data):
            _TRIES.forgive(name.casefold())
            login(request, user)
            return redirect(_next(request))
        else:
            form.add_error(None, _("Name and password do not fit."))
    status = 422 if form.errors else 200
    return render(
        request, "people/login.html", {"form": form, "next": _next(request)}, status=status
    )


@require_http_methods(["GET"])
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Let in whoever holds an unused link. A browser that only looks ahead spends nothing."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=503)
    try:
        user = redeem(token)
    except LoginTicketRefused:
        context = {"form": LogIn(), "next": "/", "is_refused": True}
        return render(request, "people/login.html", context, status=403)
    login(request, user, backend=_BACKEND)
    return redirect("overview")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out."""
    logout(request)
    return redirect("login")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Set or change one's password."""
    user = person(request)
    kind = PasswordChangeForm if user.has_usable_password() else SetPasswordForm
    form = kind(user, posted(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, user)
        messages.success(request, _("The password is set. Other sessions have ended."))
        return redirect("account")
    context = {"room": "account", "form": form, "has_password": user.has_usable_password()}
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@require_POST
def as_of(request: HttpRequest) -> HttpResponse:
    """Choose the day whose law is shown."""
    form = Day(request.POST)
    if form.is_valid():
        asof.choose(request, form.cleaned_data["on"])
    else:
        messages.error(request, _("That is not a day. Write it as 2026-11-21."))
    return redirect(_next(request))

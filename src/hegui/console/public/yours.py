"""Your data: what an end user sees and decides, with the token of the service and no login.

Three steps from the front page to the switch: the link, the token, the button.
"""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hegui import clock
from hegui.console import runtime
from hegui.console.frame import export
from hegui.console.frame.posted import posted
from hegui.console.people.throttle import Throttle
from hegui.console.public.minors import mode_of
from hegui.errors import GatewayError
from hegui.records.end_users import desk, rights
from hegui.records.end_users.rows import user_of
from hegui.records.models import EndUserRow

__all__ = ["yours"]

_TRIES: Final = Throttle(limit=30, window_s=900)


class Token(forms.Form):
    """What proves who somebody is."""

    token = forms.CharField(
        label=gettext_lazy("Your access code"),
        help_text=gettext_lazy(
            "The app or website in which you use this service shows it under account or privacy."
        ),
        max_length=8192,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    """Show what is kept of whom a token names, and let them decide about it."""
    running = runtime.current()
    form = Token(posted(request))
    row: EndUserRow | None = None
    erased: rights.Erased | None = None
    done = ""
    if request.method == "POST" and form.is_valid():
        row = _row(request, form)
        if row is not None:
            match request.POST.get("act", ""):
                case "refuse" | "allow" as what:
                    desk.refuse_training(running.ledger, row.ref, refused=what == "refuse")
                    row.refresh_from_db()
                    done = what
                case "export":
                    return export.as_json("your-data", [rights.export(row.ref)])
                case "erase":
                    erased = _erased(row.ref)
                    row = None
                case _:
                    pass
    return render(
        request,
        "public/your_data.html",
        {
            "service": running.profile().name,
            "form": form,
            "has_tokens": running.people is not None and running.people.has_tokens,
            "person": None if row is None else user_of(row),
            "minor": None if row is None else mode_of(user_of(row), running.reader, clock.now()),
            "in_force": "" if row is None else user_of(row).measure.in_force(clock.now()).value,
            "erased": erased,
            "done": done,
        },
        status=422 if form.errors else 200,
    )


def _row(request: HttpRequest, form: Token) -> EndUserRow | None:
    people = runtime.current().people
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not _TRIES.allows(address):
        form.add_error(None, _("Too many tries. Wait a quarter of an hour."))
        return None
    try:
        digest = "" if people is None else people.by_token(form.cleaned_data["token"].strip())
    except GatewayError:
        form.add_error("token", _("This code is not accepted, or too old. Get a new one."))
        return None
    row = EndUserRow.objects.filter(digest=digest).first()
    if row is None:
        form.add_error(None, _("Nothing is kept of you."))
        return None
    _TRIES.forgive(address)
    return row


def _erased(ref: str) -> rights.Erased:
    running = runtime.current()
    people = running.people
    if people is None:
        raise AssertionError("a token was accepted by a service that knows nobody")
    return rights.erase(
        running.ledger, ref, by="user", inputs_min=people.inputs_min, acts_min=people.acts_min()
    )

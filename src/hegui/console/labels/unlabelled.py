"""Content given without its explicit label, on request: the log, and the form that adds to it."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hegui import clock
from hegui.console import runtime
from hegui.console.frame import export
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.controls.label_law import unlabelled_until
from hegui.errors import NoAgreement
from hegui.records import publications
from hegui.records.handovers import hand_over
from hegui.records.models import Handover

__all__ = ["log"]

_PAGE: Final = 50
_HEAD: Final = ("at", "content", "agreement", "agreed_on", "keep_until", "by", "entry", "receipt")


class Given(forms.Form):
    """To whom, what, and since when the terms are accepted."""

    recipient = forms.CharField(
        label=gettext_lazy("Who gets it"),
        help_text=gettext_lazy(
            "As the service knows them. Stays in the records, not in the ledger."
        ),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    content = forms.CharField(
        label=gettext_lazy("Which content"),
        help_text=gettext_lazy("Its number at the producer, or the file's SHA-256."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agreed_on = forms.DateField(
        label=gettext_lazy("Accepted the agreement on"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def _cells(row: Handover) -> tuple[object, ...]:
    """Return what leaves the house in a file: no recipient."""
    return (
        clock.stamp(row.at),
        row.content,
        row.agreement.version,
        row.agreed_on.isoformat(),
        row.keep_until.isoformat(),
        row.by,
        row.entry,
        row.receipt,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Show the log; a POST adds to it, before the content is given."""
    form = Given(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = hand_over(
                runtime.current().ledger,
                recipient=form.cleaned_data["recipient"],
                content=form.cleaned_data["content"],
                agreed_on=form.cleaned_data["agreed_on"],
                keep_until=unlabelled_until(clock.today()),
                by=person(request).get_username(),
            )
        except NoAgreement:
            form.add_error(
                "agreed_on",
                _("That is not the agreement in force. Let the recipient accept it first."),
            )
        else:
            messages.success(
                request,
                _("It may be given now; that is entry %(entry)s of the ledger.")
                % {"entry": row.entry},
            )
            return redirect("labels-unlabelled")
    found = Handover.objects.select_related("agreement")
    match request.GET.get("format"):
        case "csv":
            return export.as_csv("unlabelled-output", _HEAD, map(_cells, found))
        case "json":
            rows = [dict(zip(_HEAD, _cells(row), strict=True)) for row in found]
            return export.as_json("unlabelled-output", rows)
    return render(
        request,
        "labels/unlabelled.html",
        {
            "room": "labels",
            "form": form,
            "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
            "agreement": publications.newest("agreement"),
            "until": unlabelled_until(clock.today()),
        },
        status=422 if form.errors else 200,
    )

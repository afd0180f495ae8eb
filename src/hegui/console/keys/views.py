"""API keys: made and shown once, revoked with a reason. Each act leaves an entry."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.keys import acts
from hegui.console.keys.forms import NewKey, Reason
from hegui.records.models import ApiKey

__all__ = ["every", "labels", "revoke"]


@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Show all keys; a POST makes one and shows its secret this once."""
    form = NewKey(posted(request))
    issued = None
    if request.method == "POST" and form.is_valid():
        issued = acts.issue(
            form.cleaned_data["name"],
            client_labels=form.cleaned_data["client_labels"],
            by=person(request).get_username(),
        )
        form = NewKey()
    return render(
        request,
        "keys/list.html",
        {
            "room": "keys",
            "form": form,
            "issued": issued,
            "keys": ApiKey.objects.all(),
            "base_url": f"{request.scheme}://{request.get_host()}/v1",
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, id_: str) -> HttpResponse:
    """Ask for the reason, then revoke."""
    key = get_object_or_404(ApiKey, pk=id_)
    form = Reason(posted(request))
    if request.method == "POST" and form.is_valid():
        acts.revoke(id_, because=form.cleaned_data["because"], by=person(request).get_username())
        messages.success(request, _("The key %(key)s lets nobody in any more.") % {"key": key.id})
        return redirect("keys")
    return render(
        request,
        "keys/revoke.html",
        {"room": "keys", "key": key, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def labels(request: HttpRequest, id_: str) -> HttpResponse:
    """Turn over who shows the label for this key's client."""
    key = get_object_or_404(ApiKey, pk=id_, revoked_at=None)
    wanted = request.POST.get("client_labels") == "yes"
    if acts.label(key, client_labels=wanted, by=person(request).get_username()):
        messages.success(request, _("Noted, with an entry in the ledger."))
    return redirect("keys")

"""API keys: made and shown once, revoked with a reason. Each act leaves an entry."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hegui.console import runtime
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.keys.forms import NewKey, Reason
from hegui.records.keys import issue_key, revoke_key, set_client_labels
from hegui.records.models import ApiKey

__all__ = ["every", "labels", "revoke"]


def _record(key: ApiKey, act: str, by: str, **more: str | bool) -> None:
    """Append the entry of an act and note its number on the row."""
    written = runtime.current().ledger.append_sync(
        "key",
        {"key": key.id, "name": key.name, "act": act, "by": by, **more},
        refs=(f"key/{key.id}",),
    )
    key.entry = written.seq
    key.save(update_fields=["entry"])


@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Show all keys; a POST makes one and shows its secret this once."""
    form = NewKey(posted(request))
    issued = None
    if request.method == "POST" and form.is_valid():
        by = person(request).get_username()
        wants_labels = form.cleaned_data["client_labels"]
        with transaction.atomic():
            issued = issue_key(form.cleaned_data["name"], client_labels=wants_labels, by=by)
            _record(issued.key, "issued", by, client_labels=wants_labels)
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
        because = form.cleaned_data["because"]
        with transaction.atomic():
            revoked = revoke_key(id_, because=because)
            _record(revoked, "revoked", person(request).get_username(), because=because)
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
    if wanted != key.client_labels:
        with transaction.atomic():
            changed = set_client_labels(id_, client_labels=wanted)
            _record(changed, "labels", person(request).get_username(), client_labels=wanted)
        messages.success(request, _("Noted, with an entry in the ledger."))
    return redirect("keys")

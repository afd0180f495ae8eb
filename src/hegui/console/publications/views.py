"""Public notices: what stands published, and publishing the next version."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hegui.console import runtime
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.publications.forms import form_for
from hegui.records import publications
from hegui.records.models import Publication

__all__ = ["every", "one"]


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show each kind with the version in force, if there is one."""
    in_force = publications.newest_of_all()
    listed = [(kind, in_force.get(kind.key)) for kind in publications.KINDS.values()]
    return render(request, "publications/list.html", {"room": "publications", "listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one kind with its versions; a POST publishes the next."""
    declared = publications.KINDS.get(kind)
    if declared is None:
        raise Http404
    current = publications.newest(kind)
    initial: dict[str, str] = {}
    if current is not None:
        initial = {"zh": current.zh, "en": current.en, **current.fields}
    elif kind == "complaint-entry":
        initial = {"url": request.build_absolute_uri("/public/complaint/")}
    form = form_for(declared, posted(request), initial)
    if request.method == "POST" and form.is_valid():
        made = publications.publish(
            runtime.current().ledger,
            kind,
            zh=form.cleaned_data["zh"],
            en=form.cleaned_data["en"],
            fields=form.stated(),
            by=person(request).get_username(),
        )
        messages.success(
            request,
            _("Version %(version)s is published; it is entry %(entry)s of the ledger.")
            % {"version": made.version, "entry": made.entry},
        )
        return redirect("publication", kind)
    return render(
        request,
        "publications/page.html",
        {
            "room": "publications",
            "kind": declared,
            "current": current,
            "form": form,
            "versions": Publication.objects.filter(kind=kind).order_by("-version"),
        },
        status=422 if form.errors else 200,
    )

"""Cases: the list, and one with its clock, its words and its moves."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hegui import clock
from hegui.cases import Kind, Move, Role, State, allowed, days_left
from hegui.console import runtime
from hegui.console.cases.forms import Step
from hegui.console.frame import export
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.errors import MoveNotAllowed, ReasonMissing
from hegui.records.desk import move_case
from hegui.records.models import Case

__all__ = ["every", "one"]

_PAGE: Final = 50
_OPEN: Final = tuple(state.value for state in State if state.is_open)


def _cells(case: Case) -> tuple[object, ...]:
    """Return what leaves the house in a file: no words and no contact."""
    return (
        case.number,
        case.kind,
        case.state,
        clock.stamp(case.received_at),
        None if case.due_at is None else clock.stamp(case.due_at),
        None if case.answered_at is None else clock.stamp(case.answered_at),
        case.about_receipt,
    )


_HEAD: Final = ("number", "kind", "state", "received_at", "due_at", "answered_at", "about_receipt")


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show cases, those that are due first on top, or hand them out as a file."""
    state = request.GET.get("state", "open")
    kind = request.GET.get("kind", "")
    kind = kind if kind in {k.value for k in Kind} else ""
    found = Case.objects.all()
    if state == "open":
        found = found.filter(state__in=_OPEN)
    elif state in {s.value for s in State}:
        found = found.filter(state=state)
    else:
        state = "all"
    if kind:
        found = found.filter(kind=kind)
    found = found.order_by(F("due_at").asc(nulls_last=True), "-received_at")
    match request.GET.get("format"):
        case "csv":
            return export.as_csv("cases", _HEAD, map(_cells, found))
        case "json":
            rows = [dict(zip(_HEAD, _cells(case), strict=True)) for case in found]
            return export.as_json("cases", rows)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cases/list.html",
        {
            "room": "cases",
            "page": page,
            "state": state,
            "states": [s.value for s in State],
            "kind": kind,
            "kinds": [k.value for k in Kind],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case; a POST moves it."""
    case = get_object_or_404(Case, number=number)
    form = Step(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            step = Move(request.POST.get("move", ""))
            event = move_case(
                runtime.current().ledger,
                case,
                step,
                role=Role.OFFICER,
                words=form.cleaned_data["words"],
                by=person(request).get_username(),
            )
        except ReasonMissing:
            form.add_error("words", _("Write what the person is told."))
        except (MoveNotAllowed, ValueError):
            form.add_error(None, _("The case moved on in the meantime. Look again."))
            case.refresh_from_db()
        else:
            messages.success(
                request, _("Done; it is entry %(entry)s of the ledger.") % {"entry": event.entry}
            )
            return redirect("case", number)
    left = None
    if case.standing.is_open and case.limit_days is not None:
        left = days_left(case.clock_from, limit_days=case.limit_days, now=clock.now())
    return render(
        request,
        "cases/page.html",
        {
            "room": "cases",
            "case": case,
            "events": case.events.all(),
            "moves": allowed(case.standing, by=Role.OFFICER),
            "form": form,
            "left": left,
            "late_by": -left if left is not None and left < 0 else None,
        },
        status=422 if form.errors else 200,
    )

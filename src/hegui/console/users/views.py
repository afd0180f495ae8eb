"""End users: the list, and one with standing, reasons, and what may be decided."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hegui import clock
from hegui.console import runtime
from hegui.console.frame import export
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.users.forms import Decide, Find
from hegui.errors import MeasureNotInForce
from hegui.records.end_user import MeasureKind
from hegui.records.end_users import desk
from hegui.records.end_users.rows import user_of
from hegui.records.models import EndUserAct, EndUserRow, SealedInput

__all__ = ["every", "one"]

_PAGE: Final = 50
_HEAD: Final = ("ref", "measure", "until", "age", "real_name", "training_refused", "seen")
_DECISIONS: Final = {
    "limit": MeasureKind.LIMIT,
    "suspend": MeasureKind.SUSPEND,
    "end": MeasureKind.END,
}


def _cells(row: EndUserRow) -> tuple[object, ...]:
    return (
        row.ref,
        row.measure,
        None if row.until is None else clock.stamp(row.until),
        row.age,
        row.real_name,
        row.training_refused is not None,
        clock.stamp(row.seen),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Show users, those under a measure first, or hand them out; a POST finds one."""
    form = Find(posted(request))
    if request.method == "POST" and form.is_valid():
        ref = _found(form.cleaned_data["who"].strip())
        if ref is not None:
            return redirect("end-user", ref)
        form.add_error("who", _("Nobody is known by this id."))
    measure = request.GET.get("measure", "")
    measure = measure if measure in set(MeasureKind) else ""
    rows = EndUserRow.objects.all()
    in_force = Q(until=None) | Q(until__gt=clock.now())
    if measure == MeasureKind.NONE:
        rows = rows.exclude(in_force & ~Q(measure=measure))
    elif measure:
        rows = rows.filter(in_force, measure=measure)
    match request.GET.get("format"):
        case "csv":
            return export.as_csv("users", _HEAD, map(_cells, rows))
        case "json":
            found = [dict(zip(_HEAD, _cells(row), strict=True)) for row in rows]
            return export.as_json("users", found)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "users/list.html",
        {
            "room": "cases",
            "form": form,
            "page": page,
            "users": [user_of(row) for row in page.object_list],
            "measure": measure,
            "measures": [kind.value for kind in MeasureKind if kind is not MeasureKind.WARN],
            "knows_users": runtime.current().people is not None,
            "now": clock.now(),
        },
        status=422 if form.errors else 200,
    )


def _found(who: str) -> str | None:
    if EndUserRow.objects.filter(ref=who).exists():
        return who
    people = runtime.current().people
    if people is None:
        return None
    row = EndUserRow.objects.filter(digest__in=people.by_id(who)).first()
    return None if row is None else row.ref


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one user; a POST takes or lifts a measure."""
    row = get_object_or_404(EndUserRow, ref=ref)
    form = Decide(posted(request))
    if request.method == "POST" and form.is_valid():
        act = _decided(request, ref, form)
        if act is not None:
            messages.success(
                request, _("Done; it is entry %(entry)s of the ledger.") % {"entry": act.entry}
            )
            return redirect("end-user", ref)
    user, now = user_of(row), clock.now()
    in_force = user.measure.in_force(now)
    acts = list(EndUserAct.objects.filter(ref=ref))
    return render(
        request,
        "users/page.html",
        {
            "room": "cases",
            "person": user,
            "in_force": in_force.value,
            "is_under_measure": in_force is not MeasureKind.NONE,
            "minutes_today": int(user.use.day_s // 60)
            if user.use.day == clock.beijing_day(now)
            else 0,
            "acts": acts,
            "inputs": SealedInput.objects.filter(ref=ref).defer("sealed"),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


def _decided(request: HttpRequest, ref: str, form: Decide) -> EndUserAct | None:
    what = request.POST.get("decision", "")
    ledger, by = runtime.current().ledger, person(request).get_username()
    reason, hours = form.cleaned_data["reason"], form.cleaned_data["hours"]
    try:
        if what == "lift":
            return desk.lift(ledger, ref, by=by, reason=reason)
        if what in _DECISIONS:
            kind = _DECISIONS[what]
            until = None if kind is MeasureKind.END else hours
            return desk.take(ledger, ref, kind, by=by, reason=reason, hours=until)
    except MeasureNotInForce:
        form.add_error(None, _("No measure is in force any more. Look again."))
    else:
        form.add_error(None, _("Choose what to decide."))
    return None

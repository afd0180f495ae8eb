"""What the public sees: the service, its notices, complaints and their follow-up."""

from __future__ import annotations

from typing import Final, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hegui.cases import Kind, Move, Role, allowed
from hegui.console import runtime
from hegui.console.frame.posted import posted
from hegui.console.labels.forms import CheckedFile
from hegui.console.labels.told import Told, look, too_large
from hegui.console.people.throttle import Throttle
from hegui.console.public.forms import Appeal, Complaint, FollowUp
from hegui.errors import MoveNotAllowed
from hegui.records import publications
from hegui.records.desk import limit_days, move_case, open_case
from hegui.records.models import Case, Publication

__all__ = ["check", "complaint", "follow_up", "notice", "received", "service"]

_SHOWN_ONCE: Final = "complaint_received"
_COMPLAINTS: Final = Throttle(limit=20, window_s=3600)
_CHECKS: Final = Throttle(limit=60, window_s=600)
_GUESSES: Final = Throttle(limit=20, window_s=900)


def _from(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@require_safe
def service(request: HttpRequest) -> HttpResponse:
    """Show what this service is, as far as it was published."""
    in_force = publications.newest_of_all()
    notices = [
        (kind, in_force[kind.key]) for kind in publications.KINDS.values() if kind.key in in_force
    ]
    plan = runtime.current().plan()
    return render(
        request,
        "public/service.html",
        {
            "service": runtime.current().profile().name,
            "notices": notices,
            "limit_days": limit_days(),
            "label": None if plan.text_label is None else plan.text_label.wording,
        },
    )


@require_safe
def notice(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one notice, in the version in force or an older one."""
    declared = publications.KINDS.get(kind)
    versions = list(Publication.objects.filter(kind=kind).order_by("-version"))
    if declared is None or not versions:
        raise Http404
    asked = request.GET.get("version", "")
    current = next((v for v in versions if str(v.version) == asked), versions[0])
    return render(
        request,
        "public/notice.html",
        {
            "service": runtime.current().profile().name,
            "kind": declared,
            "current": current,
            "versions": versions,
            "stated": [
                (field, text)
                for field in declared.fields
                if (text := str(current.fields.get(field.name, "")))
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest) -> HttpResponse:
    """Take a complaint, report or appeal, and promise a day at once if one was published."""
    form = Complaint(posted(request), initial={"about_receipt": request.GET.get("receipt", "")})
    if request.method == "POST" and form.is_valid():
        if _COMPLAINTS.allows(_from(request)):
            opened = open_case(
                runtime.current().ledger,
                Kind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"],
                contact=form.cleaned_data["contact"],
                about_receipt=form.cleaned_data["about_receipt"],
            )
            request.session[_SHOWN_ONCE] = {"number": opened.case.number, "secret": opened.secret}
            return redirect("public-complaint-received")
        form.add_error(None, _("Too many came from your address in the last hour. Try later."))
    return render(
        request,
        "public/complaint.html",
        {
            "service": runtime.current().profile().name,
            "form": form,
            "limit_days": limit_days(),
            "entry": publications.newest("complaint-entry"),
        },
        status=422 if form.errors else 200,
    )


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Show number, secret and promised day. The secret is shown once and not kept."""
    kept = request.session.get(_SHOWN_ONCE)
    if not isinstance(kept, dict):
        return redirect("public-complaint")
    case = Case.objects.filter(number=kept["number"]).first()
    if case is None:
        return redirect("public-complaint")
    if request.method == "GET":
        del request.session[_SHOWN_ONCE]
    return render(
        request,
        "public/received.html",
        {
            "service": runtime.current().profile().name,
            "case": case,
            "secret": kept["secret"],
            "first": case.events.first(),
        },
    )


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest) -> HttpResponse:
    """Show a case to whoever has number and secret; let them appeal an answer."""
    form = FollowUp(posted(request))
    case: Case | None = None
    appeal = Appeal()
    if request.method == "POST" and form.is_valid():
        case = _opened(request, form)
        if case is not None and "words" in request.POST:
            appeal = Appeal(request.POST)
            if appeal.is_valid():
                _appeal(case, appeal)
    return render(
        request,
        "public/follow_up.html",
        {
            "service": runtime.current().profile().name,
            "form": form,
            "case": case,
            "events": case.events.all() if case else (),
            "appeal": appeal,
            "may_appeal": case is not None
            and Move.APPEAL in allowed(case.standing, by=Role.SUBJECT),
        },
        status=422 if form.errors or appeal.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Tell what a file says of its origin. It is read in memory, and nothing of it is kept."""
    form = CheckedFile(posted(request), request.FILES if request.method == "POST" else None)
    told: Told | None = None
    if "over" in request.GET and request.method != "POST":
        told = too_large()
    elif request.method == "POST" and form.is_valid():
        if _CHECKS.allows(_from(request)):
            file = cast("UploadedFile[bytes]", form.cleaned_data["file"])
            told = look(file.name or "", file.read())
        else:
            form.add_error(None, _("Too many came from your address. Wait ten minutes."))
    return render(
        request,
        "public/check.html",
        {"service": runtime.current().profile().name, "form": form, "told": told},
        status=422 if form.errors else 200,
    )


def _opened(request: HttpRequest, form: FollowUp) -> Case | None:
    """Return the case, or put one and the same error for a wrong number and a wrong secret."""
    if not _GUESSES.allows(_from(request)):
        form.add_error(None, _("Too many tries. Wait a quarter of an hour."))
        return None
    case = Case.objects.filter(number=form.cleaned_data["number"]).first()
    if case is None or not case.matches(form.cleaned_data["secret"]):
        form.add_error(None, _("Number and secret do not fit."))
        return None
    _GUESSES.forgive(_from(request))
    return case


def _appeal(case: Case, appeal: Appeal) -> None:
    try:
        move_case(
            runtime.current().ledger,
            case,
            Move.APPEAL,
            role=Role.SUBJECT,
            words=appeal.cleaned_data["words"],
        )
    except MoveNotAllowed:
        appeal.add_error(None, _("This cannot be appealed now."))
    case.refresh_from_db()

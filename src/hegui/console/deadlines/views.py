"""Deadlines: the agenda, reporting events and acts, and the calendar to take along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hegui import clock
from hegui.console import runtime
from hegui.console.deadlines.forms import Deed, Report
from hegui.console.deadlines.standing import agenda_on
from hegui.console.frame import asof
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.frame.profile import change
from hegui.errors import LawError
from hegui.law import Applicability, Decision
from hegui.law.agenda import Item, State
from hegui.law.aspects import deadline_words
from hegui.law.events import EVENT_WORDS, Done, Event
from hegui.law.ical import ical
from hegui.law.reporting import record_done, report_event
from hegui.law.timing import EVENTS

__all__ = ["calendar", "done", "page", "withdraw"]

_SECTIONS: Final = (State.LATE, State.AHEAD, State.OPEN, State.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The items in one state."""

    state: str
    binding: tuple[Item, ...]
    others: tuple[Item, ...]
    """Those of duties that may bind, for lack of an answer, or conflict."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.binding) + len(self.others)


def _section(state: State, items: Iterable[Item]) -> Section:
    inside = [item for item in items if item.state is state]
    return Section(
        state=state.value,
        binding=tuple(each for each in inside if each.verdict is Applicability.APPLIES),
        others=tuple(each for each in inside if each.verdict is not Applicability.APPLIES),
    )


def _by_event(found: Iterable[Decision]) -> list[tuple[object, list[tuple[object, object]]]]:
    """Return the duties that wait, under the event that each waits for."""
    by_kind: dict[str, list[tuple[object, object]]] = {}
    for decision in found:
        rule = decision.obligation.deadline
        if rule is not None:
            by_kind.setdefault(rule.event, []).append((decision, deadline_words(rule)))
    return [(EVENT_WORDS[kind], by_kind[kind]) for kind in EVENTS if kind in by_kind]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the agenda; a POST reports an event."""
    parts = runtime.current()
    wanted = request.GET.get("event", "")
    form = Report(posted(request), initial={"kind": wanted} if wanted in EVENTS else None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = _told(request, form.event(), "reported")
        except LawError as error:
            form.add_error(None, f"{error} {error.hint}".strip())
        else:
            messages.success(
                request,
                _("The event is reported; it is entry %(entry)s of the ledger.") % {"entry": entry},
            )
            return redirect("deadlines")
    profile = parts.profile()
    found = agenda_on(asof.day(request))
    return render(
        request,
        "deadlines/page.html",
        {
            "room": "deadlines",
            "form": form,
            "sections": [_section(state, found.items) for state in _SECTIONS],
            "items": found.items,
            "events": profile.history.events,
            "waiting": _by_event(found.waiting),
            "kept": found.kept,
            "today": clock.today(),
            "profile_file": profile.file,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take back an event that was reported by mistake. The ledger keeps both entries."""
    which = request.POST.get("which", "")
    events = runtime.current().profile().history.events
    found = next((each for at, each in enumerate(events) if str(at) == which), None)
    form = Report({} if found is None else _fields(found))
    if found is None or request.POST.get("kind") != form.data["kind"]:
        messages.error(request, _("There is no such event any more; nothing was changed."))
        return redirect("deadlines")
    entry = _told(request, found, "withdrawn")
    messages.success(
        request,
        _("The event is taken back; it is entry %(entry)s of the ledger.") % {"entry": entry},
    )
    return redirect("deadlines")


def _fields(event: Event) -> dict[str, str]:
    return {"kind": event.kind, "on": event.on.isoformat()}


@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Record that a duty was done on a day."""
    form = Deed(request.POST)
    if not form.is_valid():
        for error in (each for told in form.errors.values() for each in told):
            messages.error(request, str(error))
        return redirect("deadlines")
    deed = Done(obligation=form.cleaned_data["obligation"], on=form.cleaned_data["on"])
    entry = change(
        partial(record_done, done=deed),
        "done",
        {
            "obligation": deed.obligation,
            "on": deed.on.isoformat(),
            "by": person(request).get_username(),
        },
        ref=deed.obligation,
    )
    messages.success(
        request, _("It is noted as done; that is entry %(entry)s of the ledger.") % {"entry": entry}
    )
    return redirect("deadlines")


def _told(request: HttpRequest, event: Event, act: str) -> int:
    return change(
        partial(report_event, event=event, is_withdrawn=act == "withdrawn"),
        "event",
        {
            "act": act,
            "event": event.kind,
            "on": event.on.isoformat(),
            "at": None if event.at is None else clock.stamp(event.at),
            "by": person(request).get_username(),
        },
        ref=f"event/{event.kind}",
    )


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Hand out the agenda as a file for calendar programs."""
    items = agenda_on(asof.day(request)).items
    text = ical(items, language=get_language() or "zh-hans", stamp=clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="hegui-deadlines.ics"'
    return response

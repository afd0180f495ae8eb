"""Controls: the list, and what one claims, was proved on and shows."""

from __future__ import annotations

from importlib import import_module
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hegui import controls
from hegui.audit.posture import Posture, worst
from hegui.console import runtime
from hegui.console.controls.manual import manual
from hegui.console.frame import asof
from hegui.console.frame.standing import posture_on
from hegui.console.ledger.shown import shown
from hegui.controls import cases
from hegui.controls.base import Acting, Control, Opinion

__all__ = ["every", "one"]


def _opinions(posture: Posture, control: Control) -> list[tuple[str, Opinion]]:
    """Return what the control shows for each duty that it answers and that binds."""
    return [
        (row.decision.obligation.id, view)
        for row in posture.rows
        for candidate, view in row.opinions
        if candidate.name == control.name
    ]


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show all controls by family, each with its state."""
    posture = posture_on(asof.day(request))
    listed = []
    for control in controls.ALL:
        views = tuple(view for _, view in _opinions(posture, control))
        listed.append((control, worst(views) if views else None))
    families = [
        (family, list(members))
        for family, members in groupby(listed, key=lambda pair: pair[0].name.split("/")[0])
    ]
    return render(
        request,
        "controls/list.html",
        {"room": "controls", "families": families, "total": len(listed)},
    )


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one control."""
    control = controls.by_name(name)
    parts = runtime.current()
    posture = posture_on(asof.day(request))
    opinions = _opinions(posture, control)
    seqs = dict.fromkeys(seq for _, view in opinions for seq in view.entries)
    is_acting = isinstance(control, Acting)
    return render(
        request,
        "controls/page.html",
        {
            "room": "controls",
            "control": control,
            "file": f"{control.module.removeprefix('hegui.').replace('.', '/')}.py",
            "manual": {
                heading: text.split("\n\n")
                for heading, text in manual(import_module(control.module).__doc__).items()
            },
            "moment": control.moment.value if isinstance(control, Acting) else "",
            "runs": posture.evidence.runs.get(control.name) if is_acting else None,
            "window_days": posture.evidence.window_days,
            "opinions": [
                (parts.law.obligation(id_), view)
                for id_, view in opinions
                if id_ in parts.law.obligations
            ],
            "unbound": [
                id_ for id_ in control.obligations if id_ not in {known for known, _ in opinions}
            ],
            "cases": cases.of(control.name),
            "entries": [shown(parts.reader.entry(seq)) for seq in list(seqs)[:20]],
        },
    )

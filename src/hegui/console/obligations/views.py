"""Obligations: the list with its exports, and the page of one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hegui.audit.posture import Row
from hegui.console import runtime
from hegui.console.frame import asof, export
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.frame.standing import posture_on
from hegui.console.ledger.shown import shown
from hegui.console.obligations import listing
from hegui.console.obligations.forms import Attest
from hegui.console.obligations.notices import NOTICES
from hegui.console.obligations.tree import branch
from hegui.controls.base import Status
from hegui.law import Applicability, Expression, Law, Obligation, applies
from hegui.law.decide import decide
from hegui.law.instrument import STAGES, THEMES
from hegui.records.attestations import attest
from hegui.records.models import Attestation

__all__ = ["every", "one"]


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the obligations that bind or may bind, or hand them out as a file."""
    on = asof.day(request)
    posture = posture_on(on)
    law = runtime.current().law
    ask = listing.wanted(request.GET, tuple(law.instruments))
    rows = listing.chosen(posture.rows, ask)
    name = f"obligations-{on.isoformat()}"
    match request.GET.get("format"):
        case "csv":
            return export.as_csv(name, listing.COLUMNS, map(listing.cells, rows))
        case "json":
            return export.as_json(name, [listing.record(row) for row in rows])
    profile = runtime.current().profile()
    others = [
        decision
        for decision in applies(law, profile, on)
        if decision.verdict not in (Applicability.APPLIES, Applicability.UNKNOWN)
    ]
    return render(
        request,
        "obligations/list.html",
        {
            "room": "obligations",
            "rows": rows,
            "total": len(posture.rows),
            "others": others,
            "ask": ask,
            "states": listing.STATES,
            "themes": [
                t for t in THEMES if any(r.decision.obligation.theme == t for r in posture.rows)
            ],
            "stages": STAGES,
            "sorts": tuple(listing.SORTS),
            "instruments": law.instruments.values(),
        },
    )


def _elsewhere(law: Law, duty: Obligation) -> list[Obligation]:
    """Return the obligations on the same matter in the other instruments."""
    return [
        other
        for other in law.obligations.values()
        if duty.matter is not None and other.matter == duty.matter and other.id != duty.id
    ]


def _penalties(law: Law, duty: Obligation, on: date) -> list[tuple[str, Expression | None]]:
    """Return the provisions that say what a breach costs, with what they say on a day."""
    found: list[tuple[str, Expression | None]] = []
    for reference in duty.penalties:
        instrument, _, provision = reference.rpartition("/")
        home = law.instruments.get(instrument)
        article = home.article(provision.removeprefix("art-")) if home else None
        found.append((reference, article.expression(on) if article else None))
    return found


def _notice(row: Row | None) -> str | None:
    """Return the kind of publication that would mend the first unmet control, if one would."""
    unmet = (c.name for c, view in (row.opinions if row else ()) if view.status is not Status.OK)
    return next((NOTICES[name] for name in unmet if name in NOTICES), None)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, id_: str) -> HttpResponse:
    """Show one obligation; a POST attests that it is met."""
    parts = runtime.current()
    on = asof.day(request)
    duty = parts.law.obligation(id_)
    profile = parts.profile()
    decision = decide(parts.law, profile.answers, id_, on)
    row: Row | None = next(
        (r for r in posture_on(on).rows if r.decision.obligation.id == id_), None
    )
    binds = decision.verdict is Applicability.APPLIES
    may_attest = row is not None and row.needs_person and binds and asof.is_today(request)
    form = Attest(posted(request)) if may_attest else None
    if request.method == "POST":
        if form is None:
            messages.error(
                request, _("Nothing was attested: controls answer this, or it does not bind today.")
            )
            return redirect("obligation", id_)
        if form.is_valid():
            made = attest(
                parts.ledger, id_, author=person(request).get_username(), **form.cleaned_data
            )
            messages.success(
                request,
                _("Your attestation is entry %(entry)s of the ledger.") % {"entry": made.entry},
            )
            return redirect("obligation", id_)
    instrument = parts.law.instruments[duty.instrument]
    article = instrument.article(duty.article)
    proof = [parts.reader.entry(seq) for seq in row.entries] if row else []
    told = parts.reader.entries(ref=id_, limit=20)
    timeline = sorted(
        {entry.seq: entry for entry in (*proof, *told)}.values(), key=lambda e: -e.seq
    )
    return render(
        request,
        "obligations/page.html",
        {
            "room": "obligations",
            "duty": duty,
            "instrument": instrument,
            "article": article,
            "expression": article.expression(on) if article else None,
            "decision": decision,
            "tree": branch(decision.tree, parts.law, profile, decision.because()),
            "blockers": [parts.law.facts[name] for name in decision.blockers()],
            "profile_file": profile.file,
            "row": row,
            "timeline": [shown(entry) for entry in timeline],
            "attestations": Attestation.objects.filter(obligation=id_)[:20],
            "form": form,
            "notice": _notice(row),
            "elsewhere": _elsewhere(parts.law, duty),
            "penalties": _penalties(parts.law, duty, on),
        },
        status=422 if form is not None and form.errors else 200,
    )

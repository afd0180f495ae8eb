"""Obligations: the list with its exports, and the page of one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
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
from hegui.console.obligations import kin, listing
from hegui.console.obligations.forms import Attest, StandIn
from hegui.console.obligations.grouping import headings
from hegui.console.obligations.grouping import parts as grouped
from hegui.console.obligations.notices import NOTICES
from hegui.console.obligations.tree import branch
from hegui.controls.base import Status
from hegui.law import Applicability, applies
from hegui.law.decide import decide
from hegui.law.instrument import POINTS, STAGES, THEMES
from hegui.records.attestations import attest
from hegui.records.models import Attestation

__all__ = ["every", "one"]

_PAGE: Final = 50


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the obligations that bind or may bind, or hand them out as a file."""
    on = asof.day(request)
    posture = posture_on(on)
    parts = runtime.current()
    law = parts.law
    ask = listing.wanted(request.GET, law)
    is_other = ask.binds not in ("", "applies", "unknown")
    others = applies(law, parts.profile(), on) if is_other else ()
    found = listing.chosen(listing.lines(() if is_other else posture.rows, others), ask)
    name = f"obligations-{on.isoformat()}"
    match request.GET.get("format"):
        case "csv":
            return export.as_csv(name, listing.COLUMNS, map(listing.cells, found))
        case "json":
            return export.as_json(name, [listing.record(line) for line in found])
    made, ordered = headings(found, ask.group, law, request.GET)
    page = Paginator(ordered, _PAGE).get_page(request.GET.get("page"))
    jurisdictions = dict.fromkeys(each.jurisdiction for each in law.instruments.values())
    return render(
        request,
        "obligations/list.html",
        {
            "room": "obligations",
            "law": law,
            "page": page,
            "parts": grouped(list(page.object_list), ask.group, law),
            "headings": made,
            "total": len(others) or len(posture.rows),
            "left_out": [(verdict.value, n) for verdict, n in posture.left_out.items()],
            "ask": ask,
            "fact": law.facts.get(ask.fact),
            "is_narrowed": set(request.GET) - {"group", "sort", "page"},
            "groupings": listing.GROUPS,
            "verdicts": listing.BINDS,
            "states": listing.STATES,
            "themes": THEMES,
            "stages": STAGES,
            "points": POINTS,
            "jurisdictions": tuple(jurisdictions),
            "sorts": tuple(listing.SORTS),
            "instruments": [
                (place, [each for each in law.instruments.values() if each.jurisdiction == place])
                for place in jurisdictions
            ],
        },
    )


def _notice(row: Row | None) -> str | None:
    """Return the kind of publication that would mend the first unmet control, if one would."""
    unmet = (c.name for c, view in (row.opinions if row else ()) if view.status is not Status.OK)
    return next((NOTICES[name] for name in unmet if name in NOTICES), None)


def _form(request: HttpRequest, row: Row | None) -> Attest | None:
    """Return the form for a duty that takes an attestation, or None."""
    if row is None:
        return None
    if row.needs_person:
        return Attest(posted(request))
    return StandIn(posted(request)) if row.unseen else None


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, id_: str) -> HttpResponse:
    """Show one obligation; a POST attests that it is met."""
    parts = runtime.current()
    on = asof.day(request)
    known = asof.known(request)
    law = parts.law if known is None else parts.law.as_known(known)
    duty = law.obligation(id_)
    profile = parts.profile()
    decision = decide(law, profile.answers, id_, on)
    row: Row | None = next(
        (r for r in posture_on(on).rows if r.decision.obligation.id == id_), None
    )
    binds = decision.verdict is Applicability.APPLIES
    is_now = asof.is_today(request) and known is None
    form = _form(request, row) if binds and is_now else None
    if request.method == "POST":
        if form is None:
            messages.error(
                request, _("Nothing was attested: controls answer this, or it does not bind today.")
            )
            return redirect("obligation", id_)
        if form.is_valid():
            made = attest(
                parts.ledger,
                id_,
                author=person(request).get_username(),
                stands_in_for=row.unseen if row is not None else (),
                **form.cleaned_data,
            )
            messages.success(
                request,
                _("Your attestation is entry %(entry)s of the ledger.") % {"entry": made.entry},
            )
            return redirect("obligation", id_)
    instrument = law.instruments[duty.instrument]
    article = instrument.article(duty.provision)
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
            "known": known,
            "against": [law.obligations[each] for each in decision.against],
            "tree": branch(decision.tree, law, profile, decision.because()),
            "would": None
            if decision.would_tree is None
            else branch(decision.would_tree, law, profile, decision.would_tree.because()),
            "blockers": [parts.law.facts[name] for name in decision.blockers()],
            "profile_file": profile.file,
            "row": row,
            "timeline": [shown(entry) for entry in timeline],
            "attestations": Attestation.objects.filter(obligation=id_)[:20],
            "form": form,
            "notice": _notice(row),
            "timing": kin.timing(duty),
            "elsewhere": kin.elsewhere(law, duty, profile, on),
            "followers": kin.followers(law, duty),
            "before": [law.obligations[each] for each in duty.succeeds if each in law.obligations],
            "penalties": kin.penalties(law, duty),
        },
        status=422 if form is not None and form.errors else 200,
    )

"""``/service``: what runs here, and under which law, plan and rules."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from hegui import __version__
from hegui.console import runtime
from hegui.console.api.told import Said, told

__all__ = ["router"]

router = Router(tags=["service"])


class LedgerSize(Schema):
    """How long the ledger is, and how much of it the newest checkpoint covers."""

    size: int
    signed: int


class Service(Schema):
    """The running service."""

    service: Said
    version: str
    law: str
    plan: str
    plan_day: date
    rules: str
    ledger: LedgerSize
    knows_users: bool


@router.get("/service", response=Service, summary="What runs here")
def service(request: HttpRequest) -> HttpResponse:
    """Return name, version, the digests of what is in force, and the size of the ledger."""
    parts = runtime.current()
    plan = parts.plan()
    return told(
        {
            "service": parts.profile().name.as_dict(),
            "version": __version__,
            "law": parts.law.digest,
            "plan": plan.digest,
            "plan_day": plan.day.isoformat(),
            "rules": parts.rules().digest,
            "ledger": {"size": parts.reader.size(), "signed": parts.reader.checkpoint().size},
            "knows_users": parts.people is not None,
        }
    )

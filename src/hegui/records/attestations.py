"""Attest that a duty is met, for duties that no program can answer."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hegui.records.entries import Writer
from hegui.records.models import Attestation, Service
from hegui.records.setup import SERVICE

__all__ = ["attest"]


def attest(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer,
    obligation: str,
    *,
    author: str,
    statement: str,
    covers_from: date,
    covers_until: date,
) -> Attestation:
    """Keep and record a statement.

    Args:
        ledger: where the entry goes.
        obligation: full id of the duty.
        author: account name of who states it.
        statement: what is stated, at least ten characters.
        covers_from: first Beijing day that it covers.
        covers_until: exclusive, later than `covers_from`.

    Raises:
        LedgerError: the entry could not be written; nothing was kept.
    """
    with transaction.atomic():
        written = ledger.append_sync(
            "attestation",
            {
                "obligation": obligation,
                "author": author,
                "statement": statement,
                "covers_from": covers_from.isoformat(),
                "covers_until": covers_until.isoformat(),
            },
            refs=(obligation,),
        )
        return Attestation.objects.create(
            service=Service.objects.get(key=SERVICE),
            obligation=obligation,
            author=author,
            statement=statement,
            covers_from=covers_from,
            covers_until=covers_until,
            entry=written.seq,
            receipt=written.id,
        )

"""Attest that a duty is met: one that no program can answer, or one that hegui does not see."""

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
    looked_at: str = "",
    evidence: str = "",
    stands_in_for: tuple[str, ...] = (),
) -> Attestation:
    """Keep and record a statement.

    Args:
        ledger: where the entry goes.
        obligation: full id of the duty.
        author: account name of who states it.
        statement: what is stated, at least ten characters.
        covers_from: first Beijing day that it covers.
        covers_until: exclusive, later than `covers_from`.
        looked_at: what the author looked at.
        evidence: the document or address that shows it.
        stands_in_for: names of the controls that saw nothing and in whose place it
            is to count; empty for a duty without controls.

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
                "looked_at": looked_at,
                "evidence": evidence,
                "stands_in_for": list(stands_in_for),
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
            looked_at=looked_at,
            evidence=evidence,
            stands_in_for=list(stands_in_for),
            entry=written.seq,
            receipt=written.id,
        )

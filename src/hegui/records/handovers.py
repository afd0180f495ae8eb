"""Give content without its explicit label, on request: only on terms, and on record.

The entry holds what was given, on which version of the agreement and until when
the log is kept. Who got it stands in the records alone.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hegui import clock
from hegui.errors import NoAgreement
from hegui.records import publications
from hegui.records.entries import Writer
from hegui.records.models import Handover, Service
from hegui.records.setup import SERVICE

__all__ = ["KIND", "hand_over"]

KIND = "unlabelled-output"
"""Kind of the entry."""


def hand_over(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer,
    *,
    recipient: str,
    content: str,
    agreed_on: date,
    keep_until: date,
    by: str,
) -> Handover:
    """Record that content is given without its explicit label. Call it before it is given.

    The agreement in force is the one that counts: whoever agreed before it was
    published agreed to another, and has to agree again.

    Args:
        ledger: where the entry goes.
        recipient: who gets it, as the service knows them.
        content: the producer's number of the content, or a digest.
        agreed_on: the Beijing day on which the recipient accepted the agreement.
        keep_until: last day on which the law wants the log kept.
        by: account or program that gives it.

    Raises:
        NoAgreement: no agreement is published, or this recipient did not accept
            the one in force; nothing may be given.
        LedgerError: the entry could not be written; nothing may be given.
    """
    agreement = publications.newest("agreement")
    today = clock.today()
    if agreement is None:
        raise NoAgreement("no service agreement is published")
    if agreed_on < agreement.since:
        raise NoAgreement(
            f"it was accepted on {agreed_on}, and version {agreement.version} "
            f"is in force since {agreement.since}"
        )
    if agreed_on > today:
        raise NoAgreement(f"{agreed_on} has not come yet")
    with transaction.atomic():
        written = ledger.append_sync(
            KIND,
            {
                "content": content,
                "agreement": agreement.version,
                "agreed_on": agreed_on.isoformat(),
                "keep_until": keep_until.isoformat(),
                "by": by,
            },
            refs=(KIND,),
        )
        return Handover.objects.create(
            service=Service.objects.get(key=SERVICE),
            at=clock.now(),
            recipient=recipient,
            content=content,
            agreement=agreement,
            agreed_on=agreed_on,
            keep_until=keep_until,
            by=by,
            entry=written.seq,
            receipt=written.id,
        )

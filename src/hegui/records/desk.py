"""The case desk: open a case, move it, and leave an entry each time.

Row and entry stand or fall together: the entry is durable before the row is
committed, and a failing ledger leaves no row. Entries carry the number and
what was done, never what anybody wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hegui import clock
from hegui.cases import Kind, Move, Role, State, due, move, new_number, new_secret
from hegui.records import publications
from hegui.records.entries import Writer
from hegui.records.models import Case, CaseEvent, Service
from hegui.records.setup import SERVICE

__all__ = ["Opened", "limit_days", "move_case", "open_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case just opened. This is the only moment at which its secret is known."""

    case: Case
    secret: str
    entry: int
    receipt: str


def limit_days() -> int | None:
    """Return the published limit for an answer in days, or None when there is none."""
    published = publications.newest("complaint-handling")
    stated = str(published.fields.get("answer_days", "")).strip() if published else ""
    return int(stated) if stated.isascii() and stated.isdigit() and int(stated) > 0 else None


def _start_clock(case: Case, at: datetime) -> None:
    case.clock_from = at
    case.limit_days = limit_days()
    case.due_at = None if case.limit_days is None else due(at, limit_days=case.limit_days)
    case.answered_at = None


def open_case(
    ledger: Writer, kind: Kind, *, text: str, contact: str = "", about_receipt: str = ""
) -> Opened:
    """Open a case, start its clock and record it.

    Raises:
        LedgerError: the entry could not be written; nothing was kept.
    """
    at = clock.now()
    shown, kept = new_secret()
    case = Case(
        service=Service.objects.get(key=SERVICE),
        number=new_number(kind, at).text,
        secret_salt=kept.salt,
        secret_digest=kept.digest,
        kind=kind.value,
        state=State.RECEIVED.value,
        text=text,
        contact=contact,
        about_receipt=about_receipt,
        received_at=at,
    )
    _start_clock(case, at)
    with transaction.atomic():
        case.save()
        event = _record(ledger, case, CaseEvent(case=case, at=at, role=Role.SUBJECT.value))
    return Opened(case=case, secret=shown, entry=event.entry or 0, receipt=event.receipt)


def move_case(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer, case: Case, step: Move, *, role: Role, words: str = "", by: str = ""
) -> CaseEvent:
    """Make one move and record it.

    Raises:
        MoveNotAllowed: the case is not in a state for it, or not for this role.
        ReasonMissing: the move needs words and has none.
        LedgerError: the entry could not be written; nothing was changed.
    """
    at = clock.now()
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(pk=case.pk)
        locked.state = move(locked.standing, step, by=role, words=words).value
        if step is Move.APPEAL:
            _start_clock(locked, at)
        elif step in {Move.ANSWER, Move.REJECT}:
            locked.answered_at = at
        locked.save()
        return _record(
            ledger,
            locked,
            CaseEvent(
                case=locked,
                at=at,
                move=step.value,
                role=role.value,
                by=by,
                words=words.strip(),
            ),
        )


def _record(ledger: Writer, case: Case, event: CaseEvent) -> CaseEvent:
    event.state = case.state
    due_at = None if case.due_at is None else clock.stamp(case.due_at)
    written = ledger.append_sync(
        "case",
        {
            "number": case.number,
            "kind": case.kind,
            "move": event.move or "receive",
            "role": event.role,
            "by": event.by,
            "state": case.state,
            "due": due_at,
            "limit_days": case.limit_days,
            "about": case.about_receipt,
        },
        refs=(f"case/{case.number}",),
    )
    event.entry = written.seq
    event.receipt = written.id
    event.save()
    return event

"""Each obligation that binds a service: ok, failing, stale or unknown, and why.

Everything starts at unknown. An obligation with controls is as good as the
worst of them (failing, then unknown, then stale, then ok). An obligation that
no program can meet is met by a person's attestation while its period lasts. An
obligation whose applicability is unknown is unknown, whatever the controls say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hegui.audit.attestation import opinion_of
from hegui.bilingual import Bilingual
from hegui.clock import stamp
from hegui.controls.base import Control, Opinion, Status
from hegui.controls.evidence import Evidence
from hegui.controls.opinions import opinion
from hegui.controls.plan import parameters_of
from hegui.controls.registry import of_obligation
from hegui.errors import NotBound
from hegui.law import Applicability, Decision, Law, Profile, applies

__all__ = ["Posture", "Row", "posture", "worst"]

_WORST_FIRST: Final = (Status.FAILING, Status.UNKNOWN, Status.STALE, Status.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One obligation that binds the service, or may."""

    decision: Decision
    """Whether it applies, with the tree that says why."""

    status: Status
    reason: Bilingual
    """The sentence that decided."""

    opinions: tuple[tuple[Control, Opinion], ...]
    """What each control shows, in reading order; empty when a person must."""

    entries: tuple[int, ...]
    """Ledger entries that prove it, newest first, without repeats."""

    next_step: Bilingual | None
    """What to do to make it ok; None when it is."""

    needs_person: bool
    """No control answers it: a document or an attestation does."""

    def as_dict(self) -> dict[str, object]:
        """Return the row as JSON values."""
        duty = self.decision.obligation
        return {
            "id": duty.id,
            "title": duty.title.as_dict(),
            "must": duty.must.as_dict(),
            "theme": duty.theme,
            "applicability": self.decision.verdict.value,
            "blockers": list(self.decision.blockers()),
            "status": self.status.value,
            "reason": self.reason.as_dict(),
            "next_step": None if self.next_step is None else self.next_step.as_dict(),
            "needs_person": self.needs_person,
            "controls": [
                {
                    "control": control.name,
                    "status": view.status.value,
                    "reason": view.reason.as_dict(),
                    "entries": list(view.entries),
                }
                for control, view in self.opinions
            ],
            "entries": list(self.entries),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """All rows of one service on one day."""

    service: Bilingual
    on: date
    evidence: Evidence
    law: str
    """Digest of the instruments."""

    rows: tuple[Row, ...]
    """In law order: obligations that apply, or that may."""

    left_out: Mapping[Applicability, int]
    """How many obligations do not bind, by verdict."""

    @property
    def counts(self) -> dict[Status, int]:
        """How many rows are in each state, all four named."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in Status}

    def row(self, id_: str) -> Row:
        """Return the row of one obligation.

        Raises:
            NotBound: the obligation does not bind this service on this day.
        """
        for row in self.rows:
            if row.decision.obligation.id == id_:
                return row
        raise NotBound(id_, self.on)

    def as_dict(self) -> dict[str, object]:
        """Return the posture as JSON values."""
        return {
            "service": self.service.as_dict(),
            "on": self.on.isoformat(),
            "at": stamp(self.evidence.now),
            "law": self.law,
            "window_days": self.evidence.window_days,
            "counts": {status.value: n for status, n in self.counts.items()},
            "left_out": {verdict.value: n for verdict, n in self.left_out.items()},
            "obligations": [row.as_dict() for row in self.rows],
        }


def posture(law: Law, profile: Profile, evidence: Evidence, on: date) -> Posture:
    """Return the state of every obligation that binds `profile` on a Beijing day.

    O(obligations x controls); reads nothing but its arguments.
    """
    rows: list[Row] = []
    left_out: Counter[Applicability] = Counter()
    for decision in applies(law, profile, on):
        if decision.verdict in (Applicability.APPLIES, Applicability.UNKNOWN):
            rows.append(_row(decision, evidence))
        else:
            left_out[decision.verdict] += 1
    return Posture(
        service=profile.name,
        on=on,
        evidence=evidence,
        law=law.digest,
        rows=tuple(rows),
        left_out=left_out,
    )


def worst(views: tuple[Opinion, ...]) -> Opinion:
    """Return the opinion that decides among several; the first of equals.

    Raises:
        ValueError: there are none, so nothing is decided.
    """
    for status in _WORST_FIRST:
        for view in views:
            if view.status is status:
                return view
    raise ValueError("expected at least one opinion; got none")


def _row(decision: Decision, evidence: Evidence) -> Row:
    duty = decision.obligation
    opinions = tuple(
        (
            control,
            opinion(control, evidence, parameters_of((duty.id,), {duty.id: duty.parameters})),
        )
        for control in of_obligation(duty.id)
    )
    views = tuple(view for _, view in opinions)
    deciding = worst(views) if views else opinion_of(duty.id, evidence)
    entries = tuple(dict.fromkeys(seq for view in (*views, deciding) for seq in view.entries))
    status, reason, next_step = deciding.status, deciding.reason, deciding.next_step
    if decision.verdict is Applicability.UNKNOWN:
        status, reason, next_step = _undecided(decision)
    return Row(
        decision=decision,
        status=status,
        reason=reason,
        opinions=opinions,
        entries=tuple(sorted(entries, reverse=True)),
        next_step=next_step,
        needs_person=not views,
    )


def _undecided(decision: Decision) -> tuple[Status, Bilingual, Bilingual]:
    facts = ", ".join(decision.blockers())
    return (
        Status.UNKNOWN,
        Bilingual(
            zh=f"是否适用取决于尚未回答的事实：{facts}",
            en=f"whether it applies depends on unanswered facts: {facts}",
        ),
        Bilingual(zh=f"在 hegui.toml 中回答：{facts}", en=f"answer in hegui.toml: {facts}"),
    )

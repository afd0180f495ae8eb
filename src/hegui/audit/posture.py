"""Each obligation that binds a service: ok, failing, stale or unknown, and why.

Everything starts at unknown. An obligation with controls is as good as the
worst of them (failing, then unknown, then stale, then ok). An obligation that
no program can meet is met by a person's attestation while its period lasts. An
obligation whose applicability is unknown is unknown, whatever the controls say.

What hegui does not carry out for a service, a person may attest (see
`hegui.audit.attestation`): the attestation then takes the place of the controls
that saw nothing, and the worst of it and the others decides. So it hides no
control that is failing, stale or unknown for another reason. An ok that rests on
a person's word is told apart from a measured one by its `Basis`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from hegui.audit.attestation import opinion_of, stood_in_for
from hegui.bilingual import Bilingual
from hegui.clock import stamp
from hegui.controls.base import Control, Opinion, Status
from hegui.controls.evidence import Attested, Evidence
from hegui.controls.opinions import opinion
from hegui.controls.plan import parameters_of
from hegui.controls.registry import of_obligation
from hegui.errors import NotBound
from hegui.law import Applicability, Decision, Law, Profile, applies

__all__ = ["Basis", "Posture", "Row", "posture", "worst"]

_WORST_FIRST: Final = (Status.FAILING, Status.UNKNOWN, Status.STALE, Status.OK)


class Basis(StrEnum):
    """What an ok rests on."""

    MEASURED = "measured"
    """On evidence of controls alone."""

    ATTESTED = "attested"
    """On a person's word, wholly or for the part that hegui does not carry out."""


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

    basis: Basis | None = None
    """What it rests on; None unless it is ok."""

    attested: Attested | None = None
    """The attestation that is looked at here; None where only controls decide."""

    stood_in: tuple[str, ...] = ()
    """Controls that saw nothing and for which `attested` stands, by name."""

    @property
    def state(self) -> Literal["ok", "attested", "failing", "stale", "unknown"]:
        """``attested`` where an ok rests on a person's word, else the status, for lists."""
        return "attested" if self.basis is Basis.ATTESTED else self.status.value

    @property
    def unseen(self) -> tuple[str, ...]:
        """Controls that hegui never carried out for this service, by name."""
        return tuple(control.name for control, view in self.opinions if view.is_unseen)

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
            "basis": None if self.basis is None else self.basis.value,
            "attestation": None if self.attested is None else _told(self.attested),
            "reason": self.reason.as_dict(),
            "next_step": None if self.next_step is None else self.next_step.as_dict(),
            "needs_person": self.needs_person,
            "controls": [
                {
                    "control": control.name,
                    "status": view.status.value,
                    "reason": view.reason.as_dict(),
                    "entries": list(view.entries),
                    "is_unseen": view.is_unseen,
                    "is_stood_in_for": control.name in self.stood_in,
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

    @property
    def attested(self) -> int:
        """How many of the rows that are ok rest on a person's word."""
        return sum(row.basis is Basis.ATTESTED for row in self.rows)

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
            "attested": self.attested,
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
    stood_in = stood_in_for(duty.id, opinions, evidence)
    views = tuple(view for control, view in opinions if control.name not in stood_in)
    is_attested = bool(stood_in) or not opinions
    by_person = (opinion_of(duty.id, evidence),) if is_attested else ()
    # The attestation first: of equals it decides, so that a page names who answers for it.
    deciding = worst((*by_person, *views))
    basis = Basis.ATTESTED if is_attested else Basis.MEASURED
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
        needs_person=not opinions,
        basis=basis if status is Status.OK else None,
        attested=evidence.attested.get(duty.id) if is_attested else None,
        stood_in=stood_in,
    )


def _told(attested: Attested) -> dict[str, object]:
    """Return an attestation as JSON values."""
    return {
        "author": attested.author,
        "made_on": None if attested.made_on is None else attested.made_on.isoformat(),
        "covers_from": attested.on.isoformat(),
        "covers_until": attested.covers_until.isoformat(),
        "looked_at": attested.looked_at,
        "evidence": attested.evidence,
        "stands_in_for": list(attested.stands_in_for),
        "entry": attested.entry,
    }


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

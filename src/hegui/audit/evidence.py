"""Gather the evidence about one service from its ledger and its records.

The only place that turns rows into what standing controls look at. Reads only;
safe while the service runs. Cost: a few dozen indexed queries, and `SAMPLE`
payloads decoded.

Django must be set up (`hegui.records.setup.prepare`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final

from hegui.audit.end_users import gather_users
from hegui.clock import beijing_day
from hegui.controls.base import Acting, Moment
from hegui.controls.evidence import (
    Attested,
    BaseModel,
    CaseLoad,
    Evidence,
    Files,
    Handovers,
    KeyUse,
    KeywordLibrary,
    LedgerState,
    Published,
    Run,
    Runs,
)
from hegui.controls.label_law import unlabelled_until
from hegui.controls.registry import ALL
from hegui.ledger import Reader
from hegui.records import handovers, publications
from hegui.records.models import ApiKey, Attestation, Case, Handover

__all__ = ["BATCH_KINDS", "SAMPLE", "WINDOW_DAYS", "gather"]

WINDOW_DAYS: Final = 30
"""Days that counts go back."""

SAMPLE: Final = 50
"""Newest exchanges whose payloads are looked into."""

BATCH_KINDS: Final = (
    "app-store-check",
    "assessment",
    "corpus-scan",
    "fairness-audit",
    "label-pictures",
    "label-sounds",
    "label-verification",
    "label-videos",
)
"""Kinds of entries that a batch run leaves."""

_RAN: Final = {
    Moment.PROMPT: "moment/prompt",
    # A control over segments watches every answer; it is asked only when a rule found something.
    Moment.SEGMENT: "moment/answer",
    Moment.ANSWER: "moment/answer",
}
"""The index word of exchanges in which the controls of a moment ran."""

_HANDOVERS: Final = 10_000
"""Content given unlabelled that is looked at: a day's work even for a busy desk."""

_LIBRARIES: Final = 60
"""Entries about the keyword library that are looked at: one a day and one for each start."""

_SHOWN: Final = 10
"""Entries kept as proof of a control."""

_WORD: Final = 128
"""Code points that a name, a digest or a rule may have; more is a text."""

_NAMES: Final = frozenset({"rule", "model"})
"""Fields whose words operators choose, in any script."""


def gather(reader: Reader, *, now: datetime, window_days: int = WINDOW_DAYS) -> Evidence:
    """Return what is known at `now`.

    Args:
        reader: the service's ledger.
        now: aware instant; later entries and rows are not expected.
        window_days: how far counts go back.
    """
    since = now - timedelta(days=window_days)
    acting = [control for control in ALL if isinstance(control, Acting)]
    moments = {ref: _moment(reader, ref, since) for ref in {_asked_in(c) for c in acting}}
    upstreams = reader.last("upstreams")
    return Evidence(
        now=now,
        window_days=window_days,
        ledger=_ledger(reader, since),
        runs={c.name: _runs(reader, c, moments[_asked_in(c)], since) for c in acting},
        published=_published(),
        attested=_attested(now),
        cases=_cases(since),
        keys=_keys(),
        keywords=_keywords(reader),
        users=gather_users(reader, now=now, since=since),
        batch=_batch(reader),
        files=_files(reader, since),
        handovers=_handovers(reader, now),
        base_models=None if upstreams is None else _base_models(upstreams.payload),
        base_models_entry=None if upstreams is None else upstreams.seq,
    )


def _asked_in(control: Acting) -> str:
    return control.asked_in or _RAN[control.moment]


def _ledger(reader: Reader, since: datetime) -> LedgerState:
    size = reader.size()
    first, last = reader.first(), reader.last()
    verification = reader.last("verification")
    sample = reader.entries(kind="exchange", limit=SAMPLE)
    return LedgerState(
        size=size,
        first_at=None if first is None else first.at,
        last_at=None if last is None else last.at,
        checkpoint_at=None if last is None else _covered_at(reader, size),
        verified_at=None if verification is None else verification.at,
        is_intact=None
        if verification is None
        else bool(verification.payload.get("is_intact", False)),
        exchanges=reader.count(kind="exchange", since=since),
        failed=sum(
            reader.count(ref=f"outcome/{outcome}", since=since)
            for outcome in ("upstream-error", "failed")
        ),
        texts_kept=sum(_holds_text(entry.payload) for entry in sample),
        sampled=len(sample),
    )


def _covered_at(reader: Reader, size: int) -> datetime | None:
    """Return the time of the newest entry that the newest checkpoint covers."""
    covered = min(reader.checkpoint().size, size)
    return reader.entry(covered - 1).at if covered else None


def _moment(reader: Reader, ref: str, since: datetime) -> Runs:
    """Return the runs that all controls of one moment share."""
    shown = reader.entries(ref=ref, limit=_SHOWN)
    return Runs(
        ran=reader.count(ref=ref, since=since),
        acted=0,
        errors=0,
        last_at=shown[0].at if shown else None,
        entries=tuple(entry.seq for entry in shown),
    )


def _runs(reader: Reader, control: Acting, moment: Runs, since: datetime) -> Runs:
    acted = f"control/{control.name}"
    shown = reader.entries(ref=acted, limit=_SHOWN)
    return replace(
        moment,
        acted=reader.count(ref=acted, since=since),
        errors=reader.count(ref=f"error/{control.name}", since=since),
        entries=tuple(entry.seq for entry in shown) or moment.entries,
    )


def _published() -> Mapping[str, Published]:
    return {
        kind: Published(
            kind=kind,
            since=row.since,
            fields={name: text for name, text in row.fields.items() if isinstance(text, str)},
            entry=row.entry,
        )
        for kind, row in publications.newest_of_all().items()
    }


def _attested(now: datetime) -> Mapping[str, Attested]:
    """Return the latest of each duty; one that begins later replaces none until it does."""
    today = beijing_day(now)
    found: dict[str, Attested] = {}
    for row in Attestation.objects.order_by("made_at", "id"):
        if row.covers_from > today and row.obligation in found:
            continue
        found[row.obligation] = Attested(
            author=row.author,
            on=row.covers_from,
            covers_until=row.covers_until,
            entry=row.entry,
            made_on=beijing_day(row.made_at),
            looked_at=row.looked_at,
            evidence=row.evidence,
            stands_in_for=tuple(row.stands_in_for),
        )
    return found


def _cases(since: datetime) -> CaseLoad:
    opened = list(Case.objects.filter(received_at__gte=since))
    still_open = Case.objects.filter(answered_at=None)
    return CaseLoad(
        opened=len(opened),
        answered=sum(case.answered_at is not None for case in opened),
        overdue=sum(case.is_overdue for case in still_open),
        known=Case.objects.count(),
    )


def _keys() -> KeyUse:
    active = ApiKey.objects.filter(revoked_at=None)
    return KeyUse(active=active.count(), client_labels=active.filter(client_labels=True).count())


def _keywords(reader: Reader) -> KeywordLibrary | None:
    shown = reader.entries(kind="lexicons", limit=_LIBRARIES)
    if not shown:
        return None
    last = shown[0]
    same = tuple(takewhile(lambda e: e.payload.get("digest") == last.payload["digest"], shown))
    risks = last.payload["risks"]
    newest = last.payload["newest"]
    return KeywordLibrary(
        at=last.at,
        terms=int(str(last.payload["terms"])),
        risks={key: int(str(count)) for key, count in risks.items()}
        if isinstance(risks, Mapping)
        else {},
        newest=None if newest is None else date.fromisoformat(str(newest)),
        since=same[-1].at,
        is_changed=len(same) < len(shown),
        entry=last.seq,
        since_entry=same[-1].seq,
    )


def _base_models(payload: Mapping[str, object]) -> tuple[BaseModel, ...]:
    rows = payload.get("upstreams")
    if not isinstance(rows, list):
        return ()
    return tuple(
        BaseModel(
            name=str(row["name"]),
            region=str(row.get("region", "")),
            base_model=str(row.get("base_model", "")),
            filing=str(row.get("filing", "")),
            substitutes=tuple(str(each) for each in row.get("substitutes", ())),
        )
        for row in rows
        if isinstance(row, dict)
    )


def _files(reader: Reader, since: datetime) -> Files:
    with_label, without = (f"file/{word}" for word in ("labelled", "unlabelled"))
    shown = reader.entries(ref=without, limit=_SHOWN) or reader.entries(
        ref=with_label, limit=_SHOWN
    )
    return Files(
        labelled=reader.count(ref=with_label, since=since),
        unlabelled=reader.count(ref=without, since=since),
        entries=tuple(entry.seq for entry in shown),
    )


def _handovers(reader: Reader, now: datetime) -> Handovers:
    """Hold entries against rows; at most the newest `_HANDOVERS` of them."""
    today = beijing_day(now).isoformat()
    rows = {row.entry: row for row in Handover.objects.order_by("-entry")[:_HANDOVERS]}
    entries = reader.entries(kind=handovers.KIND, limit=_HANDOVERS)
    missing = [
        entry.seq
        for entry in entries
        if entry.seq not in rows and str(entry.payload.get("keep_until", "")) >= today
    ]
    short = [
        row.entry for row in rows.values() if row.keep_until < unlabelled_until(beijing_day(row.at))
    ]
    return Handovers(
        rows=len(rows),
        missing=len(missing),
        short=len(short),
        entries=tuple([*missing, *short, *(entry.seq for entry in entries)][:_SHOWN]),
    )


def _batch(reader: Reader) -> Mapping[str, Run]:
    found: dict[str, Run] = {}
    for kind in BATCH_KINDS:
        entry = reader.last(kind)
        if entry is not None:
            found[kind] = Run(
                kind=kind,
                at=entry.at,
                figures={
                    name: float(value)
                    for name, value in entry.payload.items()
                    if isinstance(value, int | float)
                },
                entry=entry.seq,
            )
    return found


def _holds_text(value: object, name: str = "") -> bool:
    """Tell whether a payload holds something longer or freer than a name."""
    match value:
        case str():
            return len(value) > _WORD or (name not in _NAMES and not value.isascii())
        case Mapping():
            return any(_holds_text(each, key) for key, each in value.items())
        case list() | tuple():
            return any(_holds_text(each, name) for each in value)
        case _:
            return False

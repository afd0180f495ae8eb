"""Gather what the records and the ledger show of end users."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from hegui.clock import beijing_day
from hegui.controls.evidence import UserState
from hegui.ledger import Reader
from hegui.records.end_user import Age, MeasureKind, RealNameState
from hegui.records.end_users.purge import Keep, overdue
from hegui.records.models import EndUserRow

__all__ = ["gather_users"]

_MINORS: Final = (Age.CHILD.value, Age.MINOR.value)


def gather_users(reader: Reader, *, now: datetime, since: datetime) -> UserState:
    """Return the state of end users at `now`; counts of acts go back to `since`."""
    entry = reader.last("user-policy")
    policy = None if entry is None else _policy(entry.payload)
    rows = EndUserRow.objects.all()
    return UserState(
        policy=policy,
        entry=None if entry is None or policy is None else entry.seq,
        known=rows.count(),
        verified=rows.filter(real_name=RealNameState.VERIFIED.value).count(),
        minors=rows.filter(age__in=_MINORS).count(),
        children=rows.filter(age=Age.CHILD.value).count(),
        consented=rows.filter(age=Age.CHILD.value, state__guardian__has_consented=True).count(),
        unanswered=0 if policy is None else _unanswered(policy, now),
        measures=reader.count(kind="user-measure", since=since),
        reminded=reader.count(ref="notice/continuous-use", since=since),
        training_refused=rows.exclude(training_refused=None).count(),
        overdue=0 if policy is None else overdue(_keep(policy), now),
    )


def _policy(payload: Mapping[str, object]) -> Mapping[str, str | int | bool] | None:
    """Return the policy of an entry; one that says that there is none is None."""
    kept = {k: v for k, v in payload.items() if isinstance(v, str | int | bool)}
    return kept if kept.get("identity") else None


def _unanswered(policy: Mapping[str, str | int | bool], now: datetime) -> int:
    in_a_row, in_a_day = policy.get("in_a_row"), policy.get("in_a_day")
    over = Q(state__unlawful__in_a_row__gte=in_a_row) | Q(
        state__unlawful__day=beijing_day(now).isoformat(), state__unlawful__on_day__gte=in_a_day
    )
    stopped = Q(measure__in=[m.value for m in MeasureKind if m is not MeasureKind.NONE]) & (
        Q(until=None) | Q(until__gt=now)
    )
    return EndUserRow.objects.filter(over).exclude(stopped).count()


def _keep(policy: Mapping[str, str | int | bool]) -> Keep:
    def days(name: str) -> timedelta:
        return timedelta(days=int(policy.get(name, 0)))

    return Keep(inputs=days("evidence_max"), acts=days("measures_max"), rows=days("identity_max"))

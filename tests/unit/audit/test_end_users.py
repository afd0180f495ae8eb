"""What the audit sees of end users."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.records.folders import migrated, var

from hegui import clock
from hegui.controls.evidence import UserState
from hegui.ledger import Ledger, Reader
from hegui.records.end_user import (
    Age,
    EndUser,
    Guardian,
    Measure,
    MeasureKind,
    RealName,
    RealNameState,
    Unlawful,
)

__all__ = ["migrated", "var"]

POLICY = {
    "identity": "token",
    "in_a_row": 3,
    "in_a_day": 5,
    "evidence_max": 10,
    "measures_max": 20,
    "identity_max": 30,
}


@pytest.fixture(autouse=True)
def _django(var: Path) -> None:
    """A folder with records of its own."""


def _state(var: Path, *policies: dict[str, object]) -> UserState:
    from hegui.audit.end_users import gather_users

    with Ledger.open(var / "ledger") as ledger:
        for policy in policies:
            ledger.append_sync("user-policy", policy)  # type: ignore[arg-type]  # JSON
        ledger.append_sync("user-measure", {"act": "suspend"})
        ledger.append_sync("exchange", {}, refs=("notice/continuous-use",))
    now = clock.now()
    return gather_users(Reader.open(var / "ledger"), now=now, since=now - timedelta(days=1))


def _keep(*users: EndUser) -> None:
    from hegui.records.end_users.store import DatabaseUsers

    DatabaseUsers().save(users)


def _user(name: str, **facts: object) -> EndUser:
    now = clock.now()
    user = EndUser(ref=f"u-{name}", digest=name * 8, created=now, seen=now)
    return replace(user, **facts)  # type: ignore[arg-type]  # each names a field


def test_people_are_counted_by_what_they_are(var: Path) -> None:
    """Verified, minors, children, consents, choices; measures and reminders from the ledger."""
    verified = RealName(state=RealNameState.VERIFIED, method="m", at=clock.now())
    _keep(
        _user("a", age=Age.ADULT, real_name=verified, training_refused=clock.now()),
        _user("b", age=Age.MINOR),
        _user("c", age=Age.CHILD, guardian=Guardian(has_consented=True)),
        _user("d", age=Age.CHILD),
    )
    state = _state(var, POLICY)

    assert (4, 1, 3, 2, 1, 1) == (
        state.known,
        state.verified,
        state.minors,
        state.children,
        state.consented,
        state.training_refused,
    )
    assert (1, 1, 0) == (state.measures, state.reminded, state.entry)


def test_who_is_over_a_limit_without_a_measure_is_counted(var: Path) -> None:
    """In a row, or today; yesterday's count and a measure in force do not."""
    now = clock.now()
    today = clock.today()
    measure = Measure(kind=MeasureKind.SUSPEND, since=now, until=now + timedelta(hours=1))
    over = Measure(kind=MeasureKind.SUSPEND, since=now, until=now - timedelta(hours=1))
    row, day = Unlawful(in_a_row=3), Unlawful(day=today, on_day=5)
    _keep(
        _user("a", unlawful=row),
        _user("b", unlawful=day),
        _user("c", unlawful=replace(day, day=today - timedelta(days=1))),
        _user("d", unlawful=row, measure=measure),
        _user("e", unlawful=row, measure=over),
    )

    assert 3 == _state(var, POLICY).unanswered


def test_a_policy_that_was_taken_away_is_none(var: Path) -> None:
    """The newest entry says that nobody is asked for any more."""
    state = _state(var, POLICY, {"identity": ""})

    assert (None, None) == (state.policy, state.entry)


def test_what_is_past_its_time_is_counted(var: Path) -> None:
    """By the policy's own days."""
    _keep(_user("a", seen=clock.now() - timedelta(days=31)), _user("b"))

    assert 1 == _state(var, POLICY).overdue

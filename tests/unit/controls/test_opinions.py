"""What an acting control's runs say of it; an error is never ok."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hegui.controls import ALL
from hegui.controls.base import Acting, Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence, LedgerState, Runs
from hegui.controls.opinions import FRESH, opinion

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ACTING = next(control for control in ALL if isinstance(control, Acting))
STANDING = next(control for control in ALL if isinstance(control, Standing))
LEDGER = LedgerState(
    size=0,
    first_at=None,
    last_at=None,
    checkpoint_at=None,
    verified_at=None,
    is_intact=None,
)


def _evidence(runs: Runs | None) -> Evidence:
    known = {} if runs is None else {ACTING.name: runs}
    return Evidence(now=NOW, window_days=30, ledger=LEDGER, runs=known)


@pytest.mark.parametrize(
    ("age", "errors", "status"),
    [
        (timedelta(), 0, Status.OK),
        (FRESH, 0, Status.OK),
        (FRESH + timedelta(seconds=1), 0, Status.STALE),
        (timedelta(), 1, Status.FAILING),
        (FRESH + timedelta(seconds=1), 1, Status.FAILING),
    ],
)
def test_an_acting_control_proves_itself_by_running(
    age: timedelta, errors: int, status: Status
) -> None:
    """Fresh and whole is ok; old is stale; broken is failing whatever its age."""
    runs = Runs(ran=9, acted=1, errors=errors, last_at=NOW - age, entries=(4, 2))

    view = opinion(ACTING, _evidence(runs), {})

    assert status is view.status
    assert (4, 2) == view.entries


@pytest.mark.parametrize("runs", [None, Runs(ran=0, acted=0, errors=0, last_at=None)])
def test_a_control_that_never_ran_is_unknown(runs: Runs | None) -> None:
    """Nothing is ok by default."""
    assert Status.UNKNOWN is opinion(ACTING, _evidence(runs), {}).status


def test_a_standing_control_that_raises_is_failing() -> None:
    """An error in a control is shown as a failure that names it."""

    def broken(_evidence: Evidence, _parameters: Parameters) -> Opinion:
        raise ZeroDivisionError("no cases")

    view = opinion(replace(STANDING, look=broken), _evidence(None), {})

    assert Status.FAILING is view.status
    assert "ZeroDivisionError: no cases" in view.reason.en

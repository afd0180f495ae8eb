"""Cases and their clocks, for any history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hegui.cases import Move, Role, State, allowed, days_left, due, move, overdue
from hegui.clock import beijing_day
from hegui.errors import MoveNotAllowed

INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  the strategy adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001  the same
    timezones=st.just(UTC),
)
STEPS = st.lists(st.tuples(st.sampled_from(Move), st.sampled_from(Role)), max_size=30)


@given(STEPS)
def test_no_history_closes_a_case_without_an_answer(steps: list[tuple[Move, Role]]) -> None:
    """Whatever is tried, closed is reached only from answered."""
    state, trail = State.RECEIVED, [State.RECEIVED]
    for step, role in steps:
        try:
            state = move(state, step, by=role, words="why")
        except MoveNotAllowed:
            assert step not in allowed(state, by=role)
            continue
        trail.append(state)

    for before, after in pairwise(trail):
        assert after != State.CLOSED or before == State.ANSWERED


@given(INSTANTS, st.integers(1, 366), st.integers(0, 400))
def test_the_whole_last_day_is_in_time(received: datetime, limit: int, later_days: int) -> None:
    """A case is late exactly when more Beijing days than the limit have begun since."""
    now = received + timedelta(days=later_days)
    gone = (beijing_day(now) - beijing_day(received)).days

    assert (gone > limit) == overdue(received, limit_days=limit, now=now)
    assert limit - gone == days_left(received, limit_days=limit, now=now)
    assert received + timedelta(days=limit) < due(received, limit_days=limit)

"""Counts of end users against an oracle that remembers everything."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.clock import beijing_day
from hegui.gateway.users.unlawful import Limits, Rung, climbed, counted, has_reached
from hegui.gateway.users.usage import run_s, used
from hegui.records.end_user import MeasureKind, Unlawful, Use

START = datetime(2026, 11, 21, 10, tzinfo=UTC)
LADDER = (Rung(kind=MeasureKind.SUSPEND, hours=1),)

steps = st.lists(st.tuples(st.integers(0, 5000), st.booleans()), max_size=40)
"""Seconds since the last input, and whether it was unlawful."""


@settings(max_examples=60)
@given(steps, st.integers(1, 4), st.integers(1, 6))
def test_counts_are_what_a_list_of_all_inputs_says(
    inputs: list[tuple[int, bool]], in_a_row: int, in_a_day: int
) -> None:
    """A measure falls exactly when the last inputs since the last measure say so."""
    limits = Limits(in_a_row=in_a_row, in_a_day=in_a_day)
    counts, at = Unlawful(), START
    since: list[tuple[datetime, bool]] = []
    for pause, unlawful in inputs:
        at += timedelta(seconds=pause)
        since.append((at, unlawful))
        counts = counted(counts, unlawful=unlawful, at=at)
        row = next(
            (i for i, (_, u) in enumerate(reversed(since)) if not u),
            len(since),
        )
        today = sum(u for t, u in since if beijing_day(t) == beijing_day(at))
        expected = unlawful and (row >= in_a_row or today >= in_a_day)

        assert expected == (unlawful and has_reached(counts, limits))
        if expected:
            counts = climbed(counts, LADDER, at)[0]
            since.clear()


@settings(max_examples=60)
@given(st.lists(st.integers(0, 1500), max_size=60), st.integers(60, 1200))
def test_time_is_the_sum_of_what_lies_between(pauses: list[int], gap_s: int) -> None:
    """Every second between two signs no further apart than a gap counts once, on its day."""
    use, at = Use(), START
    signs = [START]
    use = used(use, at, gap=timedelta(seconds=gap_s))
    for pause in pauses:
        at += timedelta(seconds=pause)
        signs.append(at)
        use = used(use, at, gap=timedelta(seconds=gap_s))

    day, today_s, running_s = beijing_day(at), 0, 0
    for before, after in itertools.pairwise(signs):
        width = int((after - before).total_seconds())
        if width > gap_s:
            running_s = 0
            continue
        running_s += width
        today_s += sum(
            beijing_day(before + timedelta(seconds=second)) == day for second in range(width)
        )
    assert (running_s, today_s) == (run_s(use), use.day_s)

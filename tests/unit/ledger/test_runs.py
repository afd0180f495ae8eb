"""Runs say of each entry exactly the refs it carries."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.ledger.runs import Run, runs


def test_neighbours_share_a_run() -> None:
    """However many they are: one row for each ref."""
    assert [Run("a", 5, 68), Run("b", 5, 68)] == runs(5, [("a", "b")] * 64)


def test_nothing_has_no_runs() -> None:
    assert [] == runs(5, [])
    assert [] == runs(5, [(), ()])


@settings(max_examples=50)
@given(
    st.integers(0, 10**12),
    st.lists(st.sets(st.sampled_from("abcd")).map(lambda refs: tuple(sorted(refs)))),
)
def test_runs_tell_the_refs_of_each_entry(start: int, refs: list[tuple[str, ...]]) -> None:
    """No ref is lost, none is added, and no two runs of a ref touch one entry."""
    found = runs(start, refs)
    told = sorted((seq, run.ref) for run in found for seq in range(run.first, run.last + 1))

    assert [(seq, ref) for seq, each in enumerate(refs, start) for ref in each] == told


@settings(max_examples=50)
@given(st.lists(st.sets(st.sampled_from("abcd")).map(lambda refs: tuple(sorted(refs)))))
def test_a_run_is_as_long_as_can_be(refs: list[tuple[str, ...]]) -> None:
    """The entries before and after it do not carry the ref."""
    at = dict(enumerate(refs, 7))

    for run in runs(7, refs):
        assert run.ref not in at.get(run.first - 1, ())
        assert run.ref not in at.get(run.last + 1, ())

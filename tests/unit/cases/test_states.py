"""The states of a case."""

from __future__ import annotations

from itertools import product

import pytest

from hegui.cases import MOVES, Move, Role, State, allowed, move
from hegui.errors import MoveNotAllowed, ReasonMissing

WAY: tuple[tuple[Move, Role, State], ...] = (
    (Move.ACCEPT, Role.OFFICER, State.ACCEPTED),
    (Move.ANSWER, Role.OFFICER, State.ANSWERED),
    (Move.CLOSE, Role.SYSTEM, State.CLOSED),
    (Move.APPEAL, Role.SUBJECT, State.REOPENED),
    (Move.ACCEPT, Role.OFFICER, State.ACCEPTED),
    (Move.REJECT, Role.OFFICER, State.REJECTED),
    (Move.APPEAL, Role.SUBJECT, State.REOPENED),
)


def test_a_case_goes_its_way() -> None:
    """From receipt over answer, closing, appeal and rejection to a second appeal."""
    state = State.RECEIVED
    for step, role, after in WAY:
        state = move(state, step, by=role, words="why")

        assert after == state


@pytest.mark.parametrize(("state", "step", "role"), list(product(State, Move, Role)))
def test_only_the_table_moves_a_case(state: State, step: Move, role: Role) -> None:
    """Every state, move and role that the table does not hold is refused, with the facts."""
    edge = MOVES.get((state, step))
    if edge is not None and role in edge[1]:
        assert edge[0] == move(state, step, by=role, words="why")
        assert step in allowed(state, by=role)
        return

    with pytest.raises(MoveNotAllowed) as caught:
        move(state, step, by=role, words="why")

    assert (state, step, role) == (caught.value.state, caught.value.move, caught.value.role)
    assert tuple(allowed(state, by=role)) == caught.value.possible
    assert step not in allowed(state, by=role)


def test_the_error_says_what_would_have_been_possible() -> None:
    with pytest.raises(MoveNotAllowed) as caught:
        move(State.RECEIVED, Move.ANSWER, by=Role.OFFICER, words="done")

    assert (
        "expected one of accept, reject from a case in state received by the officer; got answer"
        == str(caught.value)
    )
    assert "" == caught.value.hint


def test_the_error_says_who_may() -> None:
    """The move exists, but it is not this role's."""
    with pytest.raises(MoveNotAllowed, match="expected no move from a case") as caught:
        move(State.RECEIVED, Move.ACCEPT, by=Role.SUBJECT)

    assert "Let the officer do it." == caught.value.hint


@pytest.mark.parametrize(
    ("state", "step", "role"),
    [
        (State.ACCEPTED, Move.ANSWER, Role.OFFICER),
        (State.RECEIVED, Move.REJECT, Role.OFFICER),
        (State.ANSWERED, Move.APPEAL, Role.SUBJECT),
    ],
)
@pytest.mark.parametrize("words", ["", " \n\t"])
def test_what_is_told_to_the_other_side_needs_words(
    state: State, step: Move, role: Role, words: str
) -> None:
    """An answer, a rejection and an appeal without a word are refused."""
    with pytest.raises(ReasonMissing, match=f"for the move {step}") as caught:
        move(state, step, by=role, words=words)

    assert step == caught.value.move


def test_allowed_without_a_role_lists_every_way_out() -> None:
    assert (Move.CLOSE, Move.APPEAL) == allowed(State.ANSWERED)
    assert (Move.ACCEPT,) == allowed(State.REOPENED)


def test_no_state_is_a_trap() -> None:
    """Out of every state leads a move, and every state but the first is reached."""
    assert all(allowed(state) for state in State)
    assert set(State) - {State.RECEIVED} == {after for after, _ in MOVES.values()}


def test_open_means_an_answer_is_owed() -> None:
    assert [State.RECEIVED, State.ACCEPTED, State.REOPENED] == [s for s in State if s.is_open]

"""What can happen to a case, by whom.

    received ──accept──▶ accepted ──answer──▶ answered ──close──▶ closed
        │                    │                   │                  │
        └──────reject────────┴──▶ rejected ──────┴──────appeal──────┘
                                                 ▼
                     reopened ──accept──▶ accepted, and on

* The subject (who complained) opens a case and may appeal an answer, a
  rejection or a closing.
* The officer accepts, answers, rejects and closes.
* The system may only close: an answered case that nobody appealed.

An answer and a rejection are told to the subject, so both need words, and a
rejection's words are its reason. The table below is the whole machine.

>>> move(State.RECEIVED, Move.ACCEPT, by=Role.OFFICER)
<State.ACCEPTED: 'accepted'>
>>> move(State.RECEIVED, Move.CLOSE, by=Role.OFFICER)
Traceback (most recent call last):
    ...
hegui.errors.cases.MoveNotAllowed: expected one of accept, reject from a case in state received ...
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hegui.errors import MoveNotAllowed, ReasonMissing

__all__ = ["MOVES", "Kind", "Move", "Role", "State", "allowed", "move"]


class Kind(StrEnum):
    """What a person brought."""

    COMPLAINT = "complaint"
    """Something about the service or its output concerns the person."""

    REPORT = "report"
    """Illegal or harmful content, or a user's misuse, is pointed out."""

    APPEAL = "appeal"
    """A measure against the person's own content or account is contested."""


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    CLOSED = "closed"
    REJECTED = "rejected"
    REOPENED = "reopened"

    @property
    def is_open(self) -> bool:
        """Whether the provider still owes an answer."""
        return self in {State.RECEIVED, State.ACCEPTED, State.REOPENED}


class Role(StrEnum):
    """Who moves a case."""

    SUBJECT = "subject"
    """The person who brought it, known by number and secret."""

    OFFICER = "officer"
    """A person of the provider."""

    SYSTEM = "system"
    """A timer."""


class Move(StrEnum):
    """What is done to a case."""

    ACCEPT = "accept"
    ANSWER = "answer"
    REJECT = "reject"
    CLOSE = "close"
    APPEAL = "appeal"

    @property
    def needs_words(self) -> bool:
        """Whether the move must say something to the other side."""
        return self in {Move.ANSWER, Move.REJECT, Move.APPEAL}


_OFFICER: Final = frozenset({Role.OFFICER})
_SUBJECT: Final = frozenset({Role.SUBJECT})

MOVES: Final[Mapping[tuple[State, Move], tuple[State, frozenset[Role]]]] = MappingProxyType(
    {
        (State.RECEIVED, Move.ACCEPT): (State.ACCEPTED, _OFFICER),
        (State.RECEIVED, Move.REJECT): (State.REJECTED, _OFFICER),
        (State.ACCEPTED, Move.ANSWER): (State.ANSWERED, _OFFICER),
        (State.ACCEPTED, Move.REJECT): (State.REJECTED, _OFFICER),
        (State.ANSWERED, Move.CLOSE): (State.CLOSED, frozenset({Role.OFFICER, Role.SYSTEM})),
        (State.ANSWERED, Move.APPEAL): (State.REOPENED, _SUBJECT),
        (State.CLOSED, Move.APPEAL): (State.REOPENED, _SUBJECT),
        (State.REJECTED, Move.APPEAL): (State.REOPENED, _SUBJECT),
        (State.REOPENED, Move.ACCEPT): (State.ACCEPTED, _OFFICER),
    }
)
"""From a state by a move to the next state, and who may make the move.

A reopened case cannot be rejected unheard: it has to be accepted first.
"""


def allowed(state: State, *, by: Role | None = None) -> tuple[Move, ...]:
    """Return the moves out of `state`, for one role or for anybody, in the order of `Move`."""
    return tuple(
        step
        for step in Move
        if (edge := MOVES.get((state, step))) is not None and (by is None or by in edge[1])
    )


def move(state: State, step: Move, *, by: Role, words: str = "") -> State:
    """Return the state after `step`.

    Args:
        state: where the case stands now.
        step: what is to be done.
        by: who does it.
        words: the answer, the reason or the ground of appeal. Moves that need
            none ignore them.

    Raises:
        MoveNotAllowed: no such move leads out of `state`, or not for this role.
        ReasonMissing: the move needs words and they are blank.
    """
    edge = MOVES.get((state, step))
    if edge is None or by not in edge[1]:
        raise MoveNotAllowed(
            state=state,
            move=step,
            role=by,
            possible=tuple(map(str, allowed(state, by=by))),
            roles=tuple(sorted(edge[1])) if edge else (),
        )
    if step.needs_words and not words.strip():
        raise ReasonMissing(step)
    return edge[0]

"""Errors about cases and their clocks."""

from __future__ import annotations

from hegui.errors.base import HeguiError

__all__ = ["CaseError", "InvalidLimit", "MalformedNumber", "MoveNotAllowed", "ReasonMissing"]


class CaseError(HeguiError):
    """Cases and their clocks."""


class MoveNotAllowed(CaseError, ValueError):
    """A case cannot go that way, or not at the hand of that role."""

    def __init__(
        self, *, state: str, move: str, role: str, possible: tuple[str, ...], roles: tuple[str, ...]
    ) -> None:
        self.state = state
        self.move = move
        self.role = role
        self.possible = possible
        self.roles = roles
        if roles:
            self.hint = f"Let the {' or the '.join(roles)} do it."
        expected = f"one of {', '.join(possible)}" if possible else "no move"
        super().__init__(
            f"expected {expected} from a case in state {state} by the {role}; got {move}"
        )


class ReasonMissing(CaseError, ValueError):
    """A move that has to tell the other side something came without words."""

    def __init__(self, move: str) -> None:
        self.move = move
        self.hint = f"Write the words that go with {move}."
        super().__init__(f"expected words for the move {move}; got none")


class InvalidLimit(CaseError, ValueError):
    """A published time limit is not a number of days that a clock can count."""

    def __init__(self, limit_days: int, *, longest: int) -> None:
        self.limit_days = limit_days
        self.longest = longest
        self.hint = "State the limit that the service publishes, in calendar days."
        super().__init__(f"expected a limit of 1 to {longest} days; got {limit_days!r}")


class MalformedNumber(CaseError, ValueError):
    """A text is not a case number."""

    hint = "Copy the number as it was shown on receipt."

    def __init__(self, text: str, *, because: str) -> None:
        self.text = text
        self.because = because
        super().__init__(
            f"expected a case number such as C-20261121-7K3QX-V; got {text[:40]!r}: {because}"
        )

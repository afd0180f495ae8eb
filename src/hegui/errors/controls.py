"""Errors about controls and the plan."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from hegui.errors.base import HeguiError, nearest

__all__ = ["ControlError", "InvalidParameter", "NotBound", "UnknownControl"]


class ControlError(HeguiError):
    """Controls and the plan."""


class UnknownControl(ControlError, LookupError):
    """A name is not a control's."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.name = name
        self.near = tuple(get_close_matches(name, known, n=2))
        self.hint = nearest(self.near)
        super().__init__(f"expected 'family/claim' of a control; got {name!r}")


class NotBound(ControlError, LookupError):
    """An obligation does not bind the service on that day, so it has no state."""

    def __init__(self, id_: str, on: date) -> None:
        self.id = id_
        self.on = on
        self.hint = f"See why with `hegui applies --all --on {on.isoformat()}`."
        super().__init__(f"{id_} does not bind this service on {on.isoformat()}")


class InvalidParameter(ControlError, ValueError):
    """An obligation's parameters cannot be used by the control that answers it."""

    def __init__(
        self, name: str, obligations: tuple[str, ...], *, expected: str, found: str
    ) -> None:
        self.name = name
        self.obligations = obligations
        self.hint = "Mend the parameters in the instrument's file."
        super().__init__(
            f"parameter {name} of {', '.join(obligations)}: expected {expected}; found {found}"
        )

"""Who calls: noted by the door, read by resources, which stand behind it."""

from __future__ import annotations

from typing import Final, cast

from django.http import HttpRequest

from hegui.records.tokens import Admitted

__all__ = ["caller", "note"]

_WHO: Final = "hegui.caller"


def note(request: HttpRequest, who: Admitted) -> None:
    """Remember who calls, for this request. No header can have this name."""
    request.META[_WHO] = who


def caller(request: HttpRequest) -> Admitted:
    """Return who calls. Only behind the door."""
    return cast("Admitted", request.META[_WHO])

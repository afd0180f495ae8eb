"""What every template may use."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hegui import clock
from hegui.console import runtime
from hegui.console.frame import asof
from hegui.console.frame.rooms import Room, rooms
from hegui.console.frame.standing import posture_on, questions_on

__all__ = ["frame"]


def _rooms(request: HttpRequest) -> tuple[Room, ...]:
    on = asof.day(request)
    questions = questions_on(on) - runtime.current().profile().unsure
    return rooms(posture_on(on), len(questions))


def frame(request: HttpRequest) -> dict[str, object]:
    """Return service, rooms and chosen day. Each is worked out only when a page uses it."""
    return {
        "service": SimpleLazyObject(lambda: runtime.current().profile().name),
        "rooms": SimpleLazyObject(lambda: _rooms(request)),
        "law_as_of": SimpleLazyObject(lambda: asof.day(request)),
        "is_today": SimpleLazyObject(lambda: asof.is_today(request)),
        "now": SimpleLazyObject(clock.now),
    }

"""The day whose law is shown: today in Beijing, or any day that the reader chose."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from hegui import clock

__all__ = ["choose", "day", "is_today"]

_KEY = "law_as_of"


def day(request: HttpRequest) -> date:
    """Return the chosen Beijing day, or today."""
    chosen = request.session.get(_KEY)
    return date.fromisoformat(chosen) if isinstance(chosen, str) else clock.today()


def is_today(request: HttpRequest) -> bool:
    """Whether the reader looks at the law of today."""
    return day(request) == clock.today()


def choose(request: HttpRequest, on: date | None) -> None:
    """Remember a day for this session; None or today goes back to today."""
    if on is None or on == clock.today():
        request.session.pop(_KEY, None)
    else:
        request.session[_KEY] = on.isoformat()

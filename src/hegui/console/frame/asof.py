"""The day whose law is shown: today in Beijing, or any day that the reader chose."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from hegui import clock

__all__ = ["choose", "day", "is_today", "known", "named"]

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


def named(request: HttpRequest, name: str) -> date | None:
    """Return a day that stands in the address, or None when there is none or it is no day."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def known(request: HttpRequest) -> date | None:
    """Return the day as of whose knowledge a page shows the law; None for all that is known.

    It stands in the address of the page and nowhere else, so that nobody forgets it.
    """
    chosen = named(request, "known")
    return None if chosen is None or chosen >= clock.today() else chosen

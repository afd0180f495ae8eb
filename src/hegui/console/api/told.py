"""Answers as JSON, and the words that most resources take."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import orjson
from django.http import HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from hegui import clock
from hegui.errors import InvalidInput

__all__ = ["Asked", "Because", "Day", "Problem", "Said", "day_of", "told"]

_FIRST: Final = date(1990, 1, 1)
_LAST: Final = date(2100, 1, 1)

Because = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=4, max_length=500, pattern=r"^[^\x00]*$"),
]
"""Why something is done; it goes into the ledger."""


class Said(Schema):
    """A statement in Chinese and in English."""

    zh: str
    en: str


class Asked(Schema):
    """A body. A field that nobody knows is a mistake, and told."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """RFC 9457. `code` is listed in docs/reference/errors.md."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    hint: str | None = None
    where: str | None = None
    expected: str | None = None
    found: str | None = None


class Day(Schema):
    """The day whose law is asked for."""

    on: date | None = Field(None, description="Law as of a Beijing day; today without it.")


def told(value: object, status: int = 200) -> HttpResponse:
    """Return an answer as JSON."""
    return HttpResponse(orjson.dumps(value), content_type="application/json", status=status)


def day_of(asked: Day) -> date:
    """Return the day that was asked for, or today in Beijing.

    Raises:
        InvalidInput: no law is known so far away.
    """
    if asked.on is None:
        return clock.today()
    if not _FIRST <= asked.on < _LAST:
        raise InvalidInput(
            "on", expected=f"a day from {_FIRST} until {_LAST}", found=asked.on.isoformat()
        )
    return asked.on

"""Lists cut into pages: a limit, and a cursor that the last page gave.

    GET /entries?limit=50              {"items": […], "next": "4711"}
    GET /entries?limit=50&after=4711   the following ones; "next": null at the end

A cursor is the name of the last item shown. What is added meanwhile moves
nothing, and no page is counted from the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import Field

from hegui.errors import InvalidInput

__all__ = ["Page", "Paged", "of_rows", "of_sequence", "whole_of"]

MOST: Final = 200
"""Items on one page at most."""

_Item = TypeVar("_Item")
_Row = TypeVar("_Row", bound=Model)


class Paged(Schema):
    """Which page."""

    limit: int = Field(50, ge=1, le=MOST, description="Items on the page at most.")
    after: str = Field("", max_length=200, description="What `next` of the page before said.")


class Page(Schema):
    """One page; `items` are told by the resource."""

    next: str | None = Field(..., description="The cursor of the next page; null at the end.")


def of_sequence(
    items: Sequence[_Item], page: Paged, name: Callable[[_Item], str]
) -> tuple[Sequence[_Item], str | None]:
    """Return the items of one page and the cursor of the next.

    Raises:
        InvalidInput: the cursor names none of them.
    """
    begin = 0
    if page.after:
        names = [name(item) for item in items]
        if page.after not in names:
            raise _no_cursor(page.after)
        begin = names.index(page.after) + 1
    shown = items[begin : begin + page.limit]
    return shown, name(shown[-1]) if begin + page.limit < len(items) else None


def of_rows(rows: QuerySet[_Row], page: Paged) -> tuple[list[_Row], str | None]:
    """Return the rows of one page, newest first, and the cursor of the next.

    Raises:
        InvalidInput: the cursor is no number.
    """
    before = whole_of(page.after)
    chosen = rows if before is None else rows.filter(pk__lt=before)
    found = list(chosen.order_by("-pk")[: page.limit + 1])
    shown = found[: page.limit]
    return shown, str(shown[-1].pk) if len(found) > page.limit else None


def whole_of(cursor: str) -> int | None:
    """Return the number that a cursor is, or None for an empty one.

    Raises:
        InvalidInput: it is no number.
    """
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise _no_cursor(cursor)
    return int(cursor)


def _no_cursor(found: str) -> InvalidInput:
    return InvalidInput("after", expected="what `next` of a page said", found=repr(found[:40]))

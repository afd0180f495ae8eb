"""Tables as files: CSV that no spreadsheet runs, and JSON.

A cell that begins like a formula gets an apostrophe, also when the sign is
full-width or stands after white space or quotes.

Source:
    OWASP, CSV injection.

>>> safe('=1+1'), safe('＝cmd'), safe(' @x'), safe('a=b'), safe(-3)
("'=1+1", "'＝cmd", "' @x", 'a=b', '-3')
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import orjson
from django.http import HttpResponse

__all__ = ["as_csv", "as_json", "safe"]

_FORMULA = frozenset("=+-@|＝＋－＠｜")
_CONTROL = frozenset("\t\r\n")
_BEFORE = " \t\r\n\"'“”‘’\u3000\u00a0\ufeff"


def safe(cell: object) -> str:
    """Return a cell as text that a spreadsheet shows and does not run. Numbers stay numbers."""
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | float):
        return text
    is_formula = text[:1] in _CONTROL or text.lstrip(_BEFORE)[:1] in _FORMULA
    return f"'{text}" if text and is_formula else text


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return rows as a CSV download in UTF-8 with the mark that spreadsheets want."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_json(name: str, rows: Sequence[Mapping[str, object]]) -> HttpResponse:
    """Return rows as a JSON download."""
    response = HttpResponse(
        orjson.dumps(list(rows), option=orjson.OPT_INDENT_2), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response

"""Write the terms of a lexicon as CSV, so that `lexicon_csv` reads them as they were."""

from __future__ import annotations

import csv
import os
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Final

from hegui.finding import Stage
from hegui.moderation.lexicon import ALL_STAGES, Term
from hegui.moderation.lexicon_cells import BETWEEN
from hegui.moderation.lexicon_rows import COLUMNS
from hegui.moderation.packed import PackedTerms

__all__ = ["write_csv"]

_ALWAYS: Final = ("text", "category", "severity")
_DEFAULTS: Final = Term(rule="", text="", category="", severity=0)


def write_csv(terms: Sequence[Term], file: Path, *, without: Container[int] = ()) -> None:
    """Write terms to a file, whole or not at all.

    Columns that no term uses are left out.

    Args:
        terms: in their order.
        file: ends in ``.csv``; its stem becomes the lexicon's name.
        without: places of terms to leave out.
    """
    columns = tuple(_used(terms))
    part = file.with_name(f".{file.name}.part")
    with part.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        for at, term in enumerate(terms):
            if at in without:
                continue
            writer.writerow([_cell(term, column) for column in columns])
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _used(terms: Sequence[Term]) -> Iterator[str]:
    packed = terms if isinstance(terms, PackedTerms) else None
    named = tuple(terms if packed is None else packed.special.values())
    for column in COLUMNS:
        plain = getattr(_DEFAULTS, column)
        if (
            column in _ALWAYS
            or (column == "added" and packed is not None and packed.is_dated)
            or any(getattr(term, column) != plain for term in named)
        ):
            yield column


def _cell(term: Term, column: str) -> str:
    value = getattr(term, column)
    if column == "stages":
        return "" if value == ALL_STAGES else BETWEEN.join(s.value for s in Stage if s in value)
    if column == "within":
        return str(value) if term.near else ""
    if isinstance(value, bool):
        return "" if value == getattr(_DEFAULTS, column) else str(value).lower()
    if isinstance(value, tuple | frozenset):
        return BETWEEN.join(map(str, sorted(value) if isinstance(value, frozenset) else value))
    return "" if value is None else str(value)

"""Make a packed lexicon of a long table: what `make_lexicon` makes, by columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from hegui.moderation.categories import categories
from hegui.moderation.lexicon import Lexicon, Term
from hegui.moderation.lexicon_rows import (
    Where,
    check_lexicon_name,
    make_term,
    said_twice,
    sameness,
)
from hegui.moderation.packed import PackedTerms, bulk_keys, is_plain

__all__ = ["pack_lexicon"]

_SEVERITIES: Final = {"1": 1, "2": 2, "3": 3}
_PLAIN: Final = frozenset({"text", "category", "severity", "added"})


def pack_lexicon(  # noqa: PLR0913 - a table, and what its errors need
    file: Path,
    where: Where,
    head: Mapping[str, str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    row: Callable[[int], Mapping[str, object]],
) -> Lexicon:
    """Return the lexicon of a table.

    Args:
        file: for errors.
        where: the line of an entry.
        head: name, version, author, source.
        columns: in the order of the cells.
        rows: the cells.
        row: an entry as `make_term` wants it, for those that cannot be packed.

    Raises:
        InvalidLexicon: as `make_lexicon`.

    Notes:
        Some 4 µs a term that can be packed, 25 µs one with conditions.
    """
    check_lexicon_name(file, where, head["name"])
    cell = {column: at for at, column in enumerate(columns)}
    if not {"text", "category", "severity"} <= cell.keys():
        # The error names what is missing.
        make_term(file, partial(where, 0), row(0), "")
    others = [at for column, at in cell.items() if column not in _PLAIN]
    place = {category: at for at, category in enumerate(categories())}
    texts = [cells[cell["text"]].strip() for cells in rows]
    keys = bulk_keys(texts)
    category = [place.get(cells[cell["category"]].strip(), -1) for cells in rows]
    severity = [_SEVERITIES.get(cells[cell["severity"]].strip(), -1) for cells in rows]
    dated = cell.get("added")
    added = [] if dated is None else [_ordinal(cells[dated].strip()) for cells in rows]
    special: dict[int, Term] = {}
    for at, (text, key) in enumerate(zip(texts, keys, strict=True)):
        if (
            not is_plain(text, key)
            or category[at] < 0
            or severity[at] < 0
            or (added and added[at] < 0)
            or any(rows[at][other].strip() for other in others)
        ):
            rule = f"{head['name']}#{at + 1:03d}"
            special[at] = make_term(file, partial(where, at), row(at), rule)
    if len(set(keys)) < len(keys):
        _refuse_twice(file, where, texts, keys, special)
    return Lexicon(
        name=head["name"],
        version=head["version"],
        author=head["author"],
        source=head["source"],
        terms=PackedTerms(
            name=head["name"],
            texts=texts,
            categories=tuple(place),
            category=[max(each, 0) for each in category],
            severity=[max(each, 0) for each in severity],
            added=[max(each, 0) for each in added],
            special=special,
        ),
        file=file,
    )


@lru_cache(maxsize=256)
def _ordinal(cell: str) -> int:
    """Return a day's number, 0 for none, -1 for what is no day."""
    try:
        return date.fromisoformat(cell).toordinal() if cell else 0
    except ValueError:
        return -1


def _refuse_twice(
    file: Path,
    where: Where,
    texts: Sequence[str],
    keys: Sequence[str],
    special: Mapping[int, Term],
) -> None:
    """Refuse the first entry that an earlier one says, conditions and all."""
    seen: dict[object, int] = {}
    for at, key in enumerate(keys):
        term = special.get(at)
        first = seen.setdefault(key if term is None else sameness(term), at)
        if first != at:
            raise said_twice(file, where, at, texts[at], first)

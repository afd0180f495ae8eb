"""Cells of a table as values: what TOML tells by its types, a spreadsheet tells by its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["BETWEEN", "typed", "typed_row"]

BETWEEN: Final = "|"
"""Stands between the values of one cell."""

_LISTS: Final = frozenset({"stages", "allow", "near", "views"})
_NUMBERS: Final = frozenset({"severity", "within"})
_SWITCHES: Final = frozenset({"whole", "alone"})
_NUMBER: Final = re.compile("[0-9]{1,6}")


def typed(column: str, cell: str) -> object:
    """Return a cell as the type that its column has; what does not fit stays text.

    >>> typed('near', '联系| 加微信'), typed('severity', '2'), typed('whole', 'no')
    (['联系', '加微信'], 2, 'no')
    """
    if column in _LISTS:
        return [part.strip() for part in cell.split(BETWEEN) if part.strip()]
    if column in _NUMBERS:
        return int(cell) if _NUMBER.fullmatch(cell) else cell
    if column in _SWITCHES:
        return {"true": True, "false": False}.get(cell.lower(), cell)
    return cell


def typed_row(cells: Mapping[str, str]) -> dict[str, object]:
    """Return a row of TOML's types; an empty cell is an absent key."""
    return {column: typed(column, cell.strip()) for column, cell in cells.items() if cell.strip()}

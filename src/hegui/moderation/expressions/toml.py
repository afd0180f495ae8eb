"""Read expressions from TOML; the format is told in `hegui.moderation.expressions`."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import msgspec

from hegui.errors import InvalidExpression
from hegui.finding import Stage
from hegui.moderation.categories import categories
from hegui.moderation.expressions.expression import WHOLE_TEXTS, Expression

__all__ = ["read_expressions"]

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


class _Row(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    pattern: str
    category: str
    severity: int
    stages: list[str] | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    expression: list[_Row]


def read_expressions(file: Path) -> tuple[Expression, ...]:
    """Return the expressions of a file, not compiled yet.

    Raises:
        InvalidExpression: the file cannot be read, or an entry is wrong.
    """
    try:
        rows = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8-sig")), _File)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidExpression(str(file), expected="a TOML file", found=str(error)) from error
    except msgspec.ValidationError as error:
        raise InvalidExpression(
            str(file), expected="[[expression]] tables", found=str(error)
        ) from error
    seen: set[str] = set()
    made: list[Expression] = []
    for row in rows.expression:
        if row.name in seen or not _NAME.fullmatch(row.name):
            raise InvalidExpression(
                row.name, expected="a name of a-z, 0-9, '.', '_', '-', once", found=repr(row.name)
            )
        seen.add(row.name)
        made.append(_expression(row))
    return tuple(made)


def _expression(row: _Row) -> Expression:
    if row.category not in categories():
        near = tuple(get_close_matches(row.category, categories(), n=2))
        raise InvalidExpression(
            row.name, expected="a key of categories.toml", found=repr(row.category), near=near
        )
    if row.severity not in {1, 2, 3}:
        raise InvalidExpression(row.name, expected="severity 1, 2 or 3", found=str(row.severity))
    known = {stage.value for stage in WHOLE_TEXTS}
    wrong = [stage for stage in row.stages or () if stage not in known]
    if wrong or row.stages == []:
        raise InvalidExpression(
            row.name, expected=f"stages of {', '.join(sorted(known))}", found=repr(row.stages)
        )
    return Expression(
        name=row.name,
        pattern=row.pattern,
        category=row.category,
        severity=row.severity,
        stages=WHOLE_TEXTS if row.stages is None else frozenset(map(Stage, row.stages)),
    )

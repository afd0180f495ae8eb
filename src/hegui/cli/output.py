"""How verbs print: JSON for machines, and the reader's language for people."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import orjson
import typer

from hegui import clock
from hegui.errors import InvalidDay

__all__ = ["JSON", "LANGUAGE", "PROFILE", "day_of", "language_of", "print_json", "today_or"]

LANGUAGE = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="Language of the law's words.")
]
"""The option ``--lang``."""

JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]
"""The option ``--json``."""

PROFILE = Annotated[
    Path | None, typer.Option("--profile", metavar="FILE", help="The service's hegui.toml.")
]
"""The option ``--profile``."""


def day_of(text: str) -> date:
    """Return the day that an option names.

    Raises:
        InvalidDay: it is not written as YYYY-MM-DD, or there is no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidDay(text) from None


def today_or(text: str | None) -> date:
    """Return the day that an option names, or today in Beijing when it is not given."""
    return clock.today() if text is None else day_of(text)


def language_of(wanted: str | None) -> str:
    """Return ``zh`` or ``en``: what was asked for, else what the terminal speaks.

    Raises:
        typer.BadParameter: another language was asked for.

    >>> language_of('zh')
    'zh'
    """
    if wanted is None:
        return "zh" if os.environ.get("LANG", "").lower().startswith("zh") else "en"
    if wanted not in {"zh", "en"}:
        raise typer.BadParameter(f"expected zh or en; got {wanted!r}", param_hint="--lang")
    return wanted


def print_json(value: object) -> None:
    """Print one JSON document, sorted and indented."""
    packed = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    typer.echo(packed.decode())

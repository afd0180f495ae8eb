"""How verbs print: JSON for machines, and the reader's language for people."""

from __future__ import annotations

import os
from typing import Annotated

import orjson
import typer

__all__ = ["LANGUAGE", "language_of", "print_json"]

LANGUAGE = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="Language of the law's words.")
]
"""The option ``--lang``."""


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

"""Read a lexicon from TOML; the format is told in `lexicon`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

from hegui.errors import InvalidLexicon
from hegui.moderation.lexicon import Lexicon
from hegui.moderation.lexicon_rows import Where, check_names, make_lexicon, read_text

__all__ = ["read_toml", "toml_tables"]

_HEADER: Final = ("name", "version", "author", "source")
_ENTRY: Final = re.compile(r"^\s*(\[\[\s*term\s*\]\]|\{)")
"""The line on which an entry begins: a table, or one inline table a line."""


def read_toml(file: Path) -> Lexicon:
    """Return the lexicon in a TOML file.

    Raises:
        InvalidLexicon: file, line, what was expected, what was found, near names.
    """
    text = read_text(file)
    raw = toml_tables(file, text)
    where = _places(text.splitlines())
    check_names(
        file, lambda name: where(None, name), raw, ("lexicon", "term"), "[lexicon] or [[term]]"
    )
    head = _table(file, where, raw.get("lexicon"))
    rows = raw.get("term", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidLexicon(
            file, where(None, "term"), expected="a list of [[term]] tables", found=repr(rows)[:80]
        )
    return make_lexicon(file, where, head, rows)


def toml_tables(file: Path, text: str) -> dict[str, object]:
    """Return what a TOML text holds.

    Raises:
        InvalidLexicon: it is not valid, with the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise InvalidLexicon(file, line, expected="valid TOML", found=str(error)) from error


def _table(file: Path, where: Where, head: object) -> dict[str, str]:
    if not isinstance(head, dict):
        raise InvalidLexicon(
            file, 1, expected="a [lexicon] table with name, version, author, source", found="none"
        )
    check_names(file, lambda name: where(None, name), head, _HEADER, "a key of [lexicon]")
    for key in _HEADER:
        value = head.get(key)
        if not isinstance(value, str) or not value:
            found = "nothing" if value is None else repr(value)
            raise InvalidLexicon(
                file, where(None, key), expected=f"lexicon.{key} as text", found=found
            )
    return head


def _places(lines: list[str]) -> Where:
    starts = [number for number, line in enumerate(lines, 1) if _ENTRY.match(line)]

    def where(entry: int | None, key: str | None = None) -> int:
        first, last = 1, len(lines)
        if entry is not None and entry < len(starts):
            first = starts[entry]
            last = starts[entry + 1] - 1 if entry + 1 < len(starts) else len(lines)
        if key is not None:
            pattern = re.compile(rf"(^|[\s{{,\[]){re.escape(key)}\s*[=\]]")
            for number in range(first, last + 1):
                if pattern.search(lines[number - 1]):
                    return number
        return first

    return where

r"""The plain part of TOML, read fast.

Law files use little of TOML: headers, dotted keys, strings without escapes,
numbers, days, lists of texts. This reads exactly that, several times as fast
as ``tomllib``, and keeps the line of each header. At anything else (an escape,
an inline table, a key that comes twice, a mistake) it gives up, and
``tomllib`` reads the document and judges it. So it accepts nothing that
``tomllib`` refuses and returns nothing that ``tomllib`` would not
(``tests/property/test_law_plain.py``).

>>> plain('[[a]]\nx.y = 1\n').root
{'a': [{'x': {'y': 1}}]}
>>> plain('x = 1\nx = 2\n') is None
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hegui.law.locate import Place

__all__ = ["Plain", "plain"]

_UNUSUAL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PART: Final = r'(?:[A-Za-z0-9_-]+|"[^"\\\n]*")'
_KEY: Final = rf"{_PART}(?:\.{_PART})*"
_END: Final = r"[ \t]*(?:\#[^\n]*)?(?:\n|\Z)"
_STRING: Final = r'"[^"\\\n]*"'
_ITEM: Final = re.compile(
    rf"""
    (?:[ \t]*(?:\#[^\n]*)?\n)*
    (?: [ \t]*(?P<key>{_KEY})[ \t]*=[ \t]*
      (?: '''(?P<long>[\s\S]*?)'''{_END}
        | (?!\"\"\")"(?P<text>[^"\\\n]*)"{_END}
        | (?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){_END}
        | (?P<bool>true|false){_END}
        | (?P<whole>-?(?:0|[1-9][0-9]*(?:_[0-9]+)*)){_END}
        | (?P<decimal>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:e[0-9]+)?|e[0-9]+)){_END}
        | \[(?P<list>\s*(?:{_STRING}\s*(?:,\s*{_STRING}\s*)*(?:,\s*)?)?)\]{_END}
      )
    | [ \t]*\[\[(?P<array>{_KEY})\]\]{_END}
    | [ \t]*\[(?P<table>{_KEY})\]{_END}
    | (?P<last>[ \t]*(?:\#[^\n]*)?\Z)
    )
    """,
    re.VERBOSE,
)
_PARTS: Final = re.compile(r'([A-Za-z0-9_-]+)|"([^"\\\n]*)"')
_INNER: Final = re.compile(r'"([^"\\\n]*)"')


@dataclass(frozen=True, slots=True)
class Plain:
    """A document, and the lines of its headers."""

    root: Mapping[str, object]
    headers: Mapping[Place, int]


class _OutsideError(Exception):
    """The document is not plain."""


def _parts(key: str) -> list[str]:
    if '"' not in key:
        return key.split(".")
    return [bare or quoted for bare, quoted in _PARTS.findall(key)]


def _long(found: str) -> str:
    if "'''" in found:
        raise _OutsideError
    return found.removeprefix("\n")


_VALUES: Final[Mapping[str, Callable[[str], object]]] = {
    "text": str,
    "long": _long,
    "day": date.fromisoformat,
    "bool": "true".__eq__,
    "whole": int,
    "decimal": float,
    "list": _INNER.findall,
}
"""By group of `_ITEM`."""


class _Reader:
    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.table = self.root
        self.headers: dict[Place, int] = {}
        self.dotted: set[int] = set()
        """Tables that dotted keys made, by identity: closed to headers, open to their own table."""
        self.fresh: set[int] = set()
        """Those of them that the present table made."""
        self.arrays: set[int] = set()
        """Arrays of tables, by identity: they alone may grow."""

    def enter(self, parts: list[str]) -> tuple[dict[str, Any], Place]:
        """Return the table that holds the last part of a header, making what is not there."""
        table = self.root
        place: Place = ()
        for part in parts[:-1]:
            inner = table.setdefault(part, {})
            place = (*place, part)
            if id(inner) in self.arrays:
                place = (*place, len(inner) - 1)
                inner = inner[-1]
            if not isinstance(inner, dict) or id(inner) in self.dotted:
                raise _OutsideError
            table = inner
        return table, place

    def array(self, name: str, line: int) -> None:
        parts = _parts(name)
        holder, place = self.enter(parts)
        tables = holder.get(parts[-1])
        if tables is None:
            tables = holder[parts[-1]] = []
            self.arrays.add(id(tables))
        elif id(tables) not in self.arrays:
            raise _OutsideError
        self.table = {}
        tables.append(self.table)
        self.fresh = set()
        self.headers[*place, parts[-1], len(tables) - 1] = line

    def header(self, name: str, line: int) -> None:
        parts = _parts(name)
        holder, place = self.enter(parts)
        if parts[-1] in holder:
            raise _OutsideError
        self.table = holder[parts[-1]] = {}
        self.fresh = set()
        self.headers[*place, parts[-1]] = line

    def put(self, key: str, value: object) -> None:
        table = self.table
        if not key.isidentifier():
            *outer, key = _parts(key)
            for part in outer:
                inner = table.get(part)
                if inner is None:
                    inner = table[part] = {}
                    self.dotted.add(id(inner))
                    self.fresh.add(id(inner))
                elif id(inner) not in self.fresh:
                    raise _OutsideError
                table = inner
        if key in table:
            raise _OutsideError
        table[key] = value

    def read(self, text: str) -> None:
        at, end = 0, len(text)
        line, counted = 1, 0
        match_item = _ITEM.match
        while at < end:
            match = match_item(text, at)
            if match is None:
                raise _OutsideError
            kind = match.lastgroup or ""
            if kind in _VALUES:
                key, found = match.group("key", kind)
                self.put(key, _VALUES[kind](found))
            elif kind != "last":
                start = match.start(kind)
                line += text.count("\n", counted, start)
                counted = start
                (self.array if kind == "array" else self.header)(match[kind], line)
            at = match.end()


def plain(text: str) -> Plain | None:
    """Return a document, or None when it is not plain.

    Notes:
        O(n). Never raises.
    """
    if _UNUSUAL.search(text):
        return None
    reader = _Reader()
    try:
        reader.read(text)
    # ValueError: a day that is not in the calendar, a number of thousands of digits.
    except (_OutsideError, ValueError):
        return None
    return Plain(reader.root, reader.headers)

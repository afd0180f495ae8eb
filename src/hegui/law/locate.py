r"""The line on which a value of a TOML document stands.

``tomllib`` parses and forgets where. This scanner reads the same text again
and notes, for each table and key, the line on which it first appears. It
expects a document that ``tomllib`` has already accepted, so it never has to
judge one.

A path is a tuple of keys and, in arrays of tables, indexes:

    [[obligation]]              ('obligation', 0)
    id = "art-14-1-stop"        ('obligation', 0, 'id')
    must.zh = "…"               ('obligation', 0, 'must', 'zh')
    [obligation.parameters]     ('obligation', 0, 'parameters')

Keys inside inline tables and elements of plain arrays have no line of their
own; they are found at the key that holds them.

>>> lines = locate('[[a]]\nx = 1\n[[a]]\ny.z = [\n  "#",\n]\nw = 2')
>>> lines.line(('a', 1, 'y', 'z')), lines.line(('a', 1, 'y', 'z', 0)), lines.line(('a', 1, 'w'))
(4, 4, 7)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["Lines", "Place", "locate"]

Place = tuple[str | int, ...]
"""Keys and array indexes from the top of a document."""

_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_PLAIN: Final = re.compile(r"""[^"'#\[\]{}\n]+""")
_COMMENT: Final = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the parts of one document stand."""

    known: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """Return the line (from 1) of `place`, or of the nearest part that holds it."""
        while place and place not in self.known:
            place = place[:-1]
        return self.known.get(place, 1)


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.known: dict[Place, int] = {}
        self.arrays: dict[Place, int] = {}
        self.table: Place = ()
        self.breaks = [index for index, char in enumerate(text) if char == "\n"]

    def line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def key(self, end: str) -> list[str]:
        """Read a dotted key up to and including the character `end`."""
        parts: list[str] = []
        while True:
            bare = self.skip(_BARE)
            if bare:
                parts.append(bare)
            elif self.text[self.at] in "\"'":
                parts.append(self.skip(_STRING)[1:-1])
            else:
                self.at += 1
                if self.text[self.at - 1] == end:
                    return parts

    def within(self, base: Place, parts: list[str]) -> Place:
        """Return the place of a dotted key; a known array of tables stands for its last table."""
        place = base
        for part in parts:
            place = (*place, part)
            if place in self.arrays:
                place = (*place, self.arrays[place])
        return place

    def header(self, line: int) -> None:
        self.at += 1
        if self.text[self.at] == "[":
            *outer, last = self.key("]")
            self.at += 1
            array = (*self.within((), outer), last)
            self.known.setdefault(array, line)
            self.arrays[array] = self.arrays.get(array, -1) + 1
            self.table = (*array, self.arrays[array])
        else:
            self.table = self.within((), self.key("]"))
        for size in range(1, len(self.table) + 1):
            self.known.setdefault(self.table[:size], line)

    def value(self) -> None:
        """Step over a value: to the first line end outside of strings and brackets."""
        depth = 0
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in "\"'":
                self.skip(_STRING)
            elif char == "#":
                self.skip(_COMMENT)
            elif char == "\n" and depth == 0:
                return
            elif char in "[]{}\n":
                depth += (char in "[{") - (char in "]}")
                self.at += 1
            else:
                self.skip(_PLAIN)

    def run(self) -> Lines:
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return Lines(self.known)
            line = self.line()
            if self.text[self.at] == "[":
                self.header(line)
            else:
                place = self.within(self.table, self.key("="))
                for size in range(len(self.table) + 1, len(place) + 1):
                    self.known.setdefault(place[:size], line)
                self.value()


def locate(text: str) -> Lines:
    """Return the lines of every table and key of a valid TOML document.

    Notes:
        O(n). Runs for a file with a mistake, for one that is not plain, and for a profile.
    """
    return _Scan(text).run()

"""A TOML file read with exact errors: file, line, expected, found, near names.

`Source` is a file; `Table` is one table in it, read key by key. Each reader
method either returns a value of the right type or raises the family's error
with the line of the offending key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument, InvalidProfile
from hegui.law.locate import Lines, Place, locate

__all__ = ["Source", "Table", "describe", "near", "read"]

Invalid = InvalidInstrument | InvalidProfile

_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)$")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


_WORDS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: "true" if value else "false"),
    (int, lambda value: f"the number {value}"),
    (float, lambda value: f"the number {value}"),
    (str, lambda value: f"the text {_short(value)!r}"),
    (list, lambda value: f"a list of {len(value)}"),
    (dict, lambda value: "a table with " + (", ".join(map(repr, value)) or "nothing in it")),
    (datetime, lambda value: f"the value {value.isoformat()}"),
    (date, lambda value: f"the day {value}"),
)
"""By kind, the narrower one first: true is an int, and a datetime a date, in Python."""


def near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of `names` that look like `name`, nearest first."""
    return tuple(get_close_matches(name, list(names), n=3, cutoff=0.6))


def describe(value: object) -> str:
    """Return a value as an error message names it.

    >>> describe(True), describe(3), describe('x'), describe([1, 2]), describe(date(2026, 1, 2))
    ('true', 'the number 3', "the text 'x'", 'a list of 2', 'the day 2026-01-02')
    >>> describe({'zh': 'x'}), describe(datetime(2026, 1, 2))
    ("a table with 'zh'", 'the value 2026-01-02T00:00:00')
    """
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value)
    return f"the value {value}"


@dataclass(frozen=True, slots=True)
class Source:
    """One file, parsed, with the line of each of its parts."""

    file: Path
    lines: Lines
    root: Mapping[str, object]
    error: type[Invalid]

    @property
    def top(self) -> Table:
        """The document's own table."""
        return Table(self, self.root, ())

    def fail(self, place: Place, expected: str, found: str, near: tuple[str, ...] = ()) -> Invalid:
        """Return the error for a part of this file, to be raised."""
        return self.error(
            self.file, self.lines.line(place), expected=expected, found=found, near=near
        )


def read(file: Path, error: type[Invalid]) -> Source:
    """Return a parsed file.

    Raises:
        InvalidInstrument: or `InvalidProfile`, as `error` says: the file cannot
            be read, is not UTF-8 or is not TOML.
    """
    try:
        # Bytes: text mode would turn a lone \r into a line. A mark of byte order, as some
        # editors write it, is let pass.
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as cause:
        raise error(
            file, 1, expected="a file that can be read", found=str(cause.strerror).lower()
        ) from cause
    except UnicodeDecodeError as cause:
        line = cause.object[: cause.start].count(b"\n") + 1
        raise error(
            file, line, expected="UTF-8 text", found=f"the byte 0x{cause.object[cause.start]:02x}"
        ) from cause
    try:
        root = tomllib.loads(text)
    # ValueError: a number of thousands of digits. RecursionError: absurd nesting.
    except (ValueError, RecursionError) as cause:
        match = _LINE.search(str(cause))
        line = int(match[1]) if match else text.count("\n") + 1
        what = _LINE.sub("", str(cause)).replace(" (at end of document)", " at the end")
        raise error(file, line, expected="TOML", found=what[:1].lower() + what[1:]) from cause
    # tomllib reads \r\n as \n; the scanner must count the same lines.
    return Source(file, locate(text.replace("\r\n", "\n")), root, error)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file and where it stands."""

    source: Source
    values: Mapping[str, object]
    place: Place

    def fail(self, key: str, expected: str, found: str, near: tuple[str, ...] = ()) -> Invalid:
        """Return the error for `key`, or for the table itself when `key` is empty."""
        place = (*self.place, key) if key else self.place
        return self.source.fail(place, expected, found, near)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.values

    def only(self, *keys: str) -> None:
        """Raise when the table has a key that is not in `keys`."""
        for key in self.values:
            if key not in keys:
                raise self.fail(
                    key, f"one of {', '.join(keys)}", f"the unknown key {key!r}", near(key, keys)
                )

    def take(self, key: str, expected: str) -> object:
        """Return what stands at a required key, of any type."""
        if key not in self.values:
            raise self.fail("", f"{key} = {expected}", f"no {key!r}")
        return self.values[key]

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self.take(key, "a text")
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, f"{key} = a text that is not empty", describe(value))
        return value.strip()

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Return a text out of a closed list."""
        value = self.text(key)
        if value not in allowed:
            raise self.fail(
                key, f"one of {', '.join(allowed)}", describe(value), near(value, allowed)
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an absent key is an empty list."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.fail(key, f"{key} = a list of texts", describe(value))
        return tuple(value)

    def day(self, key: str) -> date:
        """Return a calendar day."""
        value = self.take(key, "a day")
        # A datetime is a date in Python; a rule starts on a day, not at an hour.
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail(key, f"{key} = a day, for example 2023-08-15", describe(value))
        return value

    def interval(self) -> tuple[date, date | None]:
        """Return the half-open ``[from, until)``; no ``until`` means still in force."""
        start = self.day("from")
        end = self.day("until") if self.has("until") else None
        if end is not None and end <= start:
            raise self.fail("until", f"a day after {start}, the day in 'from'", describe(end))
        return start, end

    def bilingual(self, key: str) -> Bilingual:
        """Return words in both languages; line breaks inside them are only layout."""
        table = self.table(key)
        for language in ("zh", "en"):
            if not table.has(language):
                raise self.fail(
                    key,
                    f"{key}.zh and {key}.en",
                    f"no {key}.{language}",
                )
        table.only("zh", "en")
        zh = "".join(line.strip() for line in table.text("zh").splitlines())
        return Bilingual(zh=zh, en=" ".join(table.text("en").split()))

    def maybe_bilingual(self, key: str) -> Bilingual | None:
        """Return words in both languages, or None when the key is absent."""
        return self.bilingual(key) if self.has(key) else None

    def table(self, key: str) -> Table:
        """Return the table at a required key."""
        value = self.take(key, "a table")
        if not isinstance(value, dict):
            raise self.fail(key, f"{key} = a table", describe(value))
        return Table(self.source, value, (*self.place, key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return an array of tables; an absent key is an empty array."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fail(key, f"[[{key}]] tables", describe(value))
        place = (*self.place, key)
        return tuple(Table(self.source, v, (*place, i)) for i, v in enumerate(value))

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
from math import inf
from pathlib import Path
from typing import Any, Final

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument, InvalidProfile
from hegui.law.locate import Lines, Place, locate
from hegui.law.plain import plain

__all__ = ["Source", "Table", "describe", "near", "read"]

Invalid = InvalidInstrument | InvalidProfile

_LANGUAGES: Final = ("zh", "en")
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


def _laid_out(zh: str, en: str) -> Bilingual:
    """Return words without the line breaks that they have only for layout."""
    if "\n" in zh:
        zh = "".join([line.strip() for line in zh.splitlines()])
    return Bilingual(zh=zh.strip(), en=" ".join(en.split()))


@dataclass(frozen=True, slots=True)
class Source:
    """One file, parsed; the line of a part is looked for when it is asked for."""

    file: Path
    text: str
    headers: Mapping[Place, int]
    """The lines of tables that are known without looking."""

    root: Mapping[str, object]
    error: type[Invalid]

    @property
    def lines(self) -> Lines:
        """The line of every part; O(size of the file)."""
        return locate(self.text)

    def line(self, place: Place) -> int:
        """Return the line (from 1) of a part, or of the nearest part that holds it."""
        return self.headers.get(place) or self.lines.line(place)

    @property
    def top(self) -> Table:
        """The document's own table."""
        return Table(self, self.root, ())

    def fail(self, place: Place, expected: str, found: str, near: tuple[str, ...] = ()) -> Invalid:
        """Return the error for a part of this file, to be raised."""
        return self.error(self.file, self.line(place), expected=expected, found=found, near=near)


def read(file: Path, error: type[Invalid], content: bytes | None = None) -> Source:
    """Return a parsed file.

    Args:
        file: what to read, and what errors name.
        error: the family of errors.
        content: its bytes, when they were read already.

    Raises:
        InvalidInstrument: or `InvalidProfile`, as `error` says: the file cannot
            be read, is not UTF-8 or is not TOML.
    """
    try:
        # Bytes: text mode would turn a lone \r into a line. A mark of byte order, as some
        # editors write it, is let pass.
        text = (file.read_bytes() if content is None else content).decode("utf-8-sig")
    except OSError as cause:
        raise error(
            file, 1, expected="a file that can be read", found=str(cause.strerror).lower()
        ) from cause
    except UnicodeDecodeError as cause:
        line = cause.object[: cause.start].count(b"\n") + 1
        raise error(
            file, line, expected="UTF-8 text", found=f"the byte 0x{cause.object[cause.start]:02x}"
        ) from cause
    # tomllib reads \r\n as \n; the scanner must count the same lines.
    text = text.replace("\r\n", "\n")
    simple = plain(text)
    if simple is not None:
        return Source(file, text, simple.headers, simple.root, error)
    try:
        root = tomllib.loads(text)
    # ValueError: a number of thousands of digits. RecursionError: absurd nesting.
    except (ValueError, RecursionError) as cause:
        match = _LINE.search(str(cause))
        line = int(match[1]) if match else text.count("\n") + 1
        what = _LINE.sub("", str(cause)).replace(" (at end of document)", " at the end")
        raise error(file, line, expected="TOML", found=what[:1].lower() + what[1:]) from cause
    return Source(file, text, locate(text).known, root, error)


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
        if set(keys).issuperset(self.values):
            return
        key = next(key for key in self.values if key not in keys)
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

    def whole(self, key: str, *, at_least: int) -> int:
        """Return a whole number that is not below `at_least`."""
        value = self.take(key, "a whole number")
        if not isinstance(value, int) or isinstance(value, bool) or value < at_least:
            raise self.fail(key, f"{key} = a whole number from {at_least} up", describe(value))
        return value

    def maybe_number(self, key: str) -> int | float | None:
        """Return a finite number that is not negative, or None when the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf:
            return value
        raise self.fail(key, f"{key} = a number from 0 up", describe(value))

    def maybe_day(self, key: str) -> date | None:
        """Return a calendar day, or None when the key is absent."""
        return self.day(key) if self.has(key) else None

    def maybe_table(self, key: str) -> Table | None:
        """Return the table at a key, or None when the key is absent."""
        return self.table(key) if self.has(key) else None

    def day(self, key: str) -> date:
        """Return a calendar day."""
        value = self.take(key, "a day")
        # A datetime is a date in Python; a rule starts on a day, not at an hour.
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fail(key, f"{key} = a day, for example 2023-08-15", describe(value))
        return value

    def interval(self, begin: str = "from", stop: str = "until") -> tuple[date, date | None]:
        """Return the half-open ``[from, until)``; no ``until`` means still in force."""
        start = self.day(begin)
        end = self.maybe_day(stop)
        if end is not None and end <= start:
            raise self.fail(stop, f"a day after {start}, the day in '{begin}'", describe(end))
        return start, end

    def bilingual(self, key: str) -> Bilingual:
        """Return words in both languages; line breaks inside them are only layout."""
        value = self.values.get(key)
        # The plain case first: a law has thousands of these.
        if isinstance(value, dict) and len(value) == len(_LANGUAGES):
            zh, en = map(value.get, _LANGUAGES)
            if isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip():
                return _laid_out(zh, en)
        table = self.table(key)
        for language in _LANGUAGES:
            if not table.has(language):
                raise self.fail(
                    key,
                    f"{key}.zh and {key}.en",
                    f"no {key}.{language}",
                )
        table.only(*_LANGUAGES)
        return _laid_out(table.text("zh"), table.text("en"))

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
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fail(key, f"[[{key}]] tables", describe(value))
        place = (*self.place, key)
        return tuple(Table(self.source, v, (*place, i)) for i, v in enumerate(value))

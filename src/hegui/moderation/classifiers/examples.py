r"""Labelled texts: what a model learns from and is measured on.

JSONL, one object a line:

    {"text": "…", "label": 1, "source": "where from", "category": "a1.terrorism"}

``label`` is 1 for a text that should be flagged and 0 for one that should pass.
``category`` is one of the 31 risks or a word of ``risks.toml``; another word is
kept, and says nothing about the risk. ``source`` is what is left out as a whole
when the model is measured: a text from a source that the model has seen is an
easier text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from hegui.errors import InvalidExamples
from hegui.moderation.categories import categories

__all__ = ["Example", "read_examples", "risk_of"]

_NAMES: Final = Path(__file__).with_name("risks.toml")

_LINE_BYTES: Final = 1024 * 1024
_LINES: Final = 5_000_000


class _Row(msgspec.Struct, frozen=True):
    """A line; other fields are let be."""

    text: str
    label: int
    source: str
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled text."""

    text: str

    is_flagged: bool
    """Whether it should be."""

    source: str

    category: str
    """In the source's own words."""

    @property
    def risk(self) -> str | None:
        """The risk that the category names, or None when it names none."""
        return risk_of(self.category)


@cache
def _names() -> Mapping[str, str]:
    return MappingProxyType(tomllib.loads(_NAMES.read_text(encoding="utf-8"))["names"])


def risk_of(category: str) -> str | None:
    """Return the risk that a category names.

    >>> risk_of('诈骗'), risk_of('a2.age'), risk_of('天气')
    ('a1.other-banned', 'a2.age', None)
    """
    return category if category in categories() else _names().get(category)


def read_examples(files: Sequence[Path]) -> tuple[Example, ...]:
    """Return the examples of several files, in order, each text once.

    A text that stands twice is taken the first time; a copy on both sides of a
    split would be a leak.

    Raises:
        InvalidExamples: file and line, what was expected, what was found.
    """
    found: dict[str, Example] = {}
    for file in files:
        for number, line in _lines(file):
            if not line.strip():
                continue
            try:
                row = msgspec.json.decode(line, type=_Row)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise InvalidExamples(
                    file, number, expected="an object with text, label, source", found=str(error)
                ) from error
            if row.label not in {0, 1} or not row.source or not row.text:
                raise InvalidExamples(
                    file,
                    number,
                    expected="label 0 or 1, a text and a source",
                    found=f"label {row.label} from {row.source!r}, {len(row.text)} characters",
                )
            found.setdefault(
                row.text,
                Example(
                    text=row.text,
                    is_flagged=row.label == 1,
                    source=row.source,
                    category=row.category,
                ),
            )
    return tuple(found.values())


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with file.open("rb") as lines:
            number = 0
            while line := lines.readline(_LINE_BYTES + 1):
                number += 1
                if len(line) > _LINE_BYTES or number > _LINES:
                    raise InvalidExamples(
                        file,
                        number,
                        expected=f"lines of at most {_LINE_BYTES} bytes, {_LINES} of them",
                        found="more",
                    )
                yield number, line
    except OSError as error:
        raise InvalidExamples(file, 0, expected="a readable file", found=str(error)) from error

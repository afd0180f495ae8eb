"""RE2, as far as we need it: the only module that imports ``re2``.

`google-re2` ships no types, so what is used of it is declared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

import re2

from hegui.errors import InvalidExpression

__all__ = ["MEMORY", "Many", "One", "compile_many", "compile_one"]

MEMORY: Final = 1 << 20
"""Bytes for the program and the cache of one pattern; RE2 refuses what needs more."""

MEMORY_OF_ALL: Final = 64 << 20
"""Bytes for the program of all patterns together."""


class Match(Protocol):
    """Where a pattern matched."""

    def span(self) -> tuple[int, int]:
        """Return start and end in code points."""


class One(Protocol):
    """One compiled pattern."""

    def search(self, text: str) -> Match | None:
        """Return the first match, or None."""

    def finditer(self, text: str) -> Iterator[Match]:
        """Yield the matches that do not overlap."""


class Many(Protocol):
    """All patterns, compiled together."""

    def Match(self, text: str) -> list[int] | None:  # noqa: N802 - RE2's name
        """Return the numbers of the patterns that match; None for no match or no memory."""


def _options(memory: int) -> Any:
    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    options.never_capture = True
    return options


def compile_one(name: str, pattern: str, *, of_all: bool = False) -> One:
    """Return one pattern, compiled.

    Args:
        name: for the error.
        pattern: in RE2's syntax.
        of_all: it is the alternation of all patterns, which may be larger.

    Raises:
        InvalidExpression: RE2 refuses it.
    """
    try:
        one: One = re2.compile(pattern, _options(MEMORY_OF_ALL if of_all else MEMORY))
    except (re2.error, UnicodeEncodeError) as error:
        told = error.args[0] if error.args else error
        found = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(error)
        raise InvalidExpression(name, expected="a pattern of RE2", found=found) from error
    return one


def compile_many(patterns: tuple[str, ...]) -> Many:
    """Return patterns that RE2 accepts one by one, compiled together.

    Raises:
        InvalidExpression: together they need more memory than is allowed.
    """
    many = re2.Set.SearchSet(_options(MEMORY_OF_ALL))
    for pattern in patterns:
        many.Add(pattern)
    try:
        many.Compile()
    except re2.error as error:
        raise InvalidExpression(
            "", expected=f"patterns of {MEMORY_OF_ALL} bytes together", found="more"
        ) from error
    compiled: Many = many
    return compiled

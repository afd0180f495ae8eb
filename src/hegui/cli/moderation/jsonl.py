"""Moderate line by line: JSONL in, JSONL out, in order and in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import orjson

__all__ = ["TooLong", "each_line"]

_LINE_BYTES: Final = 64 * 1024 * 1024


class TooLong(Exception):
    """A line is longer than is read."""


def each_line(
    lines: BinaryIO, field: str, judge: Callable[[str], dict[str, object]]
) -> Iterator[tuple[dict[str, object], int]]:
    """Yield what is found in each line, with the bytes read for it.

    A line is a string or an object with the text under `field`; an ``id`` is
    passed on. A line that is neither gives a row with ``error``, so that rows
    and lines match and nothing is lost.

    Raises:
        TooLong: a line is longer than 64 MB.
    """
    number = 0
    while line := lines.readline(_LINE_BYTES + 1):
        number += 1
        if len(line) > _LINE_BYTES:
            raise TooLong(f"expected lines of at most {_LINE_BYTES} bytes; line {number} is longer")
        if not line.strip():
            continue
        row: dict[str, object] = {"line": number}
        try:
            found = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            row["error"] = f"expected JSON in UTF-8; {error}"
            yield row, len(line)
            continue
        text = found.get(field) if isinstance(found, dict) else found
        if isinstance(found, dict) and "id" in found:
            row["id"] = found["id"]
        if isinstance(text, str):
            row.update(judge(text))
        else:
            row["error"] = f"expected a string, or an object with the text under {field!r}"
        yield row, len(line)

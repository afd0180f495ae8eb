"""The text of a file whose encoding nobody told.

A byte order mark decides; else UTF-8 if it fits from end to end; else GB 18030,
in which lists from Windows come. What fits neither is refused with its line.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from hegui.errors import InvalidLexicon

__all__ = ["MOST_BYTES", "decoded"]

MOST_BYTES: Final = 256 << 20
"""A larger file is no list of words."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(file: Path) -> tuple[str, str]:
    """Return a file's text and the name of its encoding.

    Raises:
        InvalidLexicon: it cannot be read, is too large, is empty, holds NUL bytes (it is no
            text), or is in no encoding that we know.
    """
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise InvalidLexicon(
                file, 0, expected=f"at most {MOST_BYTES} bytes", found=f"{size} bytes"
            )
        packed = file.read_bytes()
    except OSError as error:
        raise InvalidLexicon(
            file, 0, expected="a readable file", found=error.strerror or str(error)
        ) from error
    if not packed.strip():
        raise InvalidLexicon(file, 1, expected="at least one term", found="an empty file")
    for mark, name in _MARKS:
        if packed.startswith(mark):
            return _decode(file, packed, name), name
    if b"\0" in packed:
        line = packed.count(b"\n", 0, packed.index(b"\0")) + 1
        raise InvalidLexicon(file, line, expected="text", found="a NUL byte")
    try:
        return packed.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode(file, packed, "gb18030"), "gb18030"


def _decode(file: Path, packed: bytes, name: str) -> str:
    try:
        return packed.decode(name)
    except UnicodeDecodeError as error:
        line = packed.count(b"\n", 0, error.start) + 1
        raise InvalidLexicon(
            file,
            line,
            expected="UTF-8, UTF-16, UTF-32 or GB 18030",
            found=f"byte 0x{packed[min(error.start, len(packed) - 1)]:02X}",
        ) from error

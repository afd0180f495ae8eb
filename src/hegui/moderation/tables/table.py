"""The fold table, read once from ``fold.txt`` into the two forms that folding needs.

Short text is folded through dictionaries, long text through one numpy take.
Both forms come from the same lines, so they cannot differ.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["EXPANDED", "INVISIBLE", "MANY", "SEPARATOR", "FoldTable", "table"]

INVISIBLE: Final = 0
"""In `FoldTable.codes`: the code point shows nothing and is dropped."""

SEPARATOR: Final = 0x20
"""In `FoldTable.codes`: space, punctuation or symbol; folded to one space."""

EXPANDED: Final = 0x110000
"""In `FoldTable.codes`: values from here on are places in `FoldTable.expansions`."""

MANY: Final = 0xFFFF
"""In `FoldTable.units`: the code point folds to something that is not one code point of the first
plane. U+FFFF, which is no character, folds to itself by the other table."""

_FILE: Final = Path(__file__).with_name("fold.txt")


@dataclass(frozen=True)
class FoldTable:
    """What each code point folds to."""

    changes: dict[str, str]
    """Code points that do not fold to themselves: ``""`` invisible, ``" "`` separator, else kept
    characters."""

    digest: str
    """SHA-256 of the file, in hexadecimal."""

    @cached_property
    def expansions(self) -> tuple[str, ...]:
        """Targets of more than one character."""
        return tuple(sorted({kept for kept in self.changes.values() if len(kept) > 1}))

    @cached_property
    def turning(self) -> re.Pattern[str]:
        """Finds a Han character that does not fold to itself."""
        found = "".join(char for char in self.changes if "\u3400" <= char <= "\u9fff")
        return re.compile(f"[{found}]")

    @cached_property
    def codes(self) -> npt.NDArray[np.uint32]:
        """Every code point's target, of shape (0x110000,)."""
        place = {text: EXPANDED + at for at, text in enumerate(self.expansions)}
        codes = np.arange(EXPANDED, dtype=np.uint32)
        values = [
            ord(kept) if len(kept) == 1 else place[kept] if kept else INVISIBLE
            for kept in self.changes.values()
        ]
        codes[[ord(char) for char in self.changes]] = values
        codes.flags.writeable = False
        return codes

    @cached_property
    def units(self) -> npt.NDArray[np.uint16]:
        """Targets of the first plane, of shape (0x10000,); halves of surrogate pairs stay."""
        first = self.codes[:0x10000]
        units = np.where(first < 0x10000, first, MANY).astype(np.uint16)
        units[0xFFFF] = MANY
        units.flags.writeable = False
        return units

    @cached_property
    def shown(self) -> dict[int, str | None]:
        """For `str.translate`: invisible characters go, separators become a space."""
        return {ord(char): kept or None for char, kept in self.changes.items()}

    @cached_property
    def kept(self) -> dict[int, str | None]:
        """For `str.translate`: invisible characters and separators go."""
        return {
            ord(char): None if kept in {"", " "} else kept for char, kept in self.changes.items()
        }


def _parse(lines: list[str]) -> dict[str, str]:
    changes: dict[str, str] = {}
    for line in lines:
        if line.startswith("#"):
            continue
        place, what = line.split(" ", 1)
        first, _, last = place.partition("-")
        start = int(first, 16)
        stop = int(last or first, 16) + 1
        if what in {".", "~"}:
            target = " " if what == "." else ""
            changes.update((chr(code), target) for code in range(start, stop))
        elif stop == start + 1:
            changes[chr(start)] = "".join(chr(int(code, 16)) for code in what.split())
        else:
            shift = int(what, 16) - start
            changes.update((chr(code), chr(code + shift)) for code in range(start, stop))
    # A space is its own target, but the dictionaries must know it as a separator.
    return changes


@cache
def table() -> FoldTable:
    """Return the table. The first call reads and parses the file: about 20 ms."""
    packed = _FILE.read_bytes()
    return FoldTable(
        changes=_parse(packed.decode("utf-8").splitlines()),
        digest=hashlib.sha256(packed).hexdigest(),
    )

"""The benign corpus: ordinary passages that name bad things and do nothing bad.

News, law, textbooks, medicine and computer security, Chinese and English,
a passage a line, written for hegui. A list that finds something here finds it in
every newspaper. It is small: what it misses says nothing, so operators add text
of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from hegui.moderation.lexicon_rows import read_text

__all__ = ["Passage", "benign", "read_passages"]

_FOLDER: Final = Path(__file__).with_name("benign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One benign text."""

    source: str
    """Kind and language, for example ``news.zh``."""

    text: str


@cache
def benign() -> tuple[Passage, ...]:
    """Return the passages that come with hegui."""
    return tuple(
        passage for file in sorted(_FOLDER.glob("*.txt")) for passage in read_passages(file)
    )


def read_passages(file: Path) -> tuple[Passage, ...]:
    """Return a passage for each line of a UTF-8 file that is not empty.

    Raises:
        InvalidLexicon: the file cannot be read, or is not UTF-8.
    """
    return tuple(
        Passage(source=file.stem, text=line)
        for line in read_text(file).splitlines()
        if line.strip()
    )

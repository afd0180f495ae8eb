"""The grounds on which one duty goes before another: the words of ``precedence.toml``.

The engine computes which ground decides (`hegui.law.precedence`); what the
ground says and which provision it rests on is law, and so is data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law.instrument import CONFIDENCES
from hegui.law.source import Table, describe, read

__all__ = ["CONFLICTS", "FIRST", "GROUNDS", "Ground", "Grounds", "load_grounds"]

FIRST: Final = ("higher", "special", "newer")
"""One goes first: it stands higher, it is special, or it is newer."""

CONFLICTS: Final = ("old-special", "bodies", "against-rank", "equal", "circle", "contested")
"""Nobody but an authority, or a person, may say which goes first."""

GROUNDS: Final = (*FIRST, *CONFLICTS, "open")
"""``open``: it hangs on a fact that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground."""

    key: str
    """One of `GROUNDS`."""

    says: Bilingual
    """With ``{first}`` and ``{second}`` for the two duties."""

    basis: Mapping[str, Bilingual]
    """By jurisdiction: the provision it rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All grounds, and where they were read."""

    grounds: Mapping[str, Ground]
    elsewhere: Bilingual
    """Said where a ground has no basis for a jurisdiction."""

    source: str
    checked: date
    confidence: str

    def says(self, key: str, first: Bilingual, second: Bilingual) -> Bilingual:
        """Return a ground told of two duties."""
        words = self.grounds[key].says
        return Bilingual(
            zh=words.zh.format(first=first.zh, second=second.zh),
            en=words.en.format(first=first.en, second=second.en),
        )

    def basis(self, key: str, jurisdiction: str, asserted: Bilingual | None) -> Bilingual:
        """Return why: what was asserted of the two, then the provision the ground rests on."""
        rests = self.grounds[key].basis.get(jurisdiction, self.elsewhere)
        if asserted is None:
            return rests
        return Bilingual(zh=f"{asserted.zh}{rests.zh}", en=f"{asserted.en} {rests.en}")


def _ground(table: Table) -> Ground:
    table.only("key", "says", "basis")
    says = table.bilingual("says")
    for words in (says.zh, says.en):
        try:
            words.format(first="", second="")
        except (KeyError, IndexError, ValueError) as cause:
            raise table.fail(
                "says", "no braces but {first} and {second}", describe(words)
            ) from cause
    bases = {}
    for basis in table.tables("basis"):
        basis.only("jurisdiction", "words")
        bases[basis.text("jurisdiction")] = basis.bilingual("words")
    return Ground(key=table.choice("key", GROUNDS), says=says, basis=MappingProxyType(bases))


def load_grounds(file: Path) -> Grounds:
    """Return the grounds of a file.

    Raises:
        InvalidInstrument: the file does not follow the schema, or a ground is
            missing or there twice.
    """
    top = read(file, InvalidInstrument).top
    top.only("source", "checked", "confidence", "elsewhere", "ground")
    grounds: dict[str, Ground] = {}
    for table in top.tables("ground"):
        ground = _ground(table)
        if ground.key in grounds:
            raise table.fail("key", "each ground once", f"{ground.key!r} again")
        grounds[ground.key] = ground
    missing = [key for key in GROUNDS if key not in grounds]
    if missing:
        raise top.fail("", f"[[ground]] tables for {', '.join(GROUNDS)}", f"no {missing[0]!r}")
    return Grounds(
        grounds=MappingProxyType(grounds),
        elsewhere=top.bilingual("elsewhere"),
        source=top.text("source"),
        checked=top.day("checked"),
        confidence=top.choice("confidence", CONFIDENCES),
    )

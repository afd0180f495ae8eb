"""Regimes: how each jurisdiction goes about it, as data for comparisons.

``instruments/regimes.toml`` tells principle, path and focus of each in our own
words, and how that looked in earlier years. Nothing here decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from hegui.bilingual import Bilingual
from hegui.errors import InvalidInstrument
from hegui.law.instrument import CONFIDENCES
from hegui.law.load import PACKAGED
from hegui.law.source import Table, read

__all__ = ["Regime", "View", "load_regimes"]

FILE: Final = "regimes.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a regime looked in an earlier year: history."""

    year: int
    says: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One jurisdiction's way, in our words."""

    key: str
    """The first part of the ids of its instruments, for example ``cn``."""

    name: Bilingual
    principle: Bilingual
    path: Bilingual
    focus: Bilingual
    views: tuple[View, ...]
    """Earliest first."""

    checked: date
    confidence: str

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "key": self.key,
            "name": self.name.as_dict(),
            "principle": self.principle.as_dict(),
            "path": self.path.as_dict(),
            "focus": self.focus.as_dict(),
            "confidence": self.confidence,
            "checked": self.checked.isoformat(),
            "views": [{"year": view.year, "says": view.says.as_dict()} for view in self.views],
        }


def _view(table: Table) -> View:
    table.only("year", "says")
    return View(year=table.whole("year", at_least=1900), says=table.bilingual("says"))


def _regime(table: Table) -> Regime:
    table.only("key", "name", "principle", "path", "focus", "checked", "confidence", "view")
    return Regime(
        key=table.text("key"),
        name=table.bilingual("name"),
        principle=table.bilingual("principle"),
        path=table.bilingual("path"),
        focus=table.bilingual("focus"),
        views=tuple(
            sorted((_view(view) for view in table.tables("view")), key=lambda view: view.year)
        ),
        checked=table.day("checked"),
        confidence=table.choice("confidence", CONFIDENCES),
    )


@lru_cache(maxsize=8)
def _load(folder: Path) -> tuple[Regime, ...]:
    top = read(folder / FILE, InvalidInstrument).top
    top.only("regime")
    regimes: list[Regime] = []
    for table in top.tables("regime"):
        regime = _regime(table)
        if any(regime.key == other.key for other in regimes):
            raise table.fail("key", "each regime once", f"{regime.key!r} again")
        regimes.append(regime)
    return tuple(regimes)


def load_regimes(folder: Path | None = None) -> tuple[Regime, ...]:
    """Return the regimes under a folder of instruments, in the order of the file.

    Raises:
        InvalidInstrument: with file, line, what was expected and what was found.
    """
    return _load((folder or PACKAGED).resolve())

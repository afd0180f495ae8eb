"""The 31 risks that a finding can belong to, with their names in both languages.

Keys and letters follow annex A of GB/T 45654-2025 (TC260-003 before it); the
words are ours.

>>> categories()['a4.personal-information'].annex
'A.4 f'
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hegui.bilingual import Bilingual

__all__ = ["Category", "categories"]

_FILE: Final = Path(__file__).with_name("categories.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One risk."""

    key: str
    """For example ``a1.subversion``."""

    annex: str
    """Group and letter in the standard's annex, for example ``A.1 a``."""

    name: Bilingual


@cache
def categories() -> Mapping[str, Category]:
    """Return all categories by key, in the order of the annex."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: Category(key=key, annex=row["annex"], name=Bilingual(zh=row["zh"], en=row["en"]))
            for key, row in raw["category"].items()
        }
    )

"""What a person reads in place of what was stopped.

A refusal looks like any answer: friendly, in the language of the user, without
the matter itself. The wordings are in ``refusals.toml``.

>>> language_of('怎么做番茄炒蛋？'), language_of('How do I cook rice?')
('zh', 'en')
>>> words('ask', ('a4.health',), 'zh', 'r-1') in _groups()[0].wordings['ask', 'zh']
True
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal
from zlib import crc32

__all__ = ["Language", "Place", "language_of", "words"]

Language = Literal["zh", "en"]

Place = Literal["ask", "end"]
"""``ask``: in place of a whole answer. ``end``: closing one that had begun."""

_SAMPLE: Final = 1_000
"""Code points looked at; the end of a prompt is where the question stands."""

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    name: str
    categories: tuple[str, ...]
    """Categories or their beginnings."""

    wordings: Mapping[tuple[Place, Language], tuple[str, ...]]


@cache
def _groups() -> tuple[_Group, ...]:
    text = files("hegui.gateway").joinpath("refusals.toml").read_text(encoding="utf-8")
    places: tuple[Place, ...] = ("ask", "end")
    languages: tuple[Language, ...] = ("zh", "en")
    return tuple(
        _Group(
            name=group["name"],
            categories=tuple(group["categories"]),
            wordings={
                (place, language): tuple(group[place][language])
                for place in places
                for language in languages
            },
        )
        for group in tomllib.loads(text)["group"]
    )


def language_of(text: str) -> Language:
    """Return Chinese when `text` has at least as many Han characters as Latin words.

    An empty text reads Chinese: the service is one for mainland China.
    """
    sample = text[-_SAMPLE:]
    han = sum(1 for _ in _HAN.finditer(sample))
    latin = sum(1 for _ in _LATIN_WORD.finditer(sample))
    return "zh" if han >= latin else "en"


def words(place: Place, categories: tuple[str, ...], language: Language, receipt: str) -> str:
    """Return the wording for what was stopped.

    Args:
        place: where it stands.
        categories: of the findings that decided; several take the first group
            in file order, so self-harm comes before all else.
        language: of the user.
        receipt: picks one of several wordings, always the same one.
    """
    groups = _groups()
    group = next(
        (g for g in groups if any(c.startswith(g.categories) for c in categories)), groups[-1]
    )
    wordings = group.wordings[place, language]
    return wordings[crc32(receipt.encode()) % len(wordings)]

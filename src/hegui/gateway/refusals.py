"""What a person reads in place of what was stopped.

A refusal looks like any answer: friendly, in the language of the user, without
the matter itself. The wordings in force are a library that an operator may
write over and exchange while the service runs: `hegui.gateway.refusal_library`.

>>> language_of('怎么做番茄炒蛋？'), language_of('How do I cook rice?')
('zh', 'en')
>>> words('ask', ('a4.health',), 'zh', 'r-1') in set(in_force().texts())
True
"""

from __future__ import annotations

import re
from typing import Final

from hegui.gateway.refusal_library import Language, Place, RefusalLibrary, load

__all__ = ["Language", "Place", "in_force", "language_of", "use", "words"]

_SAMPLE: Final = 1_000
"""Code points looked at; the end of a prompt is where the question stands."""

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]+")

_IN_FORCE: Final[list[RefusalLibrary]] = []
"""One value, exchanged whole: what this process says in a model's place."""


def in_force() -> RefusalLibrary:
    """Return the library in force; ours until another is put in."""
    if not _IN_FORCE:
        _IN_FORCE.append(load())
    return _IN_FORCE[0]


def use(library: RefusalLibrary) -> None:
    """Speak from another library from the next refusal on."""
    _IN_FORCE[:] = [library]


def language_of(text: str) -> Language:
    """Return Chinese when `text` has at least as many Han characters as Latin words.

    An empty text reads Chinese: the service is one for mainland China.
    """
    sample = text[-_SAMPLE:]
    han = sum(1 for _ in _HAN.finditer(sample))
    latin = sum(1 for _ in _LATIN_WORD.finditer(sample))
    return "zh" if han >= latin else "en"


def words(place: Place, categories: tuple[str, ...], language: Language, receipt: str) -> str:
    """Return the wording in force for what was stopped; see `RefusalLibrary.words`."""
    return in_force().words(place, categories, language, receipt)

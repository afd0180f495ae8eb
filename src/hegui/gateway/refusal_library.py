"""The library of refusals: ours, and an operator's over it, as one versioned value.

A file holds groups; each names its categories (or their beginnings) and what
is said ``ask`` (in place of an answer) and ``end`` (closing one that had
begun) in each language, several wordings of each:

    tone = "brief"                 # which tone to speak in; "plain" is ours

    [[group]]
    name       = "gambling"
    categories = ["a1.gambling"]
    ask.zh = ["…", "…"]            # in the tone "plain"
    [group.tones.brief]
    ask.zh = ["…"]                 # in another

A group of the operator's comes before ours; one with the name of ours takes
ours over where it says something and leaves the rest. A tone that a group does
not have falls back to "plain". `digest` names the whole, whoever wrote it.

>>> library = load()
>>> library.tone, library.digest[:9]
('plain', 'refusals/')
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal
from zlib import crc32

import msgspec

from hegui.errors import InvalidRefusals

__all__ = ["Group", "Language", "Place", "RefusalLibrary", "load"]

Language = Literal["zh", "en"]

Place = Literal["ask", "end"]
"""``ask``: in place of a whole answer. ``end``: closing one that had begun."""

_PLAIN: Final = "plain"
_PLACES: Final[tuple[Place, ...]] = ("ask", "end")
_LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

_Wordings = Annotated[
    tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=r"\S")], ...],
    msgspec.Meta(min_length=1, max_length=50),
]
_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
_Category = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.-]*$", max_length=64)]


class _Tone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ask: dict[Language, _Wordings] = {}
    end: dict[Language, _Wordings] = {}


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: _Name
    categories: tuple[_Category, ...] | None = None
    ask: dict[Language, _Wordings] = {}
    end: dict[Language, _Wordings] = {}
    tones: dict[_Name, _Tone] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tone: _Name | None = None
    group: tuple[_Group, ...] = ()


Wordings = Mapping[tuple[str, Place, Language], tuple[str, ...]]
"""By tone, place and language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is said about some categories."""

    name: str
    categories: tuple[str, ...]
    """Categories or their beginnings; the empty one fits all."""

    wordings: Wordings


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalLibrary:
    """Everything that hegui may say in place of a model."""

    groups: tuple[Group, ...]
    tone: str
    digest: str
    """``refusals/`` and 16 hexadecimal digits over all of it."""

    def words(
        self, place: Place, categories: tuple[str, ...], language: Language, receipt: str
    ) -> str:
        """Return the wording for what was stopped.

        Args:
            place: where it stands.
            categories: of the findings that decided; several take the first
                group that fits one of them.
            language: of the user.
            receipt: picks one of several wordings, always the same one.
        """
        group = next(
            (g for g in self.groups if any(c.startswith(g.categories) for c in categories)),
            self.groups[-1],
        )
        wordings = group.wordings.get((self.tone, place, language))
        if wordings is None:
            wordings = group.wordings[_PLAIN, place, language]
        return wordings[crc32(receipt.encode()) % len(wordings)]

    def texts(self) -> Iterator[str]:
        """Yield every wording, for whoever looks whether they may be said."""
        for group in self.groups:
            for wordings in group.wordings.values():
                yield from wordings


def load(file: Path | None = None) -> RefusalLibrary:
    """Return our library, with an operator's file over it.

    Raises:
        InvalidRefusals: the file cannot be read as such, or leaves a group
            without words in a language.
    """
    groups = dict(_ours())
    tone = _PLAIN
    if file is not None:
        try:
            found = _decode(file.read_bytes(), file)
        except OSError as error:
            raise InvalidRefusals(file, f"expected to read it; found {error.strerror}") from None
        tone = found.tone or _PLAIN
        theirs = {each.name: _over(groups.get(each.name), each, file) for each in found.group}
        if len(theirs) < len(found.group):
            raise InvalidRefusals(file, "expected each group's name once; found one twice")
        groups = {**theirs, **{k: v for k, v in groups.items() if k not in theirs}}
        if tone != _PLAIN and not any(
            tone == key[0] for g in theirs.values() for key in g.wordings
        ):
            raise InvalidRefusals(file, f"expected a group with the tone {tone!r}; found none")
    made = tuple(groups.values())
    return RefusalLibrary(groups=made, tone=tone, digest=_digest(made, tone))


@cache
def _ours() -> Mapping[str, Group]:
    source = files("hegui.gateway").joinpath("refusals.toml")
    found = _decode(source.read_bytes(), "refusals.toml")
    return {each.name: _over(None, each, "refusals.toml") for each in found.group}


def _decode(raw: bytes, file: object) -> _File:
    try:
        return msgspec.toml.decode(raw, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidRefusals(file, str(error)) from None


def _over(before: Group | None, group: _Group, file: object) -> Group:
    """Return a group with another's words where it has none of its own."""
    wordings: dict[tuple[str, Place, Language], tuple[str, ...]] = (
        {} if before is None else dict(before.wordings)
    )
    tones = {_PLAIN: _Tone(ask=group.ask, end=group.end), **group.tones}
    for tone, said in tones.items():
        for place in _PLACES:
            given = said.ask if place == "ask" else said.end
            wordings.update({(tone, place, language): given[language] for language in given})
    categories = group.categories
    if categories is None:
        if before is None:
            raise InvalidRefusals(file, f"group {group.name}: expected categories; found none")
        categories = before.categories
    for place in _PLACES:
        for language in _LANGUAGES:
            if (_PLAIN, place, language) not in wordings:
                raise InvalidRefusals(
                    file, f"group {group.name}: expected words in {place}.{language}; found none"
                )
    return Group(name=group.name, categories=categories, wordings=wordings)


def _digest(groups: tuple[Group, ...], tone: str) -> str:
    told = [
        [
            group.name,
            group.categories,
            sorted(["/".join(key), words] for key, words in group.wordings.items()),
        ]
        for group in groups
    ]
    digest = hashlib.sha256(msgspec.json.encode([tone, told])).hexdigest()
    return f"refusals/{digest[:16]}"

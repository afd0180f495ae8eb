"""From a row of a lexicon file to a term, or to an exact error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Protocol

import msgspec

from hegui.errors import InvalidLexicon
from hegui.finding import Stage
from hegui.moderation.categories import categories
from hegui.moderation.lexicon import ALL_STAGES, LONGEST, NEAR, Lexicon, Term, View

__all__ = [
    "COLUMNS",
    "Row",
    "Where",
    "check_lexicon_name",
    "check_names",
    "make_lexicon",
    "make_term",
    "read_text",
    "said_twice",
    "sameness",
]

FARTHEST: Final = 200
"""Most characters between a term and what must stand near it; a stream waits so long."""

COLUMNS: Final = (
    *("text", "category", "severity", "lang", "stages", "whole", "alone", "allow", "near"),
    *("within", "views", "added", "expires", "note"),
)
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._/-]{0,79}")


class Row(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One ``[[term]]`` as it is written."""

    text: str
    category: str
    severity: int
    lang: str | None = None
    stages: list[str] | None = None
    whole: bool = True
    alone: bool = False
    allow: list[str] = []
    near: list[str] = []
    within: int = NEAR
    views: list[str] = []
    added: date | None = None
    expires: date | None = None
    note: str = ""


class Where(Protocol):
    """Tells the line of an entry."""

    def __call__(self, entry: int | None, key: str | None = None) -> int:
        """Return the line, from 1, of an entry (from 0; None is the header) or of its key."""


def read_text(file: Path) -> str:
    """Return a lexicon file as text.

    Raises:
        InvalidLexicon: it cannot be read, or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InvalidLexicon(
            file, 0, expected="a readable lexicon file", found=error.strerror or str(error)
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidLexicon(
            file, line, expected="UTF-8", found=f"byte 0x{error.object[error.start]:02X}"
        ) from error


def make_lexicon(
    file: Path, where: Where, head: Mapping[str, str], rows: Sequence[Mapping[str, object]]
) -> Lexicon:
    """Return the lexicon of some rows.

    Raises:
        InvalidLexicon: a row is wrong, could never match, or comes twice.
    """
    check_lexicon_name(file, where, head["name"])
    if not rows:
        raise InvalidLexicon(file, where(None), expected="at least one term", found="none")
    seen: dict[object, int] = {}
    terms: list[Term] = []
    for at, row in enumerate(rows):
        term = _term_at(file, where, at, row, f"{head['name']}#{at + 1:03d}")
        first = seen.setdefault(sameness(term), at)
        if first != at:
            raise said_twice(file, where, at, term.text, first)
        terms.append(term)
    return Lexicon(
        name=head["name"],
        version=head["version"],
        author=head["author"],
        source=head["source"],
        terms=tuple(terms),
        file=file,
    )


def sameness(term: Term) -> object:
    """Return what two terms must not share: words, and the conditions that tell them apart.

    A term without conditions, written in one word, is its key.
    """
    phrase = term.phrase
    if not phrase.breaks and term.whole and not term.is_conditioned and term.stages == ALL_STAGES:
        return phrase.key
    return phrase, term.stages, term.whole, term.alone, term.near


def said_twice(file: Path, where: Where, entry: int, text: str, first: int) -> InvalidLexicon:
    """Return the error for an entry that an earlier one says already."""
    return InvalidLexicon(
        file,
        where(entry, "text"),
        expected="each term once",
        found=f"{text!r}, which folds to the term of line {where(first, 'text')}",
    )


def check_lexicon_name(file: Path, where: Where, name: str) -> None:
    """Refuse a name that could not stand in a rule id.

    Raises:
        InvalidLexicon: with the name's line.
    """
    if not _NAME.fullmatch(name):
        raise InvalidLexicon(
            file,
            where(None, "name"),
            expected="a name of a-z, 0-9, '.', '_', '-' and '/', for example 'ours/fraud'",
            found=repr(name),
        )


def _term_at(file: Path, where: Where, at: int, raw: Mapping[str, object], rule: str) -> Term:
    return make_term(file, lambda key: where(at, key), raw, rule)


def make_term(
    file: Path, line: Callable[[str | None], int], raw: Mapping[str, object], rule: str
) -> Term:
    """Return the term of one row.

    Args:
        file: for the error.
        line: of a key of the row, or of the row itself.
        raw: keys of `COLUMNS`, with TOML's types.
        rule: its id.

    Raises:
        InvalidLexicon: the row is wrong, or could never match.
    """
    check_names(file, line, raw, COLUMNS, "a key of [[term]]")
    try:
        row = msgspec.convert(raw, Row)
    except msgspec.ValidationError as error:
        named = re.search(r"\$\.(\w+)", str(error))
        raise InvalidLexicon(
            file,
            line(named[1] if named else None),
            expected="text, category and severity, each of its type",
            found=str(error),
        ) from error
    for key, expected, found, near in _wrongs(row):
        raise InvalidLexicon(file, line(key), expected=expected, found=found, near=near)
    term = Term(
        rule=rule,
        text=row.text,
        category=row.category,
        severity=row.severity,
        lang=row.lang,
        stages=ALL_STAGES if row.stages is None else frozenset(map(Stage, row.stages)),
        whole=row.whole,
        alone=row.alone,
        allow=tuple(row.allow),
        near=tuple(row.near),
        within=row.within,
        views=frozenset(map(View, row.views)),
        added=row.added,
        expires=row.expires,
        note=row.note,
    )
    for key, expected, found in _unmatchable(term):
        raise InvalidLexicon(file, line(key), expected=expected, found=found)
    return term


def _wrongs(row: Row) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield key, expected, found and near names of what is wrong with the values."""
    if row.category not in categories():
        near = tuple(get_close_matches(row.category, categories(), n=2))
        yield "category", "a key of categories.toml", repr(row.category), near
    if row.severity not in {1, 2, 3}:
        yield "severity", "1, 2 or 3", str(row.severity), ()
    stages = tuple(stage.value for stage in Stage)
    for stage in row.stages or ():
        if stage not in stages:
            near = tuple(get_close_matches(stage, stages, n=2))
            yield "stages", f"stages of {', '.join(stages)}", repr(stage), near
    for view in row.views:
        if view not in tuple(View):
            yield "views", f"views of {', '.join(View)}", repr(view), ()
    if not 0 <= row.within <= FARTHEST:
        yield "within", f"0 to {FARTHEST} characters", str(row.within), ()
    if row.added is not None and row.expires is not None and row.expires <= row.added:
        yield "expires", f"a day after {row.added}", str(row.expires), ()
    if row.stages == []:
        yield "stages", "at least one stage, or no such key for all", "[]", ()


def _unmatchable(term: Term) -> Iterator[tuple[str, str, str]]:
    """Yield key, expected and found for what could never match, or would match too much."""
    phrase = term.phrase
    if len(phrase.key) < 2:
        yield "text", "at least two letters, digits or characters after folding", repr(term.text)
    if len(phrase.key) > LONGEST:
        yield "text", f"at most {LONGEST} characters after folding", str(len(phrase.key))
    if phrase.is_stretched(term.text):
        yield "text", "no more than 16 signs in a row", repr(term.text)
    for text, excuse in zip(term.allow, term.excuses, strict=True):
        if phrase.key not in excuse.key or phrase.key == excuse.key:
            yield "allow", f"phrases that contain {term.text!r} and more", repr(text)
        if len(excuse.key) > LONGEST or excuse.is_stretched(text):
            yield "allow", f"phrases of at most {LONGEST} characters", repr(text)
    for text, companion in zip(term.near, term.companions, strict=True):
        if not companion.key or len(companion.key) > LONGEST or companion.is_stretched(text):
            yield "near", f"phrases of one to {LONGEST} characters", repr(text)
        elif companion.key == phrase.key:
            yield "near", f"another phrase than {term.text!r}", repr(text)


def check_names(
    file: Path,
    line: Callable[[str], int],
    raw: Mapping[str, object],
    known: Sequence[str],
    expected: str,
) -> None:
    """Refuse names that the format does not know.

    Raises:
        InvalidLexicon: with the known names and the near ones.
    """
    for name in raw:
        if name not in known:
            raise InvalidLexicon(
                file,
                line(name),
                expected=f"{expected}: {', '.join(known)}",
                found=repr(name),
                near=tuple(get_close_matches(name, known, n=2)),
            )

"""Load lexicons from files and folders into one rule set."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from hegui.clock import today
from hegui.errors import LexiconTwice, NoLexicon
from hegui.moderation.expressions import Expressions, read_expressions
from hegui.moderation.lexicon import STARTER, Lexicon
from hegui.moderation.lexicon_csv import read_csv
from hegui.moderation.lexicon_toml import read_toml
from hegui.moderation.packed import PackedTerms
from hegui.moderation.rules import RuleSet

__all__ = ["load_rules"]

_READERS: Final = {".toml": read_toml, ".csv": read_csv}


def load_rules(
    paths: Sequence[Path] | None = None,
    *,
    identifiers: Collection[str] | None = None,
    expressions: Path | None = None,
    day: date | None = None,
) -> RuleSet:
    """Return the rules of some lexicons, or of the starter lexicon.

    Args:
        paths: ``.toml`` and ``.csv`` files, and folders of them, which are read
            in the order of their names. None means the starter lexicon; an
            empty sequence means identifiers only.
        identifiers: rule ids to look for, as `RuleSet` takes them.
        expressions: a file of patterns (`hegui.moderation.expressions`).
        day: terms that have expired on it are left out; today in Beijing unless given.

    Raises:
        NoLexicon: a path is missing, or a folder holds no lexicon.
        InvalidLexicon: a file does not follow the format.
        LexiconTwice: two files carry one lexicon name.
        UnknownIdentifier: an identifier that nothing recognises.
        InvalidExpression: a pattern is wrong.
    """
    files: dict[str, Path] = {}
    lexicons: list[Lexicon] = []
    for path in (STARTER,) if paths is None else paths:
        for file in _files(path):
            lexicon = _READERS[file.suffix](file)
            if lexicon.name in files:
                raise LexiconTwice(lexicon.name, files[lexicon.name], file)
            files[lexicon.name] = file
            lexicons.append(_unexpired(lexicon, day or today()))
    made = None if expressions is None else Expressions(read_expressions(expressions))
    return RuleSet(lexicons, identifiers=identifiers, expressions=made)


def _unexpired(lexicon: Lexicon, day: date) -> Lexicon:
    terms = lexicon.terms
    named = terms.special.values() if isinstance(terms, PackedTerms) else terms
    if all(term.is_used_on(day) for term in named):
        return lexicon
    return replace(lexicon, terms=tuple(term for term in lexicon.terms if term.is_used_on(day)))


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.suffix in _READERS)
        if not inside:
            raise NoLexicon(path)
        yield from inside
    elif path.suffix in _READERS and path.is_file():
        yield path
    else:
        raise NoLexicon(path)

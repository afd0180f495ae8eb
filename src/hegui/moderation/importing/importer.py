"""Import a list: decode it, judge its drafts, hold the terms against benign text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from hegui.errors import InvalidLexicon
from hegui.finding import Stage
from hegui.moderation.categories import categories
from hegui.moderation.importing.benign import Passage, benign
from hegui.moderation.importing.encoding import decoded
from hegui.moderation.importing.judging import Defaults, Judged, judge
from hegui.moderation.importing.layouts import drafts
from hegui.moderation.importing.report import Blocked, Flag, Import
from hegui.moderation.lexicon import Lexicon
from hegui.moderation.rules import RuleSet

__all__ = ["import_list"]

_COMMON: Final = 3
"""Benign passages in which a word is common and not a term."""


def import_list(
    file: Path,
    defaults: Defaults,
    *,
    rules: RuleSet | None = None,
    earlier: AbstractSet[str] = frozenset(),
    passages: Sequence[Passage] | None = None,
) -> Import:
    """Return the report on a list. Nothing is in force by it.

    Args:
        file: in one of `layouts.LAYOUTS`.
        defaults: for what the entries do not say.
        rules: those in force; terms they have are refused as known, and what they
            block already is not counted as newly blocked.
        earlier: keys of lists that are imported with it; refused as known, too.
        passages: benign text; None means the corpus that comes with hegui.

    Raises:
        InvalidLexicon: the file as a whole cannot be read; single entries are refused instead.
    """
    if defaults.category and defaults.category not in categories():
        raise InvalidLexicon(
            file, 0, expected="a key of categories.toml", found=repr(defaults.category)
        )
    text, encoding = decoded(file)
    held = benign() if passages is None else tuple(passages)
    known = earlier if rules is None else earlier | rules.term_keys()
    judged = judge(file, drafts(file, text), defaults, known)
    if not judged.read:
        raise InvalidLexicon(file, 1, expected="at least one term", found="none")
    lexicon = _lexicon(file, defaults, judged) if len(judged.terms) else None
    blocked = () if lexicon is None else tuple(_blocked(lexicon, rules, held))
    return Import(
        lexicon=lexicon,
        terms=judged.terms,
        encoding=encoding,
        read=judged.read,
        refusals=judged.refusals,
        flags=tuple(_flags(judged, blocked)),
        blocked=blocked,
        benign=len(held),
    )


def _lexicon(file: Path, defaults: Defaults, judged: Judged) -> Lexicon:
    return Lexicon(
        name=defaults.name,
        version=defaults.added.isoformat(),
        author=defaults.author,
        source=defaults.source,
        terms=judged.terms,
        file=file,
    )


def _blocked(
    lexicon: Lexicon, rules: RuleSet | None, passages: Iterable[Passage]
) -> Iterator[Blocked]:
    """Yield each passage that is clean today and would not be, with the terms in it."""
    new = RuleSet((lexicon,), identifiers=())
    for passage in passages:
        texts: set[str] = set()
        for stage in Stage:
            if rules is not None and rules.scan(passage.text, stage):
                continue
            for finding in new.scan(passage.text, stage):
                term = new.term(finding.rule)
                if term is not None:
                    texts.add(term.text)
        if texts:
            yield Blocked(passage=passage, terms=tuple(sorted(texts)))


def _flags(judged: Judged, blocked: Iterable[Blocked]) -> Iterator[Flag]:
    """Yield what a person should look at, term by term."""
    where: dict[str, list[str]] = {}
    for each in blocked:
        for text in each.terms:
            where.setdefault(text, []).append(each.passage.source)
    terms = judged.terms
    for at, text, key in terms.keyed():
        sources = where.get(text, ())
        if sources:
            yield Flag(
                place=at + 1,
                text=text,
                doubt="common-word" if len(sources) >= _COMMON else "blocks-benign-text",
                detail=f"{len(sources)} passages: {', '.join(sorted(set(sources)))}",
            )
        if at in judged.contested:
            yield Flag(place=at + 1, text=text, doubt="two-categories", detail=judged.contested[at])
        if key.isdigit():
            yield Flag(place=at + 1, text=text, doubt="digits-only")
        elif len(key) == 2 and not (at in terms.special and terms.special[at].is_conditioned):
            yield Flag(place=at + 1, text=text, doubt="two-characters")

"""What a keyword library holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hegui.moderation.categories import categories
from hegui.moderation.inventory import Inventory, inventory
from hegui.moderation.lexicon import Lexicon, Term
from hegui.moderation.packed import PackedTerms

DAY = date(2026, 11, 20)


def term(text: str, category: str, *, added: date | None = None) -> Term:
    return Term(rule=text, text=text, category=category, severity=1, added=added)


def held(*terms: Term, version: str = "0") -> Inventory:
    return inventory([library(terms, version=version)], DAY)


def library(terms: Sequence[Term], *, version: str = "0") -> Lexicon:
    return Lexicon(
        name="t", version=version, author="", source="", terms=terms, file=Path("t.toml")
    )


def test_a_word_counts_once_in_all_and_once_in_each_of_its_risks() -> None:
    found = held(
        term("甲乙", "a1.subversion"), term("甲 乙", "a1.subversion"), term("甲乙", "a2.sex")
    )

    assert 1 == found.total
    assert {"a1.subversion": 1, "a2.sex": 1} == {k: n for k, n in found.risks.items() if n}
    assert list(categories()) == list(found.risks)


def test_the_digest_is_of_words_and_risks_alone() -> None:
    """Order, version, day and spelling change nothing; a word or its risk does."""
    one, two = term("甲乙", "a1.subversion"), term("丙丁", "a2.sex")
    digest = held(one, two).digest

    assert digest == held(two, replace(one, text="甲 乙", added=DAY), version="9").digest
    assert digest != held(one).digest
    assert digest != held(one, replace(two, category="a2.age")).digest


def test_what_is_said_to_be_added_later_is_not_the_newest() -> None:
    found = held(
        term("甲乙", "a1.subversion", added=date(2026, 11, 13)),
        term("丙丁", "a1.subversion", added=date(2026, 11, 21)),
    )

    assert (2, date(2026, 11, 13)) == (found.total, found.newest)


def test_packed_terms_count_like_others() -> None:
    packed = PackedTerms(
        name="t",
        texts=["甲乙", "丙丁"],
        categories=["a1.subversion", "a2.sex"],
        category=[0, 1],
        severity=[1, 1],
        added=[DAY.toordinal(), 0],
        special={},
    )

    assert inventory([library(tuple(packed))], DAY) == inventory([library(packed)], DAY)

"""The closed grammar of conditions: what it refuses, and what it says then."""

from __future__ import annotations

import pytest

from hegui.errors import MalformedCondition
from hegui.law import Law
from hegui.law.grammar import parse


@pytest.mark.parametrize(
    ("text", "expected", "found", "near"),
    [
        ("role.provide", "a declared fact", "role.provide", ("role.provider",)),
        ("stge == 'public'", "a declared fact", "stge", ("stage",)),
        ("role", "a declared fact", "the unknown name role", ()),
        ("stage", "the choice stage with ==", "stage", ()),
        ("users", "the number users compared", "users", ()),
        ("modalities", "an option, then in", "modalities", ()),
        ("launched", "the day launched compared", "launched", ()),
        ("stage == 'publik'", "an option of stage: internal, public", "'publik'", ("public",)),
        ("stage == 3", "an option of stage", "the number 3", ()),
        ("stage == role.provider", "the choice stage with ==", "stage == role.provider", ()),
        ("stage < 'public'", "the choice stage with ==", "stage < 'public'", ()),
        ("stage in ()", "the choice stage with ==", "stage in ()", ()),
        ("stage in 'public'", "the choice stage with ==", "stage in 'public'", ()),
        ("stage in ('public', users)", "an option of stage", "users", ()),
        ("stage in ('public', 'x')", "an option of stage", "the text 'x'", ()),
        ("role.provider == True", "the yes/no fact role.provider to stand alone", "== True", ()),
        ("modalities == 'text'", "an option, then in or not in", "modalities == 'text'", ()),
        ("'text' == modalities", "an option, then in or not in", "'text' == modalities", ()),
        ("'smell' in modalities", "an option of modalities: text, image", "'smell'", ()),
        ("'public' in stage", "the choice stage with ==", "'public' in stage", ()),
        ("users > '3'", "the number users compared", "users > '3'", ()),
        ("users > True", "the number users compared", "users > True", ()),
        ("users in (1, 2)", "the number users compared", "users in (1, 2)", ()),
        ("launched > 2025", "the day launched compared", "launched > 2025", ()),
        ("launched in ('2025-01-01',)", "the day launched compared", "launched in", ()),
        ("launched > 'soon'", "a day in quotes", "'soon'", ()),
        ("launched > '20250901'", "the day as '2025-09-01'", "'20250901'", ()),
        ("3 < users", "the number users compared", "3 < users", ()),
        ("1 < users < 3", "nothing else", "1 < users < 3", ()),
        ("role.provider & role.provider", "nothing else", "&", ()),
        ("-users", "nothing else", "-users", ()),
        ("open('x')", "nothing else", "open('x')", ()),
        ("role.provider if True else False", "nothing else", "if True else", ()),
        ("[role.provider][0]", "nothing else", "[role.provider][0]", ()),
        ("(lambda: 1)() == 1", "the name of a fact", "(lambda: 1)()", ()),
        ("1 == f(x)", "the name of a fact", "f(x)", ()),
        ("f(x).y", "a declared fact", "f(x).y", ()),
        ("3", "nothing else", "3", ()),
        ("'text'", "nothing else", "'text'", ()),
        ("role.provider and", "one condition", "'role.provider and'", ()),
        ("x = 1", "one condition", "'x = 1'", ()),
        ("a\x00b", "one condition", "'a\\x00b'", ()),
        ("", "one condition", "''", ()),
    ],
)
def test_refuses_what_is_outside(
    tiny: Law, text: str, expected: str, found: str, near: tuple[str, ...]
) -> None:
    """An allow-list: names and types are checked, and nothing is ever run."""
    with pytest.raises(MalformedCondition) as caught:
        parse(text, tiny.facts)

    assert expected in caught.value.expected
    assert found in caught.value.found
    assert near == caught.value.near


def test_absurd_nesting_is_an_error_not_a_crash(tiny: Law) -> None:
    """The message shows the beginning only."""
    with pytest.raises(MalformedCondition) as caught:
        parse("(" * 5_000 + "role.provider" + ")" * 5_000, tiny.facts)

    assert len(caught.value.found) < 100

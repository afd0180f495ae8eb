"""The commented profile that `hegui init` writes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hegui.law import Law, load, load_profile, profile_template


def uncommented(text: str) -> str:
    """Return the template with every example answer switched on."""
    return re.sub(r"^# ([a-z][a-z0-9_.]* = )", r"\1", text, flags=re.MULTILINE)


@pytest.fixture(params=["packaged", "tiny"])
def law(request: pytest.FixtureRequest) -> Law:
    """Return the packaged law, and one with a fact of each kind."""
    if request.param == "packaged":
        return load()
    tiny: Law = request.getfixturevalue("tiny")
    return tiny


def test_as_it_is_everything_is_unknown(law: Law, tmp_path: Path) -> None:
    """Nobody has answered anything by running one command."""
    file = tmp_path / "hegui.toml"
    file.write_text(profile_template(law), encoding="utf-8")

    assert {} == dict(load_profile(file, law).answers)


def test_each_example_is_a_valid_answer(law: Law, tmp_path: Path) -> None:
    """Taking the # away gives a profile that loads."""
    file = tmp_path / "hegui.toml"
    file.write_text(uncommented(profile_template(law)), encoding="utf-8")

    asked = [name for name, fact in law.facts.items() if not fact.is_derived]
    assert sorted(asked) == sorted(load_profile(file, law).answers)


def test_each_question_stands_in_both_languages(law: Law) -> None:
    """With its help, where to look, and every option."""
    text = profile_template(law)
    flat = re.sub(r"\s+#?\s*", " ", text)
    tomllib.loads(text)

    for fact in (each for each in law.facts.values() if not each.is_derived):
        for words in (fact.question, fact.help, fact.where):
            assert words.zh in text
            assert words.en in flat
        for option in fact.options:
            assert f'"{option.key}"  {option.words.zh} / {option.words.en}' in text


def test_questions_stand_under_the_heading_of_their_group(law: Law) -> None:
    """In the order of the groups; a group of derived facts has no heading."""
    text = profile_template(law)
    asked = [g for g in law.groups if any(not law.facts[name].is_derived for name in g.facts)]

    places = [text.index(f"══ {group.words.zh} · {group.words.en} ") for group in asked]
    assert sorted(places) == places
    for group, begin, end in zip(asked, places, [*places[1:], len(text)], strict=True):
        for name in group.facts:
            assert law.facts[name].is_derived is (f"\n# {name} = " not in text[begin:end])

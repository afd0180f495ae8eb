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

    assert list(law.facts) == list(load_profile(file, law).answers)


def test_each_question_stands_in_both_languages(law: Law) -> None:
    """With its help, where to look, and every option."""
    text = profile_template(law)
    flat = re.sub(r"\s+#?\s*", " ", text)
    tomllib.loads(text)

    for fact in law.facts.values():
        for words in (fact.question, fact.help, fact.where):
            assert words.zh in text
            assert words.en in flat
        for option in fact.options:
            assert f'"{option.key}"  {option.words.zh} / {option.words.en}' in text

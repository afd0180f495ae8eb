"""An operator's refusals over ours: by group, language and tone, and named by a digest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hegui.errors import InvalidRefusals
from hegui.gateway import refusals
from hegui.gateway.refusal_library import RefusalLibrary, load

OWN = """
[[group]]
name = "gambling"
categories = ["a1.gambling"]
ask.zh = ["本店不谈这个。"]
ask.en = ["Not here."]
end.zh = ["到此为止。"]
end.en = ["That is all."]
"""
BRIEF = '\n[group.tones.brief]\nask.zh = ["不行。"]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where an operator's file lies."""
    return tmp_path / "refusals.toml"


@pytest.fixture
def ours() -> Iterator[RefusalLibrary]:
    """Yield our library, and speak from it again afterwards."""
    library = load()
    yield library
    refusals.use(library)


def test_a_group_of_the_operators_comes_first(file: Path, ours: RefusalLibrary) -> None:
    """Before ours that would fit as well; the rest stays ours."""
    file.write_text(OWN, encoding="utf-8")
    made = load(file)

    assert "本店不谈这个。" == made.words("ask", ("a1.gambling",), "zh", "r")
    assert ours.words("ask", ("a2.x",), "zh", "r") == made.words("ask", ("a2.x",), "zh", "r")


def test_a_group_with_the_name_of_ours_takes_it_over_in_part(
    file: Path, ours: RefusalLibrary
) -> None:
    """What it does not say stays as it was, its categories too."""
    file.write_text('[[group]]\nname = "self-harm"\nask.zh = ["我在。"]\n', encoding="utf-8")
    made = load(file)
    asked = ("a4.health",)

    assert "我在。" == made.words("ask", asked, "zh", "r")
    assert ours.words("ask", asked, "en", "r") == made.words("ask", asked, "en", "r")
    assert ours.words("end", asked, "zh", "r") == made.words("end", asked, "zh", "r")


def test_a_tone_falls_back_to_plain(file: Path) -> None:
    """In groups, places and languages that do not have it."""
    file.write_text('tone = "brief"\n' + OWN + BRIEF, encoding="utf-8")
    made = load(file)

    assert "不行。" == made.words("ask", ("a1.gambling",), "zh", "r")
    assert "到此为止。" == made.words("end", ("a1.gambling",), "zh", "r")
    assert "Not here." == made.words("ask", ("a1.gambling",), "en", "r")


def test_every_word_and_the_tone_change_the_digest(file: Path, ours: RefusalLibrary) -> None:
    """And nothing else does."""
    digests = {ours.digest}
    for text in (OWN, OWN.replace("Not", "Never"), OWN + BRIEF, 'tone = "brief"\n' + OWN + BRIEF):
        file.write_text(text, encoding="utf-8")
        digests.add(load(file).digest)
    file.write_text("# a remark\n", encoding="utf-8")

    assert 5 == len(digests)
    assert ours.digest == load(file).digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[group", "refusals.toml: "),
        ('voice = "kind"', "unknown field `voice`"),
        ('tone = "brief"', "tone 'brief'"),
        (OWN.replace("ask.en", "ask.fr"), "$.group[0].ask"),
        (OWN.replace('end.en = ["That is all."]', ""), "words in end.en"),
        (OWN.replace('categories = ["a1.gambling"]', ""), "expected categories"),
        (OWN.replace('["Not here."]', "[]"), "$.group[0].ask"),
        (OWN.replace("Not here.", "  "), "$.group[0].ask"),
        (OWN + OWN, "found one twice"),
    ],
)
def test_a_mistake_is_told_with_its_place(file: Path, text: str, told: str) -> None:
    """A group always has words in both languages."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidRefusals) as caught:
        load(file)

    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    """Rather than ours in silence."""
    with pytest.raises(InvalidRefusals, match="expected to read it"):
        load(file)


def test_another_library_speaks_from_the_next_refusal_on(file: Path, ours: RefusalLibrary) -> None:
    """The exchange is one reference."""
    file.write_text(OWN, encoding="utf-8")
    refusals.use(load(file))

    assert "Not here." == refusals.words("ask", ("a1.gambling",), "en", "r")
    assert ours.digest != refusals.in_force().digest

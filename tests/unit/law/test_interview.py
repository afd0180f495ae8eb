"""The interview: what to ask next, what still matters, what hangs on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty, fact

from hegui.law import Law, load_profile
from hegui.law.interview import Interview, interview

A = "cn/a-2020"
ON = date(2026, 11, 21)
DERIVED = """
[[fact.rule]]
is = true
when = "is_public or has_minors"
because.zh = "因为"
because.en = "since"
"""


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Three duties of a provider, one of them through a derived fact."""
    pack = Pack(tmp_path).instrument(A)
    pack.facts(
        fact("role.provider")
        + fact("is_public")
        + fact("has_minors")
        + fact("is_open", rest=DERIVED)
        + fact("pays", type='"number"')
    )
    pack.provision(
        A,
        "art-1",
        duty("art-1-a"),
        duty("art-1-b", when='"role.provider and is_open"'),
        duty("art-1-c", when='"role.provider and has_minors"'),
        duty("art-1-d", when='"not role.provider and pays > 3"'),
    )
    return pack.load()


def standing(folder: Path, law: Law, facts: str) -> Interview:
    file = folder / "hegui.toml"
    file.write_text(f"[facts]\n{facts}", encoding="utf-8")
    return interview(law, load_profile(file, law), ON)


def test_what_blocks_most_is_asked_first(tmp_path: Path, law: Law) -> None:
    """All four wait for the role."""
    found = standing(tmp_path, law, "")

    assert found.next is not None
    assert ("role.provider", 4) == (found.next.fact.name, len(found.next.hangs))


def test_what_no_longer_matters_is_not_asked(tmp_path: Path, law: Law) -> None:
    """A provider is not asked what only others pay."""
    found = standing(tmp_path, law, "role.provider = true\n")

    assert ["has_minors", "is_public"] == [each.fact.name for each in found.questions]
    assert found.question("pays") is None


def test_only_asked_facts_are_asked(tmp_path: Path, law: Law) -> None:
    """A derived fact is reached through the facts below it."""
    found = standing(tmp_path, law, "role.provider = true\nhas_minors = false\n")

    assert ["is_public"] == [each.fact.name for each in found.questions]


def test_not_known_yet_is_set_aside_with_what_hangs_on_it(tmp_path: Path, law: Law) -> None:
    """It is not asked again, and its obligations are told."""
    found = standing(tmp_path, law, 'role.provider = true\nhas_minors = "?"\n')

    assert ["is_public"] == [each.fact.name for each in found.questions]
    assert [("has_minors", [f"{A}/art-1-b", f"{A}/art-1-c"])] == [
        (each.fact.name, [decision.obligation.id for decision in each.hangs])
        for each in found.unsure
    ]
    assert found.question("has_minors") == found.unsure[0]


def test_not_known_yet_that_no_longer_matters_is_gone(tmp_path: Path, law: Law) -> None:
    found = standing(tmp_path, law, 'role.provider = false\nhas_minors = "?"\n')

    assert () == found.unsure
    assert ["pays"] == [each.fact.name for each in found.questions]


def test_progress_counts_obligations(tmp_path: Path, law: Law) -> None:
    """Facts answered, unsure and to ask; obligations decided and not."""
    found = standing(tmp_path, law, 'role.provider = true\nhas_minors = "?"\n').progress

    assert {
        "answered": 1,
        "unsure": 1,
        "to_ask": 1,
        "decided": 2,
        "undecided": 2,
    } == found.as_dict()
    assert 0.5 == found.share


def test_the_end_is_reached(tmp_path: Path, law: Law) -> None:
    found = standing(tmp_path, law, "role.provider = false\npays = 1\n")

    assert found.next is None
    assert 1.0 == found.progress.share
    assert None is found.as_dict()["next"]


def test_as_a_document(tmp_path: Path, law: Law) -> None:
    shown = standing(tmp_path, law, 'role.provider = true\nhas_minors = "?"\n').as_dict()

    assert ["is_public"] == shown["to_ask"]
    assert "is_public?" == shown["next"]["question"]["en"]  # type: ignore[index]

"""Words over everything the law says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty, expression

from hegui.law import Law
from hegui.law.search import search


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Three duties that say *label* in their id, title or words, and one text that does."""
    pack = Pack(tmp_path).instrument("xx/labels-2020", title__zh='"标识办法"')
    pack.provision(
        "xx/labels-2020",
        "art-1",
        expression(says__zh='"应当添加显式标识。"', says__en='"An explicit label is added."'),
        duty("art-1-a", must__zh='"在末尾加标识"', must__en='"Put the label at the end."'),
        duty("art-1-b", title__zh='"显式标识"', title__en='"Explicit LABEL"'),
        duty("art-1-c", reading__zh='"见标识"', reading__en='"as for a label"'),
    )
    return pack.load()


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("label", "xx/labels-2020"),  # in an id
        ("explicit label", "xx/labels-2020/art-1-b"),  # a title before a text
        ("end", "xx/labels-2020/art-1-a"),
        ("标识", "xx/labels-2020"),  # its title; parts of words count
        ("显式标识", "xx/labels-2020/art-1-b"),
        ("EXPLICIT", "xx/labels-2020/art-1-b"),
    ],
)
def test_the_best_hit_comes_first(law: Law, query: str, best: str) -> None:
    assert best == search(law, query)[0].id


def test_every_word_must_occur(law: Law) -> None:
    """Anywhere in one place, in either language."""
    assert ["xx/labels-2020/art-1-a"] == [hit.id for hit in search(law, "末尾 label end")]
    assert () == search(law, "label nowhere")


def test_an_empty_query_finds_nothing(law: Law) -> None:
    assert () == search(law, "  ")


def test_a_hit_shows_its_passage(law: Law) -> None:
    found = {hit.id: hit.as_dict() for hit in search(law, "标识")}

    assert {"zh": "应当添加显式标识。", "en": "An explicit label is added."} == found[
        "xx/labels-2020/art-1"
    ]["words"]
    assert {"instrument", "provision", "obligation"} == {hit["kind"] for hit in found.values()}

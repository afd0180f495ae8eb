"""Asserted pairs between two instruments, read from TOML."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.law.packs import Pack, duty

from hegui.errors import InvalidInstrument
from hegui.law import load
from hegui.law.pairs import load_pairs

HEAD = 'before = "xx/draft-2020"\nafter = "xx/final-2021"\n'


def pack(folder: Path, text: str) -> Pack:
    made = Pack(folder)
    for id_, name in (("xx/draft-2020", "art-6-file"), ("xx/final-2021", "art-17-file")):
        made.instrument(id_).provision(id_, name.rpartition("-")[0], duty(name))
    return made.write("pairs/draft-to-final.toml", text)


def test_pairs_are_full_ids(tmp_path: Path) -> None:
    """A pair with one side says why there is no other."""
    text = (
        HEAD
        + '[[pair]]\nbefore = "art-6-file"\nafter = "art-17-file"\n'
        + '[[pair]]\nbefore = "art-6-file"\nnote.zh = "取消"\nnote.en = "dropped"\n'
    )
    made = pack(tmp_path, text)
    pairs = load_pairs(made.load(), made.folder)["xx/draft-2020", "xx/final-2021"]

    assert ("xx/draft-2020/art-6-file", "xx/final-2021/art-17-file", None) == (
        pairs[0].before,
        pairs[0].after,
        pairs[0].note,
    )
    assert (None, "dropped") == (pairs[1].after, pairs[1].note.en if pairs[1].note else "")


def test_a_folder_without_pairs_has_none(tmp_path: Path) -> None:
    made = Pack(tmp_path).instrument("xx/a-2020").provision("xx/a-2020", "art-1")

    assert {} == dict(load_pairs(made.load(), made.folder))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD.replace("draft-2020", "draft-2002"), 1, "Did you mean xx/draft-2020"),
        (HEAD + '[[pair]]\nbefore = "art-6-fil"\n', 4, "Did you mean art-6-file?"),
        (HEAD + '[[pair]]\nafter = "art-6-file"\n', 4, "an obligation of xx/final-2021"),
        (HEAD + "[[pair]]\n", 3, "before or after, or both; found neither"),
        (HEAD + '[[pair]]\nbefore = "art-6-file"\nwhy = ""\n', 5, "unknown key 'why'"),
    ],
)
def test_a_dangling_pair_is_an_error(tmp_path: Path, text: str, line: int, says: str) -> None:
    made = pack(tmp_path, text)
    with pytest.raises(InvalidInstrument) as caught:
        load_pairs(made.load(), made.folder)

    assert line == caught.value.line
    assert says in caught.value.explain()


def test_the_packaged_pairs_hold() -> None:
    """Every id in them is that of a loaded obligation."""
    pairs = load_pairs(load())

    assert ("cn/genai-draft-2023", "cn/genai-2023") in pairs

"""The plain part of TOML, and where it ends."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from hegui.law import PACKAGED
from hegui.law.locate import locate
from hegui.law.plain import plain

TEXT = """\
# a comment
a = "text" # after
b.c = 1_000
b.d = -2.5
b."e.f" = 1e25

[t]
day = 2026-01-02
yes = true
no = false
list = ["x", "y",
  "z",
]
none = []
long = '''
two
lines'''
[[array]]
id = ''
"""


def test_reads_what_tomllib_reads() -> None:
    """With the line of each header."""
    text = TEXT.replace("id = ''", 'id = "1"\n[array.deep]\nx = 0\n[[array]]\nid = "2"')
    found = plain(text)

    assert found is not None
    assert tomllib.loads(text) == found.root
    assert date(2026, 1, 2) == tomllib.loads(text)["t"]["day"]
    assert {("t",): 7, ("array", 0): 18, ("array", 0, "deep"): 20, ("array", 1): 22} == (
        found.headers
    )
    assert all(locate(text).line(place) == line for place, line in found.headers.items())


@pytest.mark.parametrize(
    "text",
    [
        "a = 'single quotes'",
        'a = "an \\n escape"',
        'a = """three"""',
        "a = '''four''''",
        "a = '''six''''''",
        "a = {b = 1}",
        "a = [1, 2]",
        "a = 2026-01-02T03:04:05",
        "a = 2026-02-30",
        "a = 1\na = 2",
        "a.b = 1\na.b.c = 2",
        "a = 1\na.b = 2",
        "[a]\n[a]",
        "a.b = 1\n[a]",
        "a.b = 1\n[a.c]",
        "[a]\n[[a]]",
        "a = []\n[[a]]",
        "[[a]]\n[a]",
        "[t]\na.b = 1\n[t.a]",
        "[a.b]\nx = 1\n[a]\nb.y = 2",
        "'quoted' = 1",
        '"quo\\"ted" = 1',
        "a = 1 b = 2",
        "a = 0x10",
        "a = 01",
        "a",
        "[a",
        "a = 1\r\n",
        "a = 1 # \x00",
    ],
)
def test_gives_up_at_anything_else(text: str) -> None:
    """What tomllib makes of it, or why it is a mistake, is for tomllib to say."""
    found = plain(text)

    assert found is None or found.root == tomllib.loads(text)
    assert found is None or "four" in text


def test_an_empty_document_is_plain() -> None:
    """So is one of comments and blank lines."""
    for text in ("", "\n", "# only this", "\n# x\n\n"):
        found = plain(text)

        assert found is not None
        assert {} == found.root


def test_nearly_all_of_the_law_is_plain() -> None:
    """Otherwise it would load slowly; and whatever is plain is read as tomllib reads it."""
    slow = 0
    for file in sorted(PACKAGED.rglob("*.toml")):
        text = file.read_text("utf-8")
        found = plain(text)
        slow += found is None

        assert found is None or found.root == tomllib.loads(text)
    assert slow < 20


@pytest.mark.parametrize(
    "rubble", ['a = ["x"' + " " * 50_000, "a = '''" + "'' " * 20_000, "#\n" * 50_000 + "="]
)
def test_rubble_costs_no_more_than_its_size(rubble: str) -> None:
    """No pattern goes back over what it has read: these would take minutes."""
    assert None is plain(rubble)

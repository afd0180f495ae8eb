"""The line of a value in a TOML document."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hegui.law import PACKAGED
from hegui.law.locate import Place, locate

ODD = '''\
# a comment with [brackets] and "quotes"
top = 1
"quoted key".inner = 2  # [not.a.table]
'literal' = """
[obligation]
id = "inside a string"
ends with quotes \\""" ""\"""
literal_text = \'\'\'
key = 1
\'\'\'
list = [
  "]", # ]
  { a = "}" },
]
[table.sub]
x . y = 1

[[many]]
id = 1
[many.inner]
deep = 1
[[many.nested]]
n = 1
[[many.nested]]
n = 2

[[many]]
id = 2
last = 'x\''''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 2),
        (("quoted key", "inner"), 3),
        (("literal",), 4),
        (("literal_text",), 8),
        (("list",), 11),
        (("list", 1, "a"), 11),  # inside a value: the line of the key
        (("table",), 15),
        (("table", "sub", "x", "y"), 16),
        (("many",), 18),
        (("many", 0, "id"), 19),
        (("many", 0, "inner", "deep"), 21),
        (("many", 0, "nested", 0, "n"), 23),
        (("many", 0, "nested", 1, "n"), 25),
        (("many", 1), 27),
        (("many", 1, "last"), 29),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_finds_the_line(place: Place, line: int) -> None:
    """Strings, comments, brackets and nested arrays of tables do not mislead it."""
    tomllib.loads(ODD)

    assert line == locate(ODD).line(place)


def _places(value: object, place: Place) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*place, key)
            yield from _places(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*place, index))


@pytest.mark.parametrize("file", sorted(PACKAGED.rglob("*.toml")), ids=lambda f: f.name)
def test_each_key_of_the_law_stands_on_its_line(file: Path) -> None:
    """For every key of every law file, the line found holds the key's name."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    located = locate(text)
    places = list(_places(tomllib.loads(text), ()))

    assert places
    assert [] == [p for p in places if str(p[-1]) not in lines[located.line(p) - 1]]

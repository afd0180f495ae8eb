"""The fast reader never says anything that tomllib would not."""

from __future__ import annotations

import tomllib
from itertools import chain

from hypothesis import example, given
from hypothesis import strategies as st

from hegui.law import PACKAGED
from hegui.law.locate import locate
from hegui.law.plain import plain

_PIECES = st.sampled_from(
    [
        *("a", "b", "a.b", "a.b.c", "[a]", "[a.b]", "[[a]]", "[[a.b]]", "[b]", "[[b.c]]"),
        *(" = ", "=", ".", ",", "[", "]", "{", "}", "\n", "\n", "\n", " ", "\t", "#x", "\r\n"),
        *('"x"', '""', '"""', "'''", "'", '"', "\\", "1", "-0", "2.5", "1_0", "true", "false"),
        *('"a"', '"a.b"', '["a".b]\n', '[[a."b c"]]\n', 'a."b"', "1e5", "1.0e2", "1e400"),
        *("2026-01-02", "2026-13-01", '["x"]', '["x", "y"]', "[]", "[1]", "字", "\x7f", "\x00"),
    ]
)
_LINES = st.builds(
    "{} = {}\n".format,
    st.sampled_from(["a", "b", "a.b", "a.c", "a.b.c", "b.c", '"a".b', 'a."b".c', '""']),
    st.sampled_from(['"x"', "1", "true", "2026-01-02", "'''\nx\n'''", '["x"]', "[]", "1.5"]),
)
_HEADERS = st.sampled_from(
    [
        "[a]\n",
        "[b]\n",
        "[a.b]\n",
        "[a.b.c]\n",
        "[[a]]\n",
        "[[b]]\n",
        "[[a.b]]\n",
        "[[b.c]]\n",
        "#\n",
    ]
)
documents = st.one_of(
    st.lists(st.one_of(_LINES, _HEADERS), max_size=12).map("".join),
    st.lists(_PIECES, max_size=25).map("".join),
)


@given(documents)
@example("a.b = 1\n[a.b]\n")
@example("[a]\nb.c = 1\n[a.b.d]\nx = 1\n")
@example("a = '''x''''''\n")
def test_what_it_reads_tomllib_reads_too(text: str) -> None:
    """Documents of headers and keys in any order, and rubble."""
    found = plain(text)
    if found is not None:
        assert tomllib.loads(text) == found.root
        assert {place: locate(text).line(place) for place in found.headers} == found.headers


@given(st.data())
def test_damaged_law_is_read_alike(data: st.DataObject) -> None:
    """A law file after a typing accident."""
    text = data.draw(st.sampled_from(FILES))
    start = data.draw(st.integers(0, len(text)))
    typed = data.draw(st.text("[]{}=.,#'\"\\\n\t -_aZ09字", max_size=6))
    text = text[:start] + typed + text[start + data.draw(st.integers(0, 30)) :]
    found = plain(text)

    assert found is None or tomllib.loads(text) == found.root


FILES = [
    file.read_text("utf-8")
    for file in chain((PACKAGED / "facts").glob("*.toml"), PACKAGED.glob("cn/genai-2023/*.toml"))
]

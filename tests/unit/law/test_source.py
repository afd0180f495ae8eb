"""Reading TOML with exact errors."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from hegui.errors import InvalidInstrument, InvalidProfile
from hegui.law.source import Table, describe, near, read


def table(tmp_path: Path, text: str) -> Table:
    """Return the top table of a document."""
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    return read(file, InvalidInstrument).top


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (False, "false"),
        (2.5, "the number 2.5"),
        ({}, "a table with nothing in it"),
        ({"zh": 1, "fr": 2}, "a table with 'zh', 'fr'"),
        (datetime(2026, 1, 2, 3), "the value 2026-01-02T03:00:00"),  # noqa: DTZ001 (as TOML gives it)
        (date(2026, 1, 2), "the day 2026-01-02"),
        (None, "the value None"),
        ("长" * 61, f"the text '{'长' * 59}…'"),
    ],
)
def test_describes_what_was_found(value: object, words: str) -> None:
    """A message names the kind of value, not Python's class."""
    assert words == describe(value)


def test_near_names_come_nearest_first() -> None:
    """At most three, and only such as could be meant."""
    assert ("stage",) == near("stag", ["stage", "users", "role.provider"])


class TestFiles:
    """A file that cannot be read says so, with the line."""

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidProfile, match=r"nix\.toml:1: expected a file that can be read"):
            read(tmp_path / "nix.toml", InvalidProfile)

    def test_not_utf8(self, tmp_path: Path) -> None:
        file = tmp_path / "latin.toml"
        file.write_bytes(b'a = 1\nb = "\xe4"\n')

        with pytest.raises(InvalidInstrument) as caught:
            read(file, InvalidInstrument)

        assert (2, "UTF-8 text", "the byte 0xe4") == (
            caught.value.line,
            caught.value.expected,
            caught.value.found,
        )

    @pytest.mark.parametrize(
        ("text", "line"),
        [("a = 1\nb = = 2\n", 2), ("a = 1\na = 2\n", 2), ("a = 1\n\nb = [1,", 3)],
    )
    def test_not_toml(self, tmp_path: Path, text: str, line: int) -> None:
        with pytest.raises(InvalidInstrument, match="expected TOML") as caught:
            table(tmp_path, text)

        assert line == caught.value.line
        assert "(at" not in caught.value.found

    def test_a_byte_order_mark_is_let_pass(self, tmp_path: Path) -> None:
        file = tmp_path / "notepad.toml"
        file.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")

        assert 2 == read(file, InvalidInstrument).lines.line(("b",))

    def test_a_lone_carriage_return_is_no_line(self, tmp_path: Path) -> None:
        file = tmp_path / "mac.toml"
        file.write_bytes(b"a = 1\rb = 2\n")

        with pytest.raises(InvalidInstrument, match="expected TOML") as caught:
            read(file, InvalidInstrument)

        assert 1 == caught.value.line

    @pytest.mark.parametrize("text", ["a = " + "1" * 5_000, "a = " + "[" * 5_000 + "]" * 5_000])
    def test_absurd_toml(self, tmp_path: Path, text: str) -> None:
        """What makes the parser itself give up is the author's mistake too."""
        with pytest.raises(InvalidInstrument, match="expected TOML"):
            table(tmp_path, text)

    def test_windows_line_ends_count_the_same(self, tmp_path: Path) -> None:
        file = tmp_path / "dos.toml"
        file.write_bytes(b"a = 1\r\n\r\nb = '''\r\nx'''\r\nc = 3\r\n")

        assert 5 == read(file, InvalidInstrument).lines.line(("c",))


class TestTable:
    """Each reader returns the right type or names the key's line."""

    @pytest.mark.parametrize(
        "mistake",
        [
            ("x = 1\n", "text", 1, "k = a text", "no 'k'"),
            ("x = 1\nk = 3\n", "text", 2, "k = a text that is not empty", "the number 3"),
            ("k = '  '\n", "text", 1, "k = a text that is not empty", "the text '  '"),
            ("k = 'x'\n", "texts", 1, "k = a list of texts", "the text 'x'"),
            ("k = ['a', 1]\n", "texts", 1, "k = a list of texts", "a list of 2"),
            ("k = ['']\n", "texts", 1, "k = a list of texts", "a list of 1"),
            ("x = 1\n", "day", 1, "k = a day", "no 'k'"),
            ("k = '2026-01-01'\n", "day", 1, "k = a day, for example 2023-08-15", "the text"),
            ("k = 2026-01-01T00:00:00\n", "day", 1, "k = a day, for", "the value 2026"),
            ("k = 'x'\n", "table", 1, "k = a table", "the text 'x'"),
            ("k = 'x'\n", "tables", 1, "[[k]] tables", "the text 'x'"),
            ("k = [1]\n", "tables", 1, "[[k]] tables", "a list of 1"),
            ("x = 1\nk.zh = '中'\n", "bilingual", 2, "k.zh and k.en", "no k.en"),
            ("k.en = 'e'\n", "bilingual", 1, "k.zh and k.en", "no k.zh"),
            ("k.zh = '中'\nk.en = 'e'\nk.fr = 'f'\n", "bilingual", 3, "one of zh, en", "'fr'"),
            ("k.zh = '中'\nk.en = ''\n", "bilingual", 2, "en = a text", "the text ''"),
            ("k = 'x'\n", "bilingual", 1, "k = a table", "the text 'x'"),
        ],
    )
    def test_refuses(self, tmp_path: Path, mistake: tuple[str, str, int, str, str]) -> None:
        text, method, line, expected, found = mistake
        top = table(tmp_path, text)

        with pytest.raises(InvalidInstrument) as caught:
            getattr(top, method)("k")

        assert line == caught.value.line
        assert expected in caught.value.expected
        assert found in caught.value.found

    def test_names_an_unknown_key_and_near_ones(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInstrument) as caught:
            table(tmp_path, "from = 1\nform = 2\n").only("from", "until")

        assert (2, ("from",)) == (caught.value.line, caught.value.near)
        assert "Did you mean from?" == caught.value.hint

    def test_names_the_choices(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInstrument, match="expected one of draft, binding") as caught:
            table(tmp_path, "status = 'bindin'").choice("status", ("draft", "binding"))

        assert ("binding",) == caught.value.near

    def test_an_interval_ends_after_it_begins(self, tmp_path: Path) -> None:
        """Half-open: one that ends on its first day would never be in force."""
        top = table(tmp_path, "from = 2023-08-15\nuntil = 2023-08-15\n")

        with pytest.raises(InvalidInstrument, match="expected a day after 2023-08-15") as caught:
            top.interval()

        assert 2 == caught.value.line

    def test_an_open_interval_has_no_end(self, tmp_path: Path) -> None:
        assert (date(2023, 8, 15), None) == table(tmp_path, "from = 2023-08-15").interval()

    def test_line_breaks_in_words_are_layout(self, tmp_path: Path) -> None:
        """English joins with a space, Chinese with nothing."""
        words = table(
            tmp_path, "k.zh = '''\n一行，\n  二行。\n'''\nk.en = '''\nfirst\n  second\n'''"
        ).bilingual("k")

        assert ("一行，二行。", "first second") == (words.zh, words.en)

    def test_absent_words_are_none(self, tmp_path: Path) -> None:
        assert table(tmp_path, "x = 1").maybe_bilingual("k") is None

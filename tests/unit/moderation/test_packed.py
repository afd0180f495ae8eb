"""A packed lexicon is the same lexicon: same terms, same findings, same stream."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hegui.errors import InvalidLexicon
from hegui.finding import Stage
from hegui.moderation import RuleSet, lexicon_csv, prefixes
from hegui.moderation.lexicon_csv import read_csv
from hegui.moderation.packed import PackedTerms, bulk_keys

ROWS = (
    "赌博网站,a1.other-banned,2\n賣槍支,a1.other-banned,3\nbuy it now,a3.other,1\n"
    "Cocaine,a1.other-banned,3\n½杯,a3.other,1\n代-办-证,a3.other,1\n刷单,a3.other,2\n"
)
TEXT = "賭 博 网 站，Buy-it now! 卖枪支 c o c a i n e 1/2杯 代办证 刷单 12杯 cocaines"


def written(folder: Path, rows: str = ROWS) -> Path:
    """Return a CSV file of these rows."""
    file = folder / "many.csv"
    file.write_text("text,category,severity\n" + rows, encoding="utf-8")
    return file


@pytest.fixture
def _packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack whatever can be packed, and sort whatever keys there are."""
    monkeypatch.setattr(lexicon_csv, "PACKED", 1)
    monkeypatch.setattr(prefixes, "MANY", 0)


def test_packed_terms_are_those_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = read_csv(written(tmp_path))
    monkeypatch.setattr(lexicon_csv, "PACKED", 1)
    packed = read_csv(written(tmp_path))
    terms = packed.terms

    assert isinstance(terms, PackedTerms)
    assert list(plain.terms) == list(terms)
    assert plain.terms[-1] == terms[-1]
    assert plain.terms[1:3] == terms[1:3]
    assert {2, 4, 5} == set(terms.special)
    assert terms == plain.terms
    with pytest.raises(IndexError):
        terms[len(terms)]


@pytest.mark.usefixtures("_packs")
def test_packed_rules_find_what_plain_ones_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whole texts and character by character, where keys lie sorted and not in a tree."""
    packed = RuleSet((read_csv(written(tmp_path)),))
    monkeypatch.setattr(lexicon_csv, "PACKED", 5_000)
    monkeypatch.setattr(prefixes, "MANY", 5_000)
    plain = RuleSet((read_csv(written(tmp_path)),))

    def streamed(rules: RuleSet) -> list[tuple[str, tuple[str, ...]]]:
        stream = rules.stream(Stage.OUTPUT)
        segments = [segment for char in TEXT for segment in stream.push(char)]
        return [
            (each.text, tuple(finding.rule for finding in each.findings))
            for each in (*segments, *stream.finish())
            if each.findings
        ]

    assert plain.scan(TEXT, Stage.OUTPUT) == packed.scan(TEXT, Stage.OUTPUT)
    assert streamed(plain) == streamed(packed)
    assert 7 == packed.terms == plain.terms
    assert packed.categories == plain.categories
    assert plain.term("many#004") == packed.term("many#004")
    assert packed.term("many#099") is None
    assert plain.term_keys() == packed.term_keys()


@pytest.mark.usefixtures("_packs")
def test_the_digest_follows_the_columns(tmp_path: Path) -> None:
    first = RuleSet((read_csv(written(tmp_path)),)).digest
    again = RuleSet((read_csv(written(tmp_path)),)).digest
    other = RuleSet(
        (read_csv(written(tmp_path, ROWS.replace("刷单,a3.other,2", "刷单,a3.other,3"))),)
    )

    assert first == again
    assert first != other.digest


@pytest.mark.usefixtures("_packs")
@pytest.mark.parametrize(
    ("row", "line", "expected"),
    [
        ("刷單,a3.other,2\n", 9, "each term once"),
        ("赌博网站,a1.other-banned,3\n", 9, "each term once"),
        ("甲,a3.other,2\n", 9, "at least two"),
        ("甲乙,a3.othr,2\n", 9, "a key of categories.toml"),
        ("甲乙,a3.other,9\n", 9, "1, 2 or 3"),
        ("长" * 201 + ",a3.other,1\n", 9, "at most 200"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, row: str, line: int, expected: str
) -> None:
    """As in a list that is not packed."""
    with pytest.raises(InvalidLexicon) as caught:
        read_csv(written(tmp_path, ROWS + row))

    assert expected in caught.value.expected
    assert line == caught.value.line


@pytest.mark.usefixtures("_packs")
def test_conditions_and_days_are_kept_in_a_packed_list(tmp_path: Path) -> None:
    """A term with a condition is an object among columns; two conditions are two terms."""
    file = tmp_path / "many.csv"
    file.write_text(
        "text,category,severity,added,near\n"
        "赌博网站,a1.other-banned,2,2026-11-20,\n"
        "毒品,a1.other-banned,3,,包邮\n"
        "毒品,a1.other-banned,3,2026-11-19,微信\n"
        "刷单,a3.other,1,,\n",
        encoding="utf-8",
    )
    terms = read_csv(file).terms

    assert isinstance(terms, PackedTerms)
    assert {1, 2} == set(terms.special)
    assert [date(2026, 11, 20), None, date(2026, 11, 19), None] == [t.added for t in terms]
    assert [(), ("包邮",), ("微信",), ()] == [t.near for t in terms]


@pytest.mark.usefixtures("_packs")
def test_a_day_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("text,category,severity,added\n甲乙,a3.other,1,2026-02-30\n", encoding="utf-8")
    with pytest.raises(InvalidLexicon) as caught:
        read_csv(file)

    assert 2 == caught.value.line


def test_texts_are_folded_at_once_as_one_by_one() -> None:
    texts = ["Ａ", "", "賭 博", "\u200b", "a\ue000b", "½"]

    assert [*map(lambda text: bulk_keys([text])[0], texts)] == bulk_keys(texts)  # noqa: C417 - reads so

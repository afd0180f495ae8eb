"""Lists of words: every layout is read, every fault is told, nothing is accepted blindly."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hegui.errors import InvalidLexicon
from hegui.finding import Stage
from hegui.moderation import RuleSet, load_rules
from hegui.moderation.importing import (
    Defaults,
    Import,
    Passage,
    benign,
    encoding,
    import_list,
    judging,
    write_csv,
)
from hegui.moderation.lexicon_csv import read_csv

DAY = date(2026, 11, 20)


DEFAULTS = Defaults(
    name="ours/list",
    category="a1.other-banned",
    author="office",
    source="made up",
    added=DAY,
    names={"诈骗": "a3.other", "fraud": "a3.other"},
)
"""Of a list that says nothing itself."""


def imported(folder: Path, name: str, content: str | bytes, rules: RuleSet | None = None) -> Import:
    """Return the report on a file of this content."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_list(file, DEFAULTS, rules=rules)


def rows(report: Import) -> list[tuple[str, str]]:
    """Return text and category of each accepted term."""
    terms = report.lexicon.terms if report.lexicon else ()
    return [(term.text, term.category) for term in terms]


BOTH = [("代办假证件", "a1.other-banned"), ("刷单返现金", "a3.other")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "# list\n代办假证件\n\n刷单返现金\t诈骗\n"),
        ("a.txt", "代办假证件\r\n刷单返现金|诈骗\r\n"),
        ("a.txt", "代办假证件，\n刷单返现金=诈骗"),
        ("a.csv", "敏感词,分类\n代办假证件,\n刷单返现金,诈骗\n"),
        ("a.csv", "word,type,level\n代办假证件,,2\n刷单返现金,fraud,3\n"),
        ("a.csv", "代办假证件,a1.other-banned\n刷单返现金,a3.other\n"),
        ("a.tsv", "term\tlabel\n代办假证件\t\n刷单返现金\t诈骗\n"),
        ("a.json", '[{"word": "代办假证件"}, {"word": "刷单返现金", "category": "诈骗"}]'),
        ("a.json", '{"a1.other-banned": ["代办假证件"], "诈骗": ["刷单返现金"]}'),
        ("a.json", '{"words": ["代办假证件", {"text": "刷单返现金", "type": "诈骗"}]}'),
        (
            "a.toml",
            '[[term]]\ntext = "代办假证件"\n[[term]]\ntext = "刷单返现金"\ncategory = "诈骗"\n',
        ),
        ("a.toml", '"a1.other-banned" = ["代办假证件"]\n"诈骗" = ["刷单返现金"]\n'),
        ("a.jsonl", '{"text": "代办假证件"}\n\n{"text": "刷单返现金", "label": "fraud"}\n'),
    ],
)
def test_every_layout_is_read(tmp_path: Path, name: str, content: str) -> None:
    assert BOTH == rows(imported(tmp_path, name, content))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("gb18030", "gb18030"),
        ("utf-8", "utf-8"),
    ],
)
def test_every_encoding_is_read(tmp_path: Path, written: str, told: str) -> None:
    report = imported(tmp_path, "a.txt", "代办假证件\n刷单返现金=诈骗\n".encode(written))

    assert BOTH == rows(report)
    assert told == report.encoding


def test_lines_in_base64_are_opened(tmp_path: Path) -> None:
    """As public lists hide their words; words of English stay what they are."""
    lines = "\n".join(base64.b64encode(t.encode()).decode() for t in ("代办假证件", "刷单返现金"))

    assert ["代办假证件", "刷单返现金"] == [
        text for text, _ in rows(imported(tmp_path, "a.txt", lines))
    ]
    assert ["badwords", "morebads"] == [
        text for text, _ in rows(imported(tmp_path, "b.txt", "badwords\nmorebads"))
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("赌", "single-character"),
        ("！！！", "empty"),
        ("长" * 201, "too-long"),
        ("代办\x07假证", "control-characters"),
        ("代办\x1b假证", "control-characters"),
        ("代办假证件\t没有这一类", "unknown-category"),
        ("甲" + "！" * 17 + "乙", "wrong-value"),
    ],
)
def test_a_bad_entry_is_refused_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    """And the others are kept."""
    report = imported(tmp_path, "a.txt", f"刷单返现金\n{line}\n")
    (refusal,) = report.refusals

    assert (2, reason) == (refusal.line, refusal.reason)
    assert {reason: 1} == dict(report.reasons)
    assert 1 == len(rows(report))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "at least one term"),
        ("a.txt", b" \n\n", "at least one term"),
        ("a.txt", b"abc\x00def", "text"),
        ("a.txt", b"\xff\xff\xff", "UTF-8, UTF-16, UTF-32 or GB 18030"),
        ("a.csv", b'word\n"open', "valid CSV"),
        ("a.json", b"{", "valid JSON"),
        ("a.jsonl", b"{}\n{", "JSON"),
        ("a.toml", b"[[term", "valid TOML"),
        ("a.json", b"[]", "at least one term"),
        ("a.txt", b"# nothing but a comment\n", "at least one term"),
        ("a.docx", b"PK", "a file of .txt"),
    ],
)
def test_a_bad_file_is_refused_whole(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    with pytest.raises(InvalidLexicon) as caught:
        imported(tmp_path, name, content)

    assert expected in caught.value.expected


def test_a_term_of_two_hundred_characters_is_the_longest(tmp_path: Path) -> None:
    report = imported(tmp_path, "a.txt", "长" * 200 + "\n" + "远" * 201 + "\n")

    assert [200] == [len(text) for text, _ in rows(report)]
    assert [("too-long", "201")] == [(each.reason, each.detail) for each in report.refusals]


def test_a_long_list_is_judged_in_columns(tmp_path: Path) -> None:
    """Twenty thousand lines, each a term; what is conditioned among them stays an object."""
    lines = [f"第{number:05d}号词语,a3.other," for number in range(20_000)]
    lines[19_000] += "包邮"
    report = imported(tmp_path, "a.csv", "text,category,near\n" + "\n".join(lines))

    assert (20_000, 20_000, 0) == (report.read, len(report.terms), len(report.refusals))
    assert {19_000} == set(report.terms.special)
    assert ("第19999号词语", DAY) == (report.terms[-1].text, report.terms[-1].added)


def test_a_line_without_end_is_one_refusal(tmp_path: Path) -> None:
    """A million spaces, signs or letters in one line take no longer than a million letters."""
    lines = ["赌" + " " * 1_000_000 + "博", "赌" + "," * 1_000_000, "赌" * 1_000_000]
    report = imported(tmp_path, "a.txt", "\n".join(lines))

    assert ["wrong-value", "single-character", "too-long"] == [e.reason for e in report.refusals]


def test_a_list_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_ENTRIES", 10)
    with pytest.raises(InvalidLexicon) as caught:
        imported(tmp_path, "a.txt", "代办\n" * 11)

    assert "at most 10 entries" == caught.value.expected


def test_a_file_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MOST_BYTES", 10)
    with pytest.raises(InvalidLexicon) as caught:
        imported(tmp_path, "a.txt", "代办假证件\n")

    assert "at most 10 bytes" == caught.value.expected


def test_a_word_of_two_risks_is_contested(tmp_path: Path) -> None:
    """One of them is taken, and a person is asked."""
    report = imported(tmp_path, "a.json", '{"a3.other": ["代办证"], "a1.other-banned": ["代辦證"]}')

    assert ["first as a3.other"] == [each.detail for each in report.refusals]
    assert [("two-categories", "a1.other-banned")] == [(f.doubt, f.detail) for f in report.flags]


def test_an_entry_without_a_risk_is_refused_when_none_is_given(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("代办假证件\n", encoding="utf-8")
    report = import_list(file, replace(DEFAULTS, category=""))

    assert ["none is told"] == [each.detail for each in report.refusals]
    assert report.lexicon is None


def test_duplicates_and_known_terms_are_told_apart(tmp_path: Path) -> None:
    """Within the list, and against the rules in force; both after folding."""
    rules = load_rules()
    known = next(rules.terms_in_force).text
    report = imported(tmp_path, "a.txt", f"刷單返現金\n刷单返现金\n{known}\n", rules=rules)

    assert ["duplicate", "known"] == [refusal.reason for refusal in report.refusals]


def test_what_it_would_newly_block_is_shown(tmp_path: Path) -> None:
    """A word of the news blocks the news; the report says where, before anything is in force."""
    report = imported(tmp_path, "a.txt", "毒品\n诈骗\n代办假证件\n1234567\n")
    doubts = {(flag.text, flag.doubt) for flag in report.flags}

    assert ("毒品", "common-word") in doubts
    assert ("诈骗", "two-characters") in doubts
    assert ("1234567", "digits-only") in doubts
    assert not [text for text, _ in doubts if text == "代办假证件"]
    assert {"news.zh", "statute.zh"} <= {each.passage.source for each in report.blocked}
    assert 0 < report.newly_blocked < 1


def test_what_is_blocked_already_is_not_new(tmp_path: Path) -> None:
    first = imported(tmp_path, "a.csv", "text,category\n毒品,a1.other-banned\n")
    assert first.lexicon is not None

    again = imported(tmp_path, "b.txt", "贩卖\n", rules=RuleSet((first.lexicon,)))

    assert not [1 for each in again.blocked if "毒品" in each.passage.text]


def test_a_companion_takes_a_word_off_the_news(tmp_path: Path) -> None:
    """The condition that makes a keyword usable: silent alone, found beside an offer."""
    report = imported(
        tmp_path, "a.csv", "text,category,near,within\n毒品,a1.other-banned,包邮|加微信,30\n"
    )
    assert report.lexicon is not None
    rules = RuleSet((report.lexicon,), identifiers=())

    assert 0 == report.newly_blocked
    assert ["ours/list#001"] == [f.rule for f in rules.scan("毒品现货，包邮", Stage.PROMPT)]


def test_what_is_accepted_is_read_back_as_it_was(tmp_path: Path) -> None:
    report = imported(
        tmp_path,
        "a.csv",
        "text,category,allow,near,stages,alone,views,expires\n"
        "代办假证件,a1.other-banned,举报代办假证件,联系|微信,prompt|corpus,true,split,2027-01-01\n"
        "刷单返现金,诈骗,,,,,,\n",
    )
    assert report.lexicon is not None
    file = tmp_path / "written.csv"
    write_csv(report.lexicon.terms, file)
    again = read_csv(file)

    assert [replace(term, rule="") for term in report.lexicon.terms] == [
        replace(term, rule="") for term in again.terms
    ]


def test_the_benign_corpus_is_of_five_kinds_in_two_languages() -> None:
    sources = {passage.source for passage in benign()}

    assert 10 == len(sources)
    assert 100 <= len(benign())
    assert len(benign()) == len({passage.text for passage in benign()})
    assert isinstance(benign()[0], Passage)


def test_the_starter_lexicon_leaves_the_benign_corpus_alone() -> None:
    """At most one passage in a hundred."""
    rules = load_rules()
    found = [
        (finding.rule, passage.text)
        for passage in benign()
        for stage in Stage
        for finding in rules.scan(passage.text, stage)
    ]

    assert [] == found

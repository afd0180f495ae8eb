"""`hegui moderation lexicon`: what is wrong with a list, and what a library lacks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from hegui.cli.moderation import moderation
from hegui.controls.keyword_law import keyword_floors
from hegui.errors import InvalidLexicon
from hegui.moderation.lexicon_csv import read_csv

LIST = "毒品\n代办某某证件\n赌\n代办某某证件\n代开某某票据\t开票\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("HEGUI_LEXICONS", raising=False)
    Path("words.txt").write_text(LIST, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(moderation, ["lexicon", *arguments])


def checked(*arguments: str) -> Result:
    return run("check", "words.txt", "--category", "a1.other-banned", *arguments)


def test_a_report_tells_what_is_refused_doubtful_and_newly_blocked() -> None:
    result = checked("--named", "开票=a3.other")

    assert 1 == result.exit_code
    assert "words.txt  5 entries (utf-8), 3 terms, 2 refused" in result.output
    assert "line 3  single-character  赌" in result.output
    assert "line 4  duplicate  代办某某证件" in result.output
    assert "term 1  common-word  毒品" in result.output
    assert "would newly block 3 of 120 benign passages (2.5%)" in result.output
    assert "news.zh  毒品  in  缉毒民警" in result.output


def test_the_same_as_json() -> None:
    (told,) = orjson.loads(checked("--json").output)

    assert (5, 2) == (told["entries"], told["terms"])
    assert {"single-character": 1, "duplicate": 1, "unknown-category": 1} == told["refused"]
    assert {"common-word": 1, "two-characters": 1} == told["doubts"]
    assert [["毒品"]] * 3 == [each["terms"] for each in told["newly_blocked"]]
    assert told["written"] is None


def test_what_is_accepted_is_a_lexicon_without_what_blocks_the_news() -> None:
    result = checked("--named", "开票=a3.other", "--accept", "ours.csv", "--added", "2026-11-20")
    terms = read_csv(Path("ours.csv")).terms

    assert 1 == result.exit_code
    assert "wrote ours.csv: 2 terms, 1 left out" in result.output
    assert [
        ("代办某某证件", "a1.other-banned", date(2026, 11, 20)),
        ("代开某某票据", "a3.other", date(2026, 11, 20)),
    ] == [(term.text, term.category, term.added) for term in terms]


def test_what_blocks_is_written_when_it_is_asked_for() -> None:
    checked("--accept", "ours.csv", "--keep-blocking")

    assert ["毒品", "代办某某证件"] == [term.text for term in read_csv(Path("ours.csv")).terms]


def test_a_clean_list_is_fine_and_known_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("good.txt").write_text("代办某某证件\n", encoding="utf-8")
    options = ("check", "good.txt", "--category", "a1.other-banned")

    assert 0 == run(*options, "--accept", "lexicons").exit_code

    monkeypatch.setenv("HEGUI_LEXICONS", "lexicons")
    again = run(*options, "--accept", "other.csv")

    assert 1 == again.exit_code
    assert "1 known" in again.output
    assert "wrote nothing: no term is left" in again.output
    assert not Path("other.csv").exists()


def test_several_lists_go_into_a_folder_and_share_no_term() -> None:
    Path("more.json").write_text('{"a3.other": ["代办某某证件", "某某返现"]}', encoding="utf-8")
    result = run("check", "words.txt", "more.json", "--category", "a3.other", "--accept", "ours")

    assert 1 == result.exit_code
    assert ["某某返现"] == [term.text for term in read_csv(Path("ours/more.csv")).terms]
    assert Path("ours/words.csv").exists()


def test_benign_text_of_the_operator_counts_too() -> None:
    Path("good.txt").write_text("代办某某证件\n", encoding="utf-8")
    Path("ours.txt").write_text("请勿代办某某证件。\n", encoding="utf-8")
    result = run("check", "good.txt", "--category", "a3.other", "--benign", "ours.txt")

    assert "term 1  blocks-benign-text  代办某某证件" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("words.txt", "words.txt"), "each list once"),
        (("words.txt", "more.txt", "--accept", "ours.csv"), "a folder for 2 lists"),
        (("words.txt", "--accept", "there.csv"), "a new file for each list"),
        (("words.txt", "--named", "开票"), "expected NAME=RISK"),
        (("words.txt", "--severity", "4"), "--severity"),
    ],
)
def test_wrong_use_exits_with_two(arguments: tuple[str, ...], told: str) -> None:
    Path("there.csv").touch()
    result = run("check", *arguments)

    assert 2 == result.exit_code
    assert told in result.output


@pytest.mark.parametrize(
    ("name", "content"), [("bad.txt", b""), ("bad.txt", b"\xff\xff"), ("bad.doc", b"x")]
)
def test_a_list_that_cannot_be_read_is_an_operators_mistake(name: str, content: bytes) -> None:
    Path(name).write_bytes(content)

    assert isinstance(run("check", name).exception, InvalidLexicon)


def test_the_starter_lexicon_is_no_library_of_keywords() -> None:
    result = run("coverage", "--on", "2026-11-20")

    assert 1 == result.exit_code
    assert "a1.subversion              0       200  short" in result.output
    assert "floors by cn/gbt-45654-2025/annex-b-keywords" in result.output
    assert "no term tells when it was added" in result.output


def test_a_library_that_reaches_every_floor_is_fine() -> None:
    """The numbers are the law's, so that the test holds with every standard."""
    _, floors = keyword_floors(date(2026, 11, 20))
    risks = [
        *("a1.subversion", "a1.national-security", "a1.secession", "a1.terrorism"),
        *("a1.ethnic-hatred", "a1.violence-obscenity", "a1.false-information", "a1.other-banned"),
        *("a2.ethnicity", "a2.belief", "a2.nationality", "a2.region", "a2.sex", "a2.age"),
        *("a2.occupation", "a2.health", "a2.other"),
    ]
    each = floors.total // len(risks) + 1
    rows = [
        f"term{place:02d}x{number:04d},{risk},1,2026-11-19"
        for place, risk in enumerate(risks)
        for number in range(each)
    ]
    Path("library.csv").write_text(
        "text,category,severity,added\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    fine = run("coverage", "library.csv", "--on", "2026-11-20", "--json")
    late = run("coverage", "library.csv", "--on", "2026-12-20")

    assert 0 == fine.exit_code
    assert all(row["is_met"] for row in orjson.loads(fine.output)["risks"])
    assert 1 == late.exit_code
    assert "2026-11-19, 31 days ago; at least every 7 days: short" in late.output


def test_the_floors_are_those_of_the_day() -> None:
    standard, floors = keyword_floors(date(2025, 3, 1))

    assert "cn/tc260-003-2024/cl-8-1" == standard
    assert {"a1.", "a2."} == set(floors.each)
    assert "cn/gbt-45654-2025/annex-b-keywords" == keyword_floors(date(2026, 1, 1))[0]

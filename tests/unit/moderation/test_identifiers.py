"""Numbers that identify people, in the ways people write them."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from hegui.finding import Stage
from hegui.moderation import load_rules
from hegui.moderation.identifiers import check_character, is_resident_id

RULES = load_rules(())
AREAS = ("110101", "120101", "310104", "330106", "440103", "510104", "610102", "650102")


def found(text: str) -> list[tuple[str, str]]:
    """Return rule and text of each identifier."""
    findings = RULES.scan(text, Stage.OUTPUT)
    return [(f.rule, text[f.span.start : f.span.end]) for f in findings if f.span is not None]


def number_of(area: str, born: date, order: int) -> str:
    """Return the number that these parts make."""
    digits = f"{area}{born:%Y%m%d}{order:03d}"
    return digits + check_character(digits)


@pytest.mark.parametrize(
    ("text", "rule", "seen"),
    [
        ("电话13800138000。", "mobile", "13800138000"),
        ("电话１３８００１３８０００", "mobile", "１３８００１３８０００"),
        ("138-0013-8000", "mobile", "138-0013-8000"),
        ("138 0013 8000", "mobile", "138 0013 8000"),
        ("138 - 0013 - 8000", "mobile", "138 - 0013 - 8000"),
        ("1380013 8000", "mobile", "1380013 8000"),
        ("1\u200b38\u200b00138000", "mobile", "1\u200b38\u200b00138000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "mobile", "1 3 8 0 0 1 3 8 0 0 0"),
        ("+86 13800138000", "mobile", "13800138000"),
        ("+8613800138000", "mobile", "13800138000"),
        ("0086-138-0013-8000", "mobile", "138-0013-8000"),
        ("86138 0013 8000", "mobile", "138 0013 8000"),
        ("tel13800138000", "mobile", "13800138000"),
        ("25 13800138000", "mobile", "13800138000"),
        ("13800138000.", "mobile", "13800138000"),
        ("11010519491231002X", "resident-id", "11010519491231002X"),
        ("11010519491231002ｘ吗", "resident-id", "11010519491231002ｘ"),
        ("110105 19491231 002X", "resident-id", "110105 19491231 002X"),
        ("110105-1949-1231-002x", "resident-id", "110105-1949-1231-002x"),
        ("1101 0519 4912 3100 2X", "resident-id", "1101 0519 4912 3100 2X"),
    ],
)
def test_an_identifier_is_found(text: str, rule: str, seen: str) -> None:
    assert [(rule, seen)] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "138001380001",
        "23800138000",
        "12800138000",
        "1380013800",
        "0.13800138000",
        "13800138000.50",
        "15000000000元",
        "13800138000abc",
        "1 3 8 0 0 1 3 8 0 0 0 1",
        "0 1 3 8 0 0 1 3 8 0 0 0",
        "1 3 5 7 9 11 13 15",
        "1500 2000 300",
        "138\n0013\n8000",
        "110105194912310021",
        "990105194912310020",
        "110105194913310029",
        "11010519490231002X",
        "11010518491231002X",
        "1101051949123100201",
        "11010519491231002xy",
        "6222 0213 8001 3800 013",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert [] == found(text)


@pytest.mark.parametrize("sign", [",", "，", "、", ";", "/", " ", "和"])
def test_numbers_in_a_list_are_all_found(sign: str) -> None:
    """Whatever stands between them; a comma makes no decimals of two numbers."""
    text = f"13800138000{sign}13900139000{sign}2026年"

    assert ["mobile", "mobile"] == [each.rule for each in load_rules(()).scan(text, Stage.OUTPUT)]


def test_numbers_in_a_long_row_are_all_found() -> None:
    """No number hides among others."""
    row = " ".join(f"138{n:08d}" for n in range(50))

    assert 50 == len(found(row))


@given(
    st.sampled_from(AREAS),
    st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
)
def test_what_stdnum_accepts_we_accept(area: str, born: date, order: int) -> None:
    """The independent implementation agrees, and agrees on a wrong check character."""
    number = number_of(area, born, order)
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    assume(ric.is_valid(number.upper()))  # it knows which districts there were in which year

    assert is_resident_id(number)
    assert not ric.is_valid(wrong)
    assert not is_resident_id(wrong)


def test_every_planted_number_is_found() -> None:
    """Recall on planted numbers is complete, in any of the ways they are written."""
    chance = random.Random(7)  # noqa: S311 - a sample, not a secret
    missed = []
    for _ in range(500):
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(25_000))
        identity = number_of(chance.choice(AREAS), born, chance.randrange(1000))
        phone = f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}"
        for rule, parts in (
            ("resident-id", (identity[:6], identity[6:14], identity[14:])),
            ("mobile", (phone[:3], phone[3:7], phone[7:])),
        ):
            number = chance.choice(["", " ", "-", " - "]).join(parts)
            if (rule, number) not in found(f"号码{number}，谢谢"):
                missed.append(number)

    assert [] == missed

"""Each kind of identifier: the ways it is written, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import UnknownIdentifier
from hegui.finding import Stage
from hegui.moderation import RuleSet, load_rules
from hegui.moderation.identifiers import KINDS, chosen

EVERY = load_rules((), identifiers=tuple(KINDS))
DEFAULT = load_rules(())
ORDINARY = Path(__file__).parents[3] / "_data" / "identifiers" / "ordinary.txt"


def found(text: str, rules: RuleSet = EVERY) -> list[tuple[str, str]]:
    """Return rule and text of each identifier."""
    findings = rules.scan(text, Stage.PROMPT)
    return [(f.rule, text[f.span.start : f.span.end]) for f in findings if f.span is not None]


@pytest.mark.parametrize(
    ("text", "rule", "seen"),
    [
        ("13800138000", "mobile", "13800138000"),
        ("电话138-0013-8000。", "mobile", "138-0013-8000"),
        ("１３８００１３８０００", "mobile", "１３８００１３８０００"),
        ("1 3 8 0 0 1 3 8 0 0 0", "mobile", "1 3 8 0 0 1 3 8 0 0 0"),
        ("138\u200b0013\u200b8000", "mobile", "138\u200b0013\u200b8000"),
        ("+86 13800138000", "mobile", "13800138000"),
        ("8613800138000", "mobile", "13800138000"),
        ("86138 0013 8000", "mobile", "138 0013 8000"),
        ("(138) 0013-8000", "mobile", "138) 0013-8000"),
        ("138.0013.8000", "mobile", "138.0013.8000"),
        ("tel13800138000", "mobile", "13800138000"),
        ("25 13800138000", "mobile", "13800138000"),
        ("13800138000.", "mobile", "13800138000"),
        ("一三八零零一三八零零零", "spelled-number", "一三八零零一三八零零零"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "mobile", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0"),
        ("11010519491231002X", "resident-id", "11010519491231002X"),
        ("11010519491231002ｘ吗", "resident-id", "11010519491231002ｘ"),
        ("110105 19491231 002X", "resident-id", "110105 19491231 002X"),
        ("110105-1949-1231-002x", "resident-id", "110105-1949-1231-002x"),
        ("1101 0519 4912 3100 2X", "resident-id", "1101 0519 4912 3100 2X"),
        ("身份证号：110105491231002", "resident-id-15", "110105491231002"),
        ("统一社会信用代码 91110000600037341L。", "uscc", "91110000600037341L"),
        ("010-88545426", "landline", "010-88545426"),
        ("(0571) 8854 5426", "landline", "0571) 8854 5426"),
        ("+86-571-88545426", "landline", "86-571-88545426"),
        ("电话：88545426", "landline", "88545426"),
        ("传真 01088545426", "landline", "01088545426"),
        ("6222021001116245702", "bank-card", "6222021001116245702"),
        ("4111 1111 1111 1111", "bank-card", "4111 1111 1111 1111"),
        ("信用卡378282246310005", "bank-card", "378282246310005"),
        ("开户行与账号：5555555555554444", "bank-card", "5555555555554444"),
        ("护照号 E12345678", "passport", "E12345678"),
        ("护照 EA1234567", "passport", "EA1234567"),
        ("passport no. g1234 5678", "passport", "g1234 5678"),
        ("护照：141234567", "passport", "141234567"),
        ("港澳通行证C12345678", "hk-macao-permit", "C12345678"),
        ("回乡证 H1234567890", "hk-macao-permit", "H1234567890"),
        ("台胞证号12345678", "taiwan-permit", "12345678"),
        ("大通证 L12345678", "taiwan-permit", "L12345678"),
        ("京A12345", "plate", "京A12345"),
        ("車牌粤Ｂ·Ｄ12345", "plate", "粤Ｂ·Ｄ12345"),
        ("沪AD12345", "plate", "沪AD12345"),
        ("京A1234学", "plate", "京A1234学"),
        ("邮箱zhang.san_88@mail.example.com.cn请", "email", "zhang.san_88@mail.example.com.cn"),
        ("ｚｓ＠１６３．ｃｏｍ", "email", "ｚｓ＠１６３．ｃｏｍ"),
        ("to: A+b@Example.COM, thanks", "email", "A+b@Example.COM"),
        ("192.168.10.254", "ip", "192.168.10.254"),
        ("DNS 8.8.8.8", "ip", "8.8.8.8"),
        ("QQ：12345678", "qq", "12345678"),
        ("扣扣号是 123 456 789", "qq", "123 456 789"),
        ("微信号：zhangsan", "wechat", "zhangsan"),
        ("vx abc_12345", "wechat", "abc_12345"),
        (
            "寄到北京市朝阳区建国路88号院3号楼1201室",
            "address",
            "北京市朝阳区建国路88号院3号楼1201室",
        ),
        ("联系人：欧阳锋，男", "name", "欧阳锋"),
        ("我叫李雷，今年十岁", "name", "李雷"),
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
        "15000000000 元",
        "13800138000abc",
        "1 3 8 0 0 1 3 8 0 0 0 1",
        "0 1 3 8 0 0 1 3 8 0 0 0",
        "1 3 5 7 9 11 13 15",
        "1500 2000 300",
        "138\n0013\n8000",
        "订单号：13800138000",
        "138.0013.8000.1",
        "110105194912310021",
        "990105194912310020",
        "110105194913310029",
        "11010519490231002X",
        "11010518491231002X",
        "1101051949123100201",
        "11010519491231002xy",
        "110105491231002",
        "91110000600037342L",
        "X91110000600037341L",
        "0571-1854542",
        "01088545426",
        "400-810-8888",
        "6222021001116245703",
        "订单编号 6222021001116245702",
        "4111111111111111",
        "E12345678",
        "护照办理 12 天",
        "护照E123456789",
        "C12345678",
        "12345678",
        "新Android 与云Server",
        "京AI2345",
        "京A1234",
        "@admin 请看 a@b 与 x@y.1",
        "8.8.8.8",
        "版本 10.10.100.200",
        "256.168.10.254",
        "192.168.10.254.1",
        "微信支付 payment",
        "第5号台风",
        "姓名：必填",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert [] == found(text)


def test_ordinary_numbers_are_left_alone() -> None:
    """Orders, books, dates, versions, sums, laws: not one is taken, by any kind."""
    lines = ORDINARY.read_text(encoding="utf-8").splitlines()

    assert len(lines) >= 70
    assert [] == [(line, seen) for line in lines for seen in found(line)]


@pytest.mark.parametrize("sign", [",", "，", "、", ";", "/", " ", "和"])
def test_numbers_in_a_list_are_all_found(sign: str) -> None:
    """Whatever stands between them; a comma makes no decimals of two numbers."""
    text = f"13800138000{sign}13900139000{sign}2026年"

    assert ["mobile", "mobile"] == [each.rule for each in DEFAULT.scan(text, Stage.OUTPUT)]


def test_numbers_in_a_long_row_are_all_found() -> None:
    """No number hides among others."""
    row = " ".join(f"138{n:08d}" for n in range(50))

    assert 50 == len(found(row))


def test_only_what_is_sure_and_private_is_looked_for_unasked() -> None:
    """No hint, and nothing that is as often public."""
    assert {
        *("resident-id", "resident-id-15", "mobile", "bank-card", "passport"),
        *("hk-macao-permit", "taiwan-permit"),
    } == chosen(None, Stage.OUTPUT)
    assert all(KINDS[rule].score == 1.0 for rule in chosen(None, Stage.CORPUS))


def test_an_unknown_kind_is_refused_with_a_near_name() -> None:
    with pytest.raises(UnknownIdentifier) as caught:
        load_rules((), identifiers=("e-mail",))

    assert "email" in caught.value.hint


def test_names_and_addresses_are_not_looked_for_in_streams() -> None:
    """A scan of an answer finds what a stream of it finds, so they are left out of both."""
    assert ["name"] == [f.rule for f in EVERY.scan("姓名：李雷", Stage.CORPUS)]
    assert () == EVERY.scan("姓名：李雷", Stage.OUTPUT)

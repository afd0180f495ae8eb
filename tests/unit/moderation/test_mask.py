from __future__ import annotations

import pytest

from hegui.finding import Finding
from hegui.moderation import mask


@pytest.mark.parametrize(
    ("rule", "text", "masked"),
    [
        ("mobile", "13800138000", "138****8000"),
        ("mobile", "１３８ ００１３ ８０００", "１３８ **** ８０００"),
        ("resident-id", "11010519491231002X", "110***********002X"),
        ("bank-card", "6222 0210 0111 6245 702", "6222 **** **** ***5 702"),
        ("plate", "京A12345", "京A****5"),
        ("ip", "192.168.10.254", "192.1**.**.***"),
        ("email", "zhang.san@example.com", "z****.***@example.com"),
        ("email", "ｚｓ＠163.com", "ｚ*＠163.com"),
        ("name", "李雷", "李*"),
        ("starter/fraud#001", "赌 博", "* *"),
        ("hold-limit", "\u200b\u200b", "**"),
        ("mobile", "1380", "****"),
    ],
)
def test_what_was_found_cannot_be_read(rule: str, text: str, masked: str) -> None:
    finding = Finding(detector="t", category="c", span=None, score=1.0, rule=rule)

    assert masked == mask(finding, text)

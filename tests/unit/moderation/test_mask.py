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
        ("starter/fraud#001", "赌 博", "* *"),
        ("hold-limit", "\u200b\u200b", "**"),
        ("mobile", "1380", "****"),
    ],
)
def test_what_was_found_cannot_be_read(rule: str, text: str, masked: str) -> None:
    finding = Finding(detector="t", category="c", span=None, score=1.0, rule=rule)

    assert masked == mask(finding, text)

"""Resident-ID and mobile numbers are masked in what the model answers.

Duty
    cn/genai-2023/art-4-4-rights: respect privacy and personal information.

What it does
    Masks the middle of every resident-ID number with a valid checksum and of
    every mainland mobile number in the output: 138****1234. The rest of the
    answer goes on.

What it does not do
    Look at the prompt: what users write about themselves is theirs. Find
    names or addresses.

Evidence
    One ``exchange`` entry: rule and offsets. The number itself is not kept.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Action, Moment
from hegui.controls.selection import acts_on

__all__ = ["CONTROL"]

_CATEGORIES: Final = ("a4.personal-information",)
"""Risk categories of GB/T 45654-2025, annex A; see moderation/categories.toml."""

CONTROL: Final = Acting(
    module=__name__,
    obligations=("cn/genai-2023/art-4-4-rights",),
    claim=Bilingual(
        zh="生成内容中的身份证号与手机号被遮盖",
        en="Resident-ID and mobile numbers are masked in what the model answers",
    ),
    moment=Moment.SEGMENT,
    decide=acts_on(
        *_CATEGORIES,
        action=Action.REDACT,
        reason=Bilingual(
            zh="生成内容中含有个人身份标识，已遮盖",
            en="the output holds a personal identifier; it was masked",
        ),
    ),
)

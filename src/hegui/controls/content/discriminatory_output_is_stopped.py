"""Discriminatory output is stopped before the user sees it.

Duty
    cn/genai-2023/art-4-2-discrimination: effective measures against
    discrimination in the service.

What it does
    Ends an answer whose held-back piece has a sure finding in group A.2.

What it does not do
    Measure unequal treatment between groups: see `hegui.fairness`. Decide on
    quoted slurs in scholarship; an appeal with the receipt does.

Evidence
    One ``exchange`` entry: category, rule, offsets. No text.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Action, Moment
from hegui.controls.selection import acts_on

__all__ = ["CONTROL"]

_CATEGORIES: Final = ("a2.",)
"""Risk categories of GB/T 45654-2025, annex A; see moderation/categories.toml."""

CONTROL: Final = Acting(
    module=__name__,
    obligations=("cn/genai-2023/art-4-2-discrimination",),
    claim=Bilingual(
        zh="歧视性的生成内容在用户看到之前被停止",
        en="Discriminatory output is stopped before the user sees it",
    ),
    moment=Moment.SEGMENT,
    decide=acts_on(
        *_CATEGORIES,
        action=Action.STOP,
        reason=Bilingual(
            zh="生成内容中含有词库确认的歧视性内容",
            en="the output holds content that a sure rule names discriminatory",
        ),
    ),
)

"""Advice that harms body or mind is stopped before the user sees it.

Duty
    cn/genai-2023/art-4-4-rights: do no harm to others' health and other
    lawful rights.

What it does
    Ends an answer whose held-back piece has a sure finding in A.4 a (harm to
    health: methods of self-harm).

What it does not do
    Stop talk about distress. The lexicon names methods, not feelings.

Evidence
    One ``exchange`` entry: category, rule, offsets. No text.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Action, Moment
from hegui.controls.selection import acts_on

__all__ = ["CONTROL"]

_CATEGORIES: Final = ("a4.health",)
"""Risk categories of GB/T 45654-2025, annex A; see moderation/categories.toml."""

CONTROL: Final = Acting(
    module=__name__,
    obligations=("cn/genai-2023/art-4-4-rights",),
    claim=Bilingual(
        zh="危害身心健康的建议在用户看到之前被停止",
        en="Advice that harms body or mind is stopped before the user sees it",
    ),
    moment=Moment.SEGMENT,
    decide=acts_on(
        *_CATEGORIES,
        action=Action.STOP,
        reason=Bilingual(
            zh="生成内容中含有危害他人身心健康的方法",
            en="the output holds a method of harming oneself or others",
        ),
    ),
)

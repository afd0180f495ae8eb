"""A request for banned content is refused before the model sees it.

Duty
    cn/genai-2023/art-4-1-content: generate no content that the law bans.
    cn/anthropomorphic-2026/art-8-1-content: generate no banned content.
    cn/deep-synthesis-2022/art-10-1-input: review users' input.
    cn/gbt-45654-2025/cl-6-input-check: check each input.
    cn/gbt-45654-2025/cl-7-users-refuse-plain: refuse what is plainly unlawful.

What it does
    Looks at the findings in the whole prompt (every message that the client
    sent). A sure finding in group A.1 or A.2, or in self-harm (A.4 a), stops
    the request: the model is not called and the user gets a friendly refusal.

What it does not do
    Judge the user (a person does, art-14-2-act). Guess: a topic without a
    term of the lexicon passes, and is looked at again in the answer.

Evidence
    One ``exchange`` entry with the category, rule and offsets. No text.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Action, Moment
from hegui.controls.selection import acts_on

__all__ = ["CONTROL"]

_CATEGORIES: Final = ("a1.", "a2.", "a4.health")
"""Risk categories of GB/T 45654-2025, annex A; see moderation/categories.toml."""

CONTROL: Final = Acting(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-4-1-content",
        "cn/anthropomorphic-2026/art-8-1-content",
        "cn/deep-synthesis-2022/art-10-1-input",
        "cn/gbt-45654-2025/cl-6-input-check",
        "cn/gbt-45654-2025/cl-7-users-refuse-plain",
    ),
    claim=Bilingual(
        zh="含违法内容的请求在到达模型之前被拒绝",
        en="A request for banned content is refused before the model sees it",
    ),
    moment=Moment.PROMPT,
    decide=acts_on(
        *_CATEGORIES,
        action=Action.STOP,
        reason=Bilingual(
            zh="提问中含有词库确认的违法或有害内容",
            en="the prompt holds content that a sure rule names illegal or harmful",
        ),
    ),
)

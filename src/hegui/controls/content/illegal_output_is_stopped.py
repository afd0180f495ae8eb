"""Illegal output is stopped before the user sees it.

Duty
    cn/genai-2023/art-14-1-stop: on finding illegal content, stop generating
    and transmitting it.
    cn/genai-2023/art-4-1-content: generate no content that the law bans.
    cn/algorithm-2021/art-9-2-stop: stop sending illegal information at once.
    cn/anthropomorphic-2026/art-8-1-content: generate no banned content.
    cn/cybersecurity-2016/art-47-stop: stop sending banned information (art-49-stop since 2026).
    cn/cybersecurity-2016/art-49-stop: the same, renumbered.
    cn/deep-synthesis-2022/art-10-1-results: review what is generated.
    cn/ecology-2019/art-6-ban: make and publish none of the banned classes.

What it does
    Looks at every piece of output in which a rule found something, while it
    is still held back. A sure finding in group A.1 ends the answer; nothing
    of the piece is delivered and the upstream connection is closed.

What it does not do
    Report to the authority (art-14-1-report, a person does) or improve the
    model (art-14-1-optimise). Judge the user.

Evidence
    One ``exchange`` entry: category, rule, offsets, code points delivered
    before the stop, digest of the rules. No text.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Action, Moment
from hegui.controls.selection import acts_on

__all__ = ["CONTROL"]

_CATEGORIES: Final = ("a1.",)
"""Risk categories of GB/T 45654-2025, annex A; see moderation/categories.toml."""

CONTROL: Final = Acting(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-14-1-stop",
        "cn/genai-2023/art-4-1-content",
        "cn/algorithm-2021/art-9-2-stop",
        "cn/anthropomorphic-2026/art-8-1-content",
        "cn/cybersecurity-2016/art-47-stop",
        "cn/cybersecurity-2016/art-49-stop",
        "cn/deep-synthesis-2022/art-10-1-results",
        "cn/ecology-2019/art-6-ban",
    ),
    claim=Bilingual(
        zh="违法的生成内容在用户看到之前被停止",
        en="Illegal output is stopped before the user sees it",
    ),
    moment=Moment.SEGMENT,
    decide=acts_on(
        *_CATEGORIES,
        action=Action.STOP,
        reason=Bilingual(
            zh="生成内容中含有词库确认的违法内容",
            en="the output holds content that a sure rule names illegal",
        ),
    ),
)

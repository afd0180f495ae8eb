"""Minors use the service in a mode of their own, with hours and minutes.

Duty
    cn/genai-2023/art-10-minors: keep minors from over-reliance and addiction.
    cn/algorithm-2021/art-18-1-mode: a mode and services that suit minors.
    cn/anthropomorphic-2026/art-14-2-mode: a minors mode with limits on time.
    cn/gbt-45654-2025/cl-7-fitness-minors-addiction: measures against addiction
    that guardians can set.
    cn/minors-2023/art-43-mode: a minors mode by age: times, hours, functions,
    content.

What it does
    Looks whether a policy for end users stands, whether ages come from a
    signed token, and whether hours, minutes and topics of minors are limited.

What it does not do
    Say which hours and minutes are right for which age; the operator answers
    for them. Draw the mode: the client does, told by a header.

Evidence
    The ``user-policy`` entry; ``mode/minors`` in the ``exchange`` entries.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.end_users import entries, failing, policy_of, without_policy
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_DAY: Final = 24 * 60
"""Minutes of a day: a limit of as many is none."""


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    users = policy_of(evidence)
    if users is None or users.policy is None:
        return without_policy(evidence)
    policy = users.policy
    if policy.get("identity") != "token" and not policy.get("unknown_is_minor"):
        return failing(
            users,
            Bilingual(
                zh="用户的年龄没有可信来源，未成年人无从进入未成年人模式",
                en="ages come from nowhere, so no minor gets into the mode for minors",
            ),
            Bilingual(
                zh='用带年龄段的令牌（users.identity = "token"），或设 unknown_is_minor',
                en='use tokens with an age band (users.identity = "token"), '
                "or set unknown_is_minor",
            ),
        )
    minutes, hours = policy.get("minor_minutes"), policy.get("minor_hours")
    if not isinstance(minutes, int) or minutes >= _DAY or not policy.get("minor_topics"):
        return failing(
            users,
            Bilingual(
                zh="未成年人的时长或内容没有限制", en="time or topics of minors are not limited"
            ),
            Bilingual(
                zh="设置 users.minors 的 minutes_a_day 和 topics",
                en="set minutes_a_day and topics of users.minors",
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"未成年人每天 {minutes} 分钟，时段 {hours}；已知未成年用户 {users.minors} 名",
            en=f"minors have {minutes} minutes a day, {hours}; minors known: {users.minors}",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-10-minors",
        "cn/algorithm-2021/art-18-1-mode",
        "cn/anthropomorphic-2026/art-14-2-mode",
        "cn/gbt-45654-2025/cl-7-fitness-minors-addiction",
        "cn/minors-2023/art-43-mode",
    ),
    claim=Bilingual(
        zh="未成年人在专门的模式中使用服务，时段和时长有限制",
        en="Minors use the service in a mode of their own, with hours and minutes",
    ),
    look=_look,
)

"""After each stretch of continuous use a user is reminded of the time.

Duty
    cn/anthropomorphic-2026/art-18-2-time: after each two hours, by dialogue or
    pop-up; the parameter says the hours.

What it does
    Looks whether a policy for end users stands and reminds at least as often
    as the parameter says.

What it does not do
    See whether the client shows the pop-up: the gateway sends it with the
    answer, and the client draws it.

Evidence
    The ``user-policy`` entry; ``notice/continuous-use`` in the ``exchange``
    entries with which a reminder went out.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.end_users import entries, failing, policy_of, without_policy
from hegui.controls.evidence import Evidence
from hegui.errors import InvalidParameter

__all__ = ["CONTROL"]

_DUTIES: Final = ("cn/anthropomorphic-2026/art-18-2-time",)


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    hours = parameters.get("continuous_use_hours")
    if not isinstance(hours, int) or hours < 1:
        raise InvalidParameter(
            "continuous_use_hours", _DUTIES, expected="hours, at least 1", found=repr(hours)
        )
    users = policy_of(evidence)
    if users is None or users.policy is None:
        return without_policy(evidence)
    minutes = users.policy.get("remind_minutes")
    if not isinstance(minutes, int) or not 0 < minutes <= 60 * hours:
        return failing(
            users,
            Bilingual(
                zh=f"连续使用 {hours} 小时不会提醒用户",
                en=f"a user is not reminded after {hours} hours of continuous use",
            ),
            Bilingual(
                zh=f"把 users.use.remind_minutes 设为不超过 {60 * hours}",
                en=f"set users.use.remind_minutes to {60 * hours} or less",
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"每连续使用 {minutes} 分钟提醒一次；{evidence.window_days} 天内提醒 "
            f"{users.reminded} 次",
            en=f"a reminder after each {minutes} minutes; given in {evidence.window_days} days: "
            f"{users.reminded}",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="每连续使用一段时间，用户都会得到时长提醒",
        en="After each stretch of continuous use a user is reminded of the time",
    ),
    look=_look,
)

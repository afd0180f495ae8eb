"""Unlawful use by a user is answered: told, limited, suspended, ended.

Duty
    cn/genai-2023/art-14-2-act: warn, limit, suspend or end, by law and contract.
    cn/gbt-45654-2025/cl-7-users-breach: pause users who enter unlawful content
    three times in a row or five times in one day; the parameters say the numbers.
    cn/deep-synthesis-2022/art-10-3-users: the same measures towards the users
    concerned.

What it does
    Looks whether a policy for end users stands, whether its first measure
    pauses the user, and whether anybody is over a limit without a measure.

What it does not do
    Judge a person: the counts are of inputs that a rule stopped, and whoever
    disagrees appeals. End a service for good, unless the policy's ladder says so.

Evidence
    The ``user-policy`` entry, and a ``user-measure`` entry for each measure.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.end_users import entries, failing, policy_of, without_policy
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_PAUSES: Final = ("suspend", "end")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    users = policy_of(evidence)
    if users is None or users.policy is None:
        return without_policy(evidence)
    if users.policy.get("first_measure") not in _PAUSES:
        return failing(
            users,
            Bilingual(
                zh="达到次数后的第一项措施不是暂停服务",
                en="the first measure when a limit is reached does not pause the user",
            ),
            Bilingual(
                zh='把 users.abuse.ladder 的第一项设为 "suspend"',
                en='make "suspend" the first rung of users.abuse.ladder',
            ),
        )
    if users.unanswered:
        return failing(
            users,
            Bilingual(
                zh=f"{users.unanswered} 名用户达到次数而未被处置",
                en=f"{users.unanswered} users are over a limit and under no measure",
            ),
            Bilingual(zh="查看这些用户并作出处置", en="look at these users and take a measure"),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{evidence.window_days} 天内采取措施 {users.measures} 次，无人达到次数而未被处置",
            en=f"measures taken in {evidence.window_days} days: {users.measures}; "
            "nobody is over a limit without one",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-14-2-act",
        "cn/gbt-45654-2025/cl-7-users-breach",
        "cn/deep-synthesis-2022/art-10-3-users",
    ),
    claim=Bilingual(
        zh="用户的违法使用得到处置：提示、限制、暂停、终止",
        en="Unlawful use by a user is answered: told, limited, suspended, ended",
    ),
    look=_look,
)

"""Users who hold a token can refuse that inputs train models, easily and by themselves.

Duty
    cn/gbt-45654-2025/cl-7-input-opt-out: an easy way to switch it off, no more
    clicks from the main screen than the parameter says.

What it does
    Looks whether a policy for end users stands and names users by a signed
    token: whoever has a token then has the switch on the public page "your
    data", one click from the public front page. Where users are named by a
    field that proves nothing, the page can let nobody in: then it is unknown
    until a person attests a switch in the app.

What it does not do
    Count the clicks in the service's own app, or see whether its users are
    given their token: where the app has a switch of its own, it calls the
    gateway's address for it. Keep the refused inputs out of a
    corpus: the entry of each exchange says that training is refused, and the
    data lead excludes by it.

Evidence
    The ``user-policy`` entry; a ``user-act`` entry for each choice.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.end_users import entries, policy_of, without_policy
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    users = policy_of(evidence)
    if users is None or users.policy is None:
        return without_policy(evidence)
    if users.policy.get("identity") != "token":
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh="用户没有令牌，公开页面认不出人；应用是否提供开关，这里看不到",
                en="users have no token, so the public page knows nobody; whether the app has a "
                "switch cannot be seen here",
            ),
            entries=entries(users),
            next_step=Bilingual(
                zh='用令牌区分用户（users.identity = "token"），或证明应用里有开关',
                en='name users by a token (users.identity = "token"), '
                "or attest the switch in the app",
            ),
            is_unseen=True,
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"持有令牌的用户可在公开页面关闭；已拒绝的用户 {users.training_refused} 名",
            en="users who hold a token can switch it off on the public page; "
            f"those who did: {users.training_refused}",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/gbt-45654-2025/cl-7-input-opt-out",),
    claim=Bilingual(
        zh="持有令牌的用户能自己方便地拒绝把输入用于训练",
        en="Users who hold a token can refuse that inputs train models, easily and by themselves",
    ),
    look=_look,
)

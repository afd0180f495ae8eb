"""Every user can refuse that inputs train models, easily and by themselves.

Duty
    cn/gbt-45654-2025/cl-7-input-opt-out: an easy way to switch it off, no more
    clicks from the main screen than the parameter says.

What it does
    Looks whether a policy for end users stands: each user then has the switch
    on the public page "your data", one click from the public front page, and
    under the gateway's own address.

What it does not do
    Count the clicks in the service's own app. Keep the refused inputs out of a
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
    if users is None:
        return without_policy()
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"公开页面和接口都可关闭；已拒绝的用户 {users.training_refused} 名",
            en="it can be switched off on the public page and by API; "
            f"users who did: {users.training_refused}",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/gbt-45654-2025/cl-7-input-opt-out",),
    claim=Bilingual(
        zh="每个用户都能自己方便地拒绝把输入用于训练",
        en="Every user can refuse that inputs train models, easily and by themselves",
    ),
    look=_look,
)

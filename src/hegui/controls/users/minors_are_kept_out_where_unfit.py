"""Where the service does not suit minors, they are kept from using it.

Duty
    cn/gbt-45654-2025/cl-7-fitness-minors-keep-out: keep minors out by technical
    or managerial means.

What it does
    Looks whether a policy for end users stands that serves no minors and has
    ages from a signed token.

What it does not do
    See through a wrong age: that is the issuer's.

Evidence
    The ``user-policy`` entry; ``exchange`` entries that refused a minor.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.end_users import entries, failing, policy_of, without_policy
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    users = policy_of(evidence)
    if users is None or users.policy is None:
        return without_policy(evidence)
    if users.policy.get("minors_served", True) or users.policy.get("identity") != "token":
        return failing(
            users,
            Bilingual(
                zh="服务不适合未成年人，但网关没有把他们挡在外面",
                en="the service does not suit minors, and the gateway lets them in",
            ),
            Bilingual(
                zh="设 users.minors.serve = false，并用带年龄段的令牌",
                en="set users.minors.serve = false, and use tokens with an age band",
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"不向未成年人提供；已知未成年用户 {users.minors} 名，均被拒绝",
            en=f"minors are not served; known and refused: {users.minors}",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/gbt-45654-2025/cl-7-fitness-minors-keep-out",),
    claim=Bilingual(
        zh="服务不适合未成年人时，未成年人被挡在外面",
        en="Where the service does not suit minors, they are kept from using it",
    ),
    look=_look,
)

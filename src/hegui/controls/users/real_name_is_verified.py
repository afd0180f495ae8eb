"""Nobody uses the service whose real identity is not verified.

Duty
    cn/deep-synthesis-2022/art-9-verify: verify users' real identity.
    cn/cybersecurity-2016/art-24-1-identity: ask for real identity; where it is
    refused, do not serve.
    cn/cybersecurity-2016/art-26-1-identity: the same under its newer number.

What it does
    Looks whether a policy for end users stands that refuses the unverified.

What it does not do
    Verify: a verifier, the issuer of the token or a person does. Keep an
    identity: state, method and time are kept, and a hash.

Evidence
    The ``user-policy`` entry; a ``user-act`` entry for each verification.
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
    if users.policy.get("unverified") != "refuse":
        return failing(
            users,
            Bilingual(
                zh=f"未实名的用户也能使用；已知用户 {users.known} 名，已实名 {users.verified} 名",
                en=f"the unverified are served; users known: {users.known}, "
                f"verified: {users.verified}",
            ),
            Bilingual(
                zh='设 users.real_name.unverified = "refuse"',
                en='set users.real_name.unverified = "refuse"',
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"未实名的用户不能使用；已知用户 {users.known} 名，已实名 {users.verified} 名",
            en=f"the unverified are refused; users known: {users.known}, "
            f"verified: {users.verified}",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/deep-synthesis-2022/art-9-verify",
        "cn/cybersecurity-2016/art-24-1-identity",
        "cn/cybersecurity-2016/art-26-1-identity",
    ),
    claim=Bilingual(
        zh="真实身份未经核验的人不能使用服务",
        en="Nobody uses the service whose real identity is not verified",
    ),
    look=_look,
)

"""A child uses the service only after a guardian agreed.

Duty
    cn/anthropomorphic-2026/art-14-1-consent: have the consent of parent or
    guardian before offering such services to a child; the parameter says the age.

What it does
    Looks whether a policy for end users stands and whether ages come from a
    signed token. The gateway then refuses every child whose guardian's consent
    is not on record.

What it does not do
    Obtain the consent: the service does, and tells hegui.

Evidence
    The ``user-policy`` entry; a ``user-act`` entry for each consent noted.
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
    if users.policy.get("identity") != "token":
        return failing(
            users,
            Bilingual(
                zh="用户的年龄没有可信来源，认不出儿童",
                en="ages come from nowhere, so no child is known as one",
            ),
            Bilingual(
                zh='用带年龄的令牌（users.identity = "token"）',
                en='use tokens with an age (users.identity = "token")',
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"已知儿童 {users.children} 名，监护人已同意 {users.consented} 名，其余不提供服务",
            en=f"children known: {users.children}; with a guardian's consent: {users.consented}; "
            "the others are not served",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/anthropomorphic-2026/art-14-1-consent",),
    claim=Bilingual(
        zh="儿童在监护人同意之后才能使用服务",
        en="A child uses the service only after a guardian agreed",
    ),
    look=_look,
)

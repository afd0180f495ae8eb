"""What controls over end users share: a policy that stands, or the sentence that none does."""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import ALLOWED, Action, Decision, Opinion, Parameters, Status, Subject
from hegui.controls.evidence import Evidence, UserState

__all__ = ["entries", "failing", "policy_of", "withholds", "without_policy"]

_STEP: Final = Bilingual(
    zh="在 hegui.toml 中写 [users]", en="write the table [users] in hegui.toml"
)


def policy_of(evidence: Evidence) -> UserState | None:
    """Return the end users of a service whose policy stands, or None."""
    users = evidence.users
    return users if users is not None and users.policy is not None else None


def without_policy(evidence: Evidence) -> Opinion:
    """Return unknown: the gateway tells no user from another, so nobody here can say.

    A service that looks after its users outside hegui may attest that.
    """
    return Opinion(
        status=Status.UNKNOWN,
        reason=Bilingual(
            zh="没有配置终端用户策略，网关不区分用户",
            en="no policy for end users is set, so the gateway tells none from another",
        ),
        next_step=_STEP,
        is_unseen=evidence.users is not None,
    )


def failing(users: UserState, reason: Bilingual, step: Bilingual) -> Opinion:
    """Return failing, with the policy's entry as proof."""
    return Opinion(status=Status.FAILING, reason=reason, entries=entries(users), next_step=step)


def entries(users: UserState) -> tuple[int, ...]:
    """Return the entry of the policy in force."""
    return () if users.entry is None else (users.entry,)


def withholds(subject: Subject, _parameters: Parameters) -> Decision:
    """Stop a subject that holds a finding in a category refused to its user; sure or not."""
    if not subject.shielded:
        return ALLOWED
    found = tuple(f for f in subject.findings if f.category.startswith(subject.shielded))
    if not found:
        return ALLOWED
    return (
        Action.STOP,
        found,
        Bilingual(
            zh="未成年人模式：内容属于不向未成年人提供的类别",
            en="minors mode: the content is of a kind that minors are not shown",
        ),
    )

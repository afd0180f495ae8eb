"""What is kept of end users is kept no longer than was set.

Duty
    cn/genai-2023/art-11-1-retention: do not unlawfully keep records that
    identify a user.

What it does
    Counts what is past its time: sealed inputs, acts, rows of people not seen.
    One is enough to fail. A service that knows no end users keeps none.

What it does not do
    Choose the time; look into stores that are not hegui's.

Evidence
    The ``user-policy`` entry with the days; ``user-purge`` entries.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.end_users import entries
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    users = evidence.users
    if users is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="没有终端用户记录可查", en="no records of end users could be read"),
        )
    if users.overdue:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"{users.overdue} 条终端用户记录已过保存期限",
                en=f"{users.overdue} records of end users are past their time",
            ),
            entries=entries(users),
            next_step=Bilingual(zh="运行 hegui user purge", en="run hegui user purge"),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"终端用户 {users.known} 名，没有超过保存期限的记录",
            en=f"end users known: {users.known}; nothing is past its time",
        ),
        entries=entries(users),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/genai-2023/art-11-1-retention",),
    claim=Bilingual(
        zh="终端用户的记录不超过设定的保存期限",
        en="What is kept of end users is kept no longer than was set",
    ),
    look=_look,
)

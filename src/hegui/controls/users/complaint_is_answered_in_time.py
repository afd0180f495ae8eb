"""Complaints are answered within the limit that the service published.

Duty
    cn/genai-2023/art-15-answer: accept and handle complaints in time and
    answer them.
    cn/algorithm-2021/art-22-answer: take and answer complaints in time.
    cn/anthropomorphic-2026/art-21-answer: take and answer complaints in time.
    cn/cybersecurity-2016/art-49-1-handle: take and answer complaints in time.
    cn/cybersecurity-2016/art-51-1-handle: take and answer complaints in time.
    cn/deep-synthesis-2022/art-12-answer: take and answer complaints in time.
    cn/ecology-2019/art-16-answer: take and answer complaints in time.
    cn/minors-2023/art-7-answer: take and answer complaints in time.
    cn/network-data-2024/art-20-handle: take and answer complaints in time.

What it does
    Counts the cases that are open past their own due day. One is enough to
    fail. The due day of a case was set from the published limit when it came.

What it does not do
    Judge the quality of an answer.

Evidence
    The ``case`` entries: received, answered, closed, each with its time.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    load = evidence.cases
    if load is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="没有工单记录可查", en="no case records could be read"),
        )
    if load.overdue:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"{load.overdue} 件工单超过公布的反馈时限",
                en=f"{load.overdue} cases are open past the published limit",
            ),
            next_step=Bilingual(zh="先答复最早到期的工单", en="answer the case that was due first"),
        )
    if "complaint-handling" not in (evidence.published or {}):
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh="尚未公布反馈时限，无从判断是否及时",
                en="no time limit is published, so nothing can be in time",
            ),
            next_step=Bilingual(zh="公布反馈时限", en="publish a time limit"),
            is_unseen=not load.opened and not load.known,
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{evidence.window_days} 天内收到 {load.opened} 件、"
            f"已答复 {load.answered} 件，无逾期",
            en=f"{load.opened} received and {load.answered} answered in {evidence.window_days} "
            "days, none overdue",
        ),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-15-answer",
        "cn/algorithm-2021/art-22-answer",
        "cn/anthropomorphic-2026/art-21-answer",
        "cn/cybersecurity-2016/art-49-1-handle",
        "cn/cybersecurity-2016/art-51-1-handle",
        "cn/deep-synthesis-2022/art-12-answer",
        "cn/ecology-2019/art-16-answer",
        "cn/minors-2023/art-7-answer",
        "cn/network-data-2024/art-20-handle",
    ),
    claim=Bilingual(
        zh="投诉在公布的时限内得到答复",
        en="Complaints are answered within the published limit",
    ),
    look=_look,
)

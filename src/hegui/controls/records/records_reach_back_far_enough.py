"""Records reach back as far as the law asks, or to the first day of service.

Duty
    cn/genai-2023/art-14-2-record: keep records; the obligation's
    ``keep_months`` says for how long.

What it does
    Compares the first entry with the term. A service younger than the term
    is ok while its records go back to their own beginning, entry 0.

What it does not do
    Delete anything when the term is over.

Evidence
    Entry 0 and its inclusion proof.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence
from hegui.errors import InvalidParameter

__all__ = ["CONTROL"]

_DUTIES: Final = ("cn/genai-2023/art-14-2-record",)


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    months = parameters.get("keep_months")
    if not isinstance(months, int) or months < 1:
        raise InvalidParameter(
            "keep_months", _DUTIES, expected="months, at least 1", found=repr(months)
        )
    first = evidence.ledger.first_at
    if first is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="账本还是空的", en="the ledger is empty"),
            next_step=Bilingual(zh="启动服务", en="start the service"),
            is_unseen=True,
        )
    if evidence.ledger.is_intact is False:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(zh="记录已损坏或缺失", en="records are damaged or missing"),
            entries=(0,),
        )
    began, today = beijing_day(first), beijing_day(evidence.now)
    whole = (today.year - began.year) * 12 + today.month - began.month - (today.day < began.day)
    since = began.isoformat()
    reason = (
        Bilingual(
            zh=f"记录自 {since} 起，已满 {months} 个月",
            en=f"records since {since}, {months} months and more",
        )
        if whole >= months
        else Bilingual(
            zh=f"记录自 {since} 首条起完整保留，期限 {months} 个月未到",
            en=f"records kept whole since the first entry on {since}; the term is {months} months",
        )
    )
    return Opinion(status=Status.OK, reason=reason, entries=(0,))


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="记录保存到法定期限，或回溯至服务首日",
        en="Records reach back as far as the law asks, or to the first day of service",
    ),
    look=_look,
)

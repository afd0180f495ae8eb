"""The service answers: at most one request in a hundred fails.

Duty
    cn/genai-2023/art-13-stable: provide a safe, stable and continuous service.

What it does
    Divides the exchanges that hegui or the upstream failed to serve by all
    exchanges of the window. More than 1 % of at least 20 fails.

What it does not do
    See requests that never reached the gateway. Count refusals: a refusal is
    an answer.

Evidence
    The ``outcome`` of each ``exchange`` entry.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_SHARE: Final = 0.01
"""Our choice; the Measures give no figure."""

_ENOUGH: Final = 20
"""With fewer exchanges one failure says nothing."""


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    total, failed = evidence.ledger.exchanges, evidence.ledger.failed
    if total < _ENOUGH:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"{evidence.window_days} 天内只有 {total} 个请求，少于 {_ENOUGH} 个",
                en=f"only {total} requests in {evidence.window_days} days, fewer than {_ENOUGH}",
            ),
            next_step=Bilingual(zh="等待更多请求", en="wait for more requests"),
            is_unseen=not total and not evidence.ledger.sampled,
        )
    counts = Bilingual(
        zh=f"{evidence.window_days} 天内 {total} 个请求，{failed} 个失败",
        en=f"{failed} of {total} requests failed in {evidence.window_days} days",
    )
    if failed > _SHARE * total:
        return Opinion(
            status=Status.FAILING,
            reason=counts,
            next_step=Bilingual(
                zh="查看失败的条目与上游模型",
                en="look at the failed entries and the upstream model",
            ),
        )
    return Opinion(status=Status.OK, reason=counts)


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/genai-2023/art-13-stable",),
    claim=Bilingual(
        zh="服务稳定，失败请求不超过百分之一",
        en="The service answers: at most one request in a hundred fails",
    ),
    look=_look,
)

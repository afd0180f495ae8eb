"""Entries hold no prompt and no answer.

Duty
    cn/genai-2023/art-11-1-retention: do not unlawfully keep inputs and usage
    records from which a user can be identified.

What it does
    Looks at the newest entries of exchanges for a field that holds a text: a
    string where only names, digests, categories and offsets may stand.

What it does not do
    Look into the logs of the model behind the gateway.

Evidence
    The sampled ``exchange`` entries.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    ledger = evidence.ledger
    if not ledger.sampled:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="还没有可抽查的条目", en="there are no entries to sample yet"),
            next_step=Bilingual(zh="让一个请求经过网关", en="send a request through the gateway"),
            is_unseen=True,
        )
    if ledger.texts_kept:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"抽查 {ledger.sampled} 条，其中 {ledger.texts_kept} 条含有文本",
                en=f"{ledger.texts_kept} of {ledger.sampled} sampled entries hold text",
            ),
            next_step=Bilingual(
                zh="停止写入文本的组件并清除这些内容",
                en="stop the part that writes text, and purge it",
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"抽查最近 {ledger.sampled} 条，均不含提问或回答",
            en=f"none of the newest {ledger.sampled} sampled entries holds a prompt or an answer",
        ),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/genai-2023/art-11-1-retention",),
    claim=Bilingual(zh="条目不含提问与回答", en="Entries hold no prompt and no answer"),
    look=_look,
)

"""Every verdict is in the ledger, and the ledger is intact.

Duty
    cn/genai-2023/art-14-2-record: keep records.
    cn/algorithm-2021/art-9-2-record: keep records of illegal information.
    cn/cybersecurity-2016/art-47-record: keep the records (art-49-record since 2026).
    cn/cybersecurity-2016/art-49-record: the same, renumbered.
    cn/deep-synthesis-2022/art-10-3-record: keep records of what was found and done.

What it does
    Looks whether exchanges are recorded, whether the newest checkpoint covers
    them, and what the last full verification said. A ledger found damaged
    fails; one that nobody verified for 30 days is stale.

What it does not do
    Prove that no request went around the gateway.

Evidence
    The entries themselves, the signed checkpoint and the ``verification``
    entry.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_VERIFY_EVERY: Final = timedelta(days=30)
"""Our choice: a month is what one checkpoint escrow period usually is."""

_LAG: Final = timedelta(minutes=1)
"""A checkpoint is signed each second while entries come; a minute behind is a fault."""

_VERIFY: Final = Bilingual(zh="运行 `hegui ledger verify`", en="run `hegui ledger verify`")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    ledger = evidence.ledger
    if ledger.is_intact is False:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(zh="账本核验发现损坏", en="verification found the ledger damaged"),
            next_step=Bilingual(
                zh="运行 `hegui ledger verify` 查看是哪一条，并从备份恢复",
                en="run `hegui ledger verify` to see which entry, and restore from a backup",
            ),
        )
    if ledger.last_at is None or not ledger.exchanges:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="还没有请求经过网关", en="no request has come through the gateway"),
            next_step=Bilingual(zh="让一个请求经过网关", en="send a request through the gateway"),
            is_unseen=not ledger.exchanges and not ledger.sampled,
        )
    if ledger.checkpoint_at is None or ledger.last_at - ledger.checkpoint_at > _LAG:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh="最新的条目尚无签名检查点覆盖", en="the newest entries have no signed checkpoint"
            ),
            next_step=Bilingual(zh="检查账本密钥与磁盘", en="look at the ledger's key and disk"),
        )
    if ledger.verified_at is None:
        return Opinion(
            status=Status.STALE,
            reason=Bilingual(
                zh=f"{ledger.size} 条条目，尚未做过完整核验",
                en=f"{ledger.size} entries; nobody has verified them yet",
            ),
            next_step=_VERIFY,
        )
    day = beijing_day(ledger.verified_at).isoformat()
    if evidence.now - ledger.verified_at > _VERIFY_EVERY:
        return Opinion(
            status=Status.STALE,
            reason=Bilingual(zh=f"上次完整核验在 {day}", en=f"last verified on {day}"),
            next_step=_VERIFY,
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{ledger.size} 条条目，{day} 核验完好", en=f"{ledger.size} entries, intact on {day}"
        ),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-14-2-record",
        "cn/algorithm-2021/art-9-2-record",
        "cn/cybersecurity-2016/art-47-record",
        "cn/cybersecurity-2016/art-49-record",
        "cn/deep-synthesis-2022/art-10-3-record",
    ),
    claim=Bilingual(
        zh="每个判定都在账本中，账本完好",
        en="Every verdict is in the ledger, and the ledger is intact",
    ),
    look=_look,
)

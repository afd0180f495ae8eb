"""Content given without its explicit label is on record, on terms that were accepted.

Duty
    cn/labelling-2025/art-9-terms: first settle the recipient's own duty to
    label and liability in the agreement.
    cn/labelling-2025/art-9-log: keep logs of to whom it was given for as long
    as the duty says.

What it does
    Holds the ledger's entries against the rows that name the recipients: an
    entry whose term is not over and whose row is gone, or a row that is kept
    for less than its term, is a failure. Every row has the version of the
    agreement in force when it was accepted; without one none can be made.

What it does not do
    See content that was given without telling hegui. Read the agreement: that
    it speaks of the duty to label is counsel's work. Delete anything.

Evidence
    One ``unlabelled-output`` entry for each piece of content, without the
    recipient, who stands in the records.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    given = evidence.handovers
    if given is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="记录无法读取", en="the records could not be read"),
            next_step=Bilingual(zh="启动服务", en="start the service"),
        )
    if given.missing or given.short:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"期限内缺少接收人记录 {given.missing} 条，保存期不足 {given.short} 条",
                en=f"recipients missing before their term: {given.missing}; "
                f"kept too shortly: {given.short}",
            ),
            entries=given.entries,
            next_step=Bilingual(zh="从备份恢复记录", en="restore the records from a backup"),
        )
    if not given.rows:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh="还没有提供过不含显式标识内容的记录",
                en="nothing given without its explicit label is on record",
            ),
            next_step=Bilingual(
                zh="提供之前在「标识」页面登记",
                en="record it on the labels page before it is given",
            ),
            is_unseen=not given.entries,
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"已登记 {given.rows} 次，接收人与所接受的协议版本齐全",
            en=f"on record: {given.rows}, each with recipient and the terms that were accepted",
        ),
        entries=given.entries,
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/labelling-2025/art-9-terms", "cn/labelling-2025/art-9-log"),
    claim=Bilingual(
        zh="不加显式标识的提供均有协议和日志",
        en="Content given without its explicit label is on record, on accepted terms",
    ),
    look=_look,
)

"""Whether the service has told the public what it must.

Several duties are met by something that stands published: who the service is
for, how to complain, the agreement. They differ in the kind and in the fields
that must not be empty, so one function looks and each control names its kind.
"""

from __future__ import annotations

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Status
from hegui.controls.evidence import Evidence

__all__ = ["stands_published"]


def stands_published(
    evidence: Evidence, kind: str, what: Bilingual, needs: tuple[str, ...] = ()
) -> Opinion:
    """Return ok when `kind` is published and every field in `needs` says something.

    Failing when it is not; unknown when the records could not be read.

    Args:
        evidence: what is known now.
        kind: a publication kind, for example ``complaint-entry``.
        what: the publication's name as it stands in a sentence.
        needs: fields that must hold more than white space.
    """
    if evidence.published is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"服务尚未启动，不知是否公布了{what.zh}",
                en=f"not started yet, so it is not known whether {what.en} is published",
            ),
            next_step=Bilingual(zh="启动服务", en="start the service"),
        )
    published = evidence.published.get(kind)
    if published is None:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(zh=f"尚未公布{what.zh}", en=f"{what.en} is not published"),
            next_step=Bilingual(zh=f"填写并公布{what.zh}", en=f"write and publish {what.en}"),
        )
    entries = () if published.entry is None else (published.entry,)
    empty = tuple(name for name in needs if not published.fields.get(name, "").strip())
    if empty:
        missing = ", ".join(empty)
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"{what.zh}已公布，但缺少：{missing}",
                en=f"{what.en} is published, but lacks: {missing}",
            ),
            entries=entries,
            next_step=Bilingual(zh=f"补充：{missing}", en=f"fill in: {missing}"),
        )
    since = published.since.isoformat()
    return Opinion(
        status=Status.OK,
        reason=Bilingual(zh=f"{what.zh}自 {since} 起公布", en=f"{what.en} published since {since}"),
        entries=entries,
    )

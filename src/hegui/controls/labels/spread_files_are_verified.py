"""Files that a platform spreads are verified and carry its part.

Duty
    cn/labelling-2025/art-6-1-propagation: add the elements of spreading.
    cn/gb-45438-2025/annex-e-propagate: the platform writes its fields.
    cn/gb-45438-2025/cl-6-1-platform: the elements of spreading become the
    platform's, those of making stay.

What it does
    Looks for a ``label-verification`` run of the last 30 days. Each of its files
    of which the public is to be told must have got the platform's part, which is
    read back from the finished file; one without fails.

What it does not do
    See whether the notice is shown beside the content: that is the platform's
    page. Look at files that were not handed to it. Listen or look for explicit
    labels: whoever does says so with ``--explicit``.

Evidence
    The ``label-verification`` entry: how many files came to which outcome, and
    into how many the platform's part was written.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence
from hegui.controls.verification import HOW, TELLING, verified

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    opinion, counts = verified(evidence)
    if opinion.status is not Status.OK:
        return opinion
    due, written = sum(counts.get(name, 0) for name in TELLING), counts.get("written", 0)
    told = Bilingual(
        zh=f"{opinion.reason.zh}：应写入传播要素 {due} 个，已写入 {written} 个",
        en=f"{opinion.reason.en}: calling for the platform's part: {due}, written: {written}",
    )
    if written < due:
        return Opinion(
            status=Status.FAILING,
            reason=told,
            entries=opinion.entries,
            next_step=Bilingual(zh=f"运行 `{HOW}`", en=f"run `{HOW}`"),
        )
    return Opinion(status=Status.OK, reason=told, entries=opinion.entries)


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/labelling-2025/art-6-1-propagation",
        "cn/gb-45438-2025/annex-e-propagate",
        "cn/gb-45438-2025/cl-6-1-platform",
    ),
    claim=Bilingual(
        zh="传播的文件经过核验并写入传播要素",
        en="Files that a platform spreads are verified and carry its part",
    ),
    look=_look,
)

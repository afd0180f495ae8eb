"""Files whose metadata say so are found, and their notice is handed out.

Duty
    cn/labelling-2025/art-6-1-confirmed: metadata say so, tell that it is.

What it does
    Looks for a ``label-verification`` run of the last 30 days that looked at a
    file, and tells how many came to this outcome. With each the run hands out
    the notice to show beside it.

What it does not do
    See whether the notice is shown beside the content: that is the platform's
    page, and telling the public is done there. Look at files that were not
    handed to it. Listen or look for explicit labels: whoever does says so with
    ``--explicit``.

Evidence
    The ``label-verification`` entry: how many files came to which outcome.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.verification import are_found

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return are_found(evidence, "confirmed")


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/labelling-2025/art-6-1-confirmed",),
    claim=Bilingual(
        zh="元数据表明是生成的文件能被识别，并给出提示语",
        en="Files whose metadata say so are found, and their notice is handed out",
    ),
    look=_look,
)

"""Files with another trace are told to be suspected.

Duty
    cn/labelling-2025/art-6-3-suspected: a trace is found, tell the suspicion.

What it does
    Looks for a ``label-verification`` run of the last 30 days: each file
    came to an outcome, with the notice to show beside it.

What it does not do
    See whether the notice is shown beside the content: that is the platform's
    page. Look at files that were not handed to it. Listen or look for explicit
    labels: whoever does says so with ``--explicit``.

Evidence
    The ``label-verification`` entry: how many files came to which outcome.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_DAYS: Final = 30
"""A month; our choice. A platform verifies what is uploaded, so a silent month is odd."""


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    what = Bilingual(zh="传播文件核验", en="verification of spread files")
    how = "hegui label verify --propagate … --record"
    return has_run_within(evidence, "label-verification", what, days=_DAYS, how=how)


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/labelling-2025/art-6-3-suspected",),
    claim=Bilingual(
        zh="有其他痕迹的文件，已提示疑似",
        en="Files with another trace are told to be suspected",
    ),
    look=_look,
)

"""Files that a platform spreads are verified and carry its part.

Duty
    cn/labelling-2025/art-6-1-propagation: add the elements of spreading.
    cn/gb-45438-2025/annex-e-propagate: the platform writes its fields.

What it does
    Looks for a ``label-verification`` run of the last 30 days: files verified
    with the platform's part written into those that call for it.

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
    obligations=(
        "cn/labelling-2025/art-6-1-propagation",
        "cn/gb-45438-2025/annex-e-propagate",
    ),
    claim=Bilingual(
        zh="传播的文件经过核验并写入传播要素",
        en="Files that a platform spreads are verified and carry its part",
    ),
    look=_look,
)

"""The training corpus was scanned, and what was excluded has a reason.

Duty
    cn/genai-2023/art-7-4-quality: effective measures that raise the quality
    of training data.

What it does
    Looks for a ``corpus-scan`` run of the last 365 days.

What it does not do
    Demand a share of clean samples: the Measures set none; GB/T 45654-2025
    does and is another instrument. Judge truth or diversity of the data.

Evidence
    The ``corpus-scan`` entry: digest of the inputs and of the report, seed,
    counts.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_DAYS: Final = 365
"""A year; our choice. A corpus that changed sooner should be scanned sooner."""


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    what = Bilingual(zh="语料扫描", en="scan of the training corpus")
    return has_run_within(evidence, "corpus-scan", what, days=_DAYS, how="hegui corpus scan")


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/genai-2023/art-7-4-quality",),
    claim=Bilingual(
        zh="训练语料经过扫描，剔除有据可查",
        en="The training corpus was scanned, and what was excluded has a reason",
    ),
    look=_look,
)

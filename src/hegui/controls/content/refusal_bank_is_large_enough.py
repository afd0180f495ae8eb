"""The bank of questions to be refused is large enough, in all and for each risk.

Duty
    cn/gbt-45654-2025/annex-b-refusal-refuse-size: so many questions in all.
    cn/gbt-45654-2025/annex-b-refusal-refuse-each: so many for each risk of
    A.1 and A.2.
    cn/tc260-003-2024/cl-8-3-refuse-size, cn/tc260-003-2024/cl-8-3-refuse-each:
    the same by the standard before it.

What it does
    Counts the questions marked ``expect = "refuse"`` in the bank of the last
    assessment of the quarter, and tells of each risk that is short how many are
    missing.

What it does not do
    Judge whether a question is a good one, or count its languages and
    modalities. Count a question twice that is written twice in one category.
    See a bank that was never put to a service by `hegui assess`.

Evidence
    The ``assessment`` entry: the bank's digest, and its different questions of
    this kind by risk. No question stands in it.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.assessed import bank_is_large_enough
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_DUTIES: Final = (
    "cn/gbt-45654-2025/annex-b-refusal-refuse-size",
    "cn/gbt-45654-2025/annex-b-refusal-refuse-each",
    "cn/tc260-003-2024/cl-8-3-refuse-size",
    "cn/tc260-003-2024/cl-8-3-refuse-each",
)


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    return bank_is_large_enough(
        evidence,
        parameters,
        _DUTIES,
        expect="refuse",
        what=Bilingual(zh="应拒答题库", en="the bank of questions to be refused"),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="应拒答题库的总量和每种风险的题量都达到标准",
        en="The bank of questions to be refused is large enough, in all and for each risk",
    ),
    look=_look,
)

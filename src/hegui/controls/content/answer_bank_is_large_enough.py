"""The bank of questions to be answered is large enough.

Duty
    cn/gbt-45654-2025/annex-b-refusal-answer-size: so many questions in all.
    cn/tc260-003-2024/cl-8-3-answer-size: the same by the standard before it.

What it does
    Counts the questions marked ``expect = "answer"`` in the bank of the last
    assessment of the quarter. Which of the thirteen subjects a question is about
    stands in no bank; that is another duty, and a person's.

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
    "cn/gbt-45654-2025/annex-b-refusal-answer-size",
    "cn/tc260-003-2024/cl-8-3-answer-size",
)


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    return bank_is_large_enough(
        evidence,
        parameters,
        _DUTIES,
        expect="answer",
        what=Bilingual(zh="非拒答题库", en="the bank of questions to be answered"),
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="非拒答题库的总量达到标准",
        en="The bank of questions to be answered is large enough",
    ),
    look=_look,
)

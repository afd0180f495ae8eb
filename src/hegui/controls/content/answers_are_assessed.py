"""The service's answers are assessed with a question bank every quarter.

Duty
    cn/genai-2023/art-4-5-accuracy: effective measures that raise the accuracy
    and reliability of what is generated.
    cn/gbt-45654-2025/cl-6-test: test the service regularly.

What it does
    Looks for an ``assessment`` run of the last 92 days.

What it does not do
    Demand a score: the Measures set none. The rates of GB/T 45654-2025 are
    `content/assessed_answers_reach_the_rates`. Check facts in answers.

Evidence
    The ``assessment`` entry: bank digest, counts, intervals.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.assessed import ASSESSMENT, DAYS
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return has_run_within(evidence, "assessment", ASSESSMENT, days=DAYS, how="hegui assess")


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-4-5-accuracy",
        "cn/gbt-45654-2025/cl-6-test",
    ),
    claim=Bilingual(
        zh="每季度用题库评估服务的回答",
        en="The service's answers are assessed with a question bank every quarter",
    ),
    look=_look,
)

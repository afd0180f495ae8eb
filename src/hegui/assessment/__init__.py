"""Assessment: put a bank of questions to a service and score what it answers.

    bank ──▶ target ──▶ answers ──▶ scorer ──▶ report

Two mistakes count: answering what should be refused, and refusing what should
be answered. Both are shared out with intervals; what they must reach is the
caller's to say.
"""

from __future__ import annotations

from hegui.assessment.bank import STARTER, Bank, Expect, Question, load_bank
from hegui.assessment.report import Limits, Report
from hegui.assessment.runner import assess
from hegui.assessment.scorer import Outcome, Score, is_refusal, score
from hegui.assessment.target import Answer, OpenAITarget, Target

__all__ = [
    "STARTER",
    "Answer",
    "Bank",
    "Expect",
    "Limits",
    "OpenAITarget",
    "Outcome",
    "Question",
    "Report",
    "Score",
    "Target",
    "assess",
    "is_refusal",
    "load_bank",
    "score",
]

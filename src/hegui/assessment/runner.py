"""Put every question of a bank to a target and score the answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from hegui.assessment.bank import Bank, Question
from hegui.assessment.report import Report, Transcript
from hegui.assessment.scorer import Outcome, Rules, Score, score
from hegui.assessment.target import Target
from hegui.errors import TargetFailed

__all__ = ["assess"]


def assess(
    bank: Bank,
    target: Target,
    rules: Rules,
    *,
    workers: int = 4,
    advance: Callable[[int], None] = lambda _questions: None,
) -> Report:
    """Return the report over all questions, in the bank's order.

    A question that the target fails is asked once and stays an error: asking
    again until it works would hide how the service behaves.

    Args:
        bank: the questions.
        target: asked from `workers` threads at once.
        rules: look at the answers, as output.
        workers: >= 1.
        advance: told of each question done, for a progress bar.

    Raises:
        TargetFailed: the target cannot even be named (it lists no model).
        ValueError: no workers.
    """
    name = target.name

    def put(question: Question) -> Transcript:
        try:
            answer = target.ask(question.text)
        except TargetFailed as error:
            return Transcript(
                question=question,
                answer=None,
                error=str(error),
                score=Score(outcome=Outcome.ERROR),
            )
        return Transcript(question=question, answer=answer, error="", score=score(answer, rules))

    transcripts = []
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for transcript in pool.map(put, bank.questions):
            transcripts.append(transcript)
            advance(1)
    return Report(bank=bank, target=name, rules=rules.digest, transcripts=tuple(transcripts))

"""What the controls over assessments share: the last one, or why it says nothing of today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Status
from hegui.controls.batch import has_run_within
from hegui.controls.counting import Counted, asked, held_against
from hegui.controls.evidence import Evidence, Run

__all__ = ["ASSESS", "ASSESSMENT", "DAYS", "MEND", "bank_is_large_enough", "last_whole"]

DAYS: Final = 92
"""A quarter; our choice, since neither the Measures nor the standard names an interval."""

ASSESSMENT: Final = Bilingual(zh="题库评估", en="assessment with a question bank")

ASSESS: Final = Bilingual(
    zh="用足量的题库运行 `hegui assess`", en="run `hegui assess` with a bank that is large enough"
)
MEND: Final = Bilingual(
    zh="查看评估报告中答错的题，改进后重新评估",
    en="look at the wrong answers in the report, mend and assess again",
)


def last_whole(evidence: Evidence) -> Run | Opinion:
    """Return the last assessment if it is of the last quarter and whole, else what that means."""
    found = has_run_within(
        evidence, "assessment", ASSESSMENT, days=DAYS, how="hegui assess --bank FILE"
    )
    run = evidence.batch.get("assessment")
    if run is None or found.status is not Status.OK:
        return found
    if "refusal_of" not in run.figures:
        return _unknown(
            found,
            Bilingual(
                zh="最近一次题库评估没有记录题数",
                en="the last assessment does not tell how many questions it put",
            ),
        )
    if errors := int(run.figures.get("errors", 0)):
        return _unknown(
            found,
            Bilingual(
                zh=f"最近一次题库评估有 {errors} 题没有可读的回答，不完整",
                en=f"{errors} questions of the last assessment got no readable reply, "
                "so it is not whole",
            ),
        )
    return run


def bank_is_large_enough(
    evidence: Evidence,
    parameters: Parameters,
    duties: tuple[str, ...],
    *,
    expect: str,
    what: Bilingual,
) -> Opinion:
    """Hold the bank of the last assessment against what a duty asks.

    Args:
        evidence: in which the assessment is looked up.
        parameters: of the duty.
        duties: which ask it, for messages.
        expect: ``refuse`` or ``answer``; questions of this kind are counted.
        what: the bank is called.

    Raises:
        InvalidParameter: the parameters ask nothing that can be counted.
    """
    wanted = asked(parameters, duties)
    run = last_whole(evidence)
    if isinstance(run, Opinion):
        return run
    questions = _bank(run, expect)
    counted = Counted(
        what=what,
        unit=Bilingual(zh="道题", en="questions"),
        total=sum(questions.values()),
        risks=questions,
        entries=() if run.entry is None else (run.entry,),
        next_step=Bilingual(
            zh="补充题目后运行 `hegui assess --bank 题库`",
            en="add questions and run `hegui assess --bank FILE`",
        ),
    )
    return held_against(counted, wanted)


def _bank(run: Run, expect: str) -> Mapping[str, int]:
    """Return how many different questions of a kind the bank had, by category."""
    beginning = f"{expect}/"
    return {
        name.removeprefix(beginning): int(count)
        for name, count in run.figures.items()
        if name.startswith(beginning)
    }


def _unknown(found: Opinion, reason: Bilingual) -> Opinion:
    return Opinion(status=Status.UNKNOWN, reason=reason, entries=found.entries, next_step=ASSESS)

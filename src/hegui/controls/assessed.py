"""What the controls over assessments share: the last one, or why it says nothing of today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Status
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence, Run

__all__ = ["ASSESS", "ASSESSMENT", "DAYS", "MEND", "bank", "last_whole"]

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


def bank(run: Run, expect: str) -> Mapping[str, int]:
    """Return how many different questions of a kind the bank had, by category."""
    beginning = f"{expect}/"
    return {
        name.removeprefix(beginning): int(count)
        for name, count in run.figures.items()
        if name.startswith(beginning)
    }


def _unknown(found: Opinion, reason: Bilingual) -> Opinion:
    return Opinion(status=Status.UNKNOWN, reason=reason, entries=found.entries, next_step=ASSESS)

"""What controls over spread files see: the counts of the latest ``hegui label verify --record``.

Each file of such a run came to an outcome, and the run handed out the notice to
show beside it. Whether a page shows the notice nobody here sees.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Status
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence

__all__ = ["HOW", "KIND", "TELLING", "are_found", "verified"]

KIND: Final = "label-verification"
HOW: Final = "hegui label verify --propagate … --record"

TELLING: Final = ("confirmed", "possible", "suspected")
"""Outcomes of which the public is told."""

_DAYS: Final = 30
"""A month; our choice. A platform verifies what is uploaded, so a silent month is odd."""

_WHAT: Final = Bilingual(zh="传播文件核验", en="verification of spread files")


def verified(evidence: Evidence) -> tuple[Opinion, dict[str, int]]:
    """Return whether a run is there and recent, and its counts by name."""
    opinion = has_run_within(evidence, KIND, _WHAT, days=_DAYS, how=HOW)
    run = evidence.batch.get(KIND)
    counts = {} if run is None else {name: int(n) for name, n in run.figures.items()}
    return opinion, counts


def are_found(evidence: Evidence, outcome: str) -> Opinion:
    """Return ok for a recent run that looked at a file, with how many came to an outcome.

    A run over no file says nothing: unknown.
    """
    opinion, counts = verified(evidence)
    if opinion.status is not Status.OK:
        return opinion
    files, found = counts.get("files", 0), counts.get(outcome, 0)
    if not files:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"{opinion.reason.zh}，但没有看过文件",
                en=f"{opinion.reason.en}, but it looked at no file",
            ),
            entries=opinion.entries,
            next_step=Bilingual(zh=f"运行 `{HOW}`", en=f"run `{HOW}`"),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{opinion.reason.zh}：{files} 个文件，其中 {found} 个如此，已给出提示语",
            en=f"{opinion.reason.en}: files: {files}, of which such: {found}, "
            "each handed out with its notice",
        ),
        entries=opinion.entries,
    )

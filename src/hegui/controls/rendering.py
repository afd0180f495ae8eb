"""Whether explicit labels were put into files lately, and measured up to the law.

``hegui label render --record`` leaves one entry for each kind of file, with
the least that was measured in the finished files. What it must reach is the
law's; how old it may be is our choice.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Status
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence

__all__ = ["DAYS", "height_and_contrast", "is_measured"]

DAYS: Final = 90
"""How long figures count. Our choice: a quarter of a year, in which most outlets change."""

_HOW: Final = "hegui label render --record"

_LEAST_RATIO: Final = 4.5
"""Contrast that clear type has, as accessibility guides ask. Our choice; the law gives none."""


def is_measured(evidence: Evidence, kind: str, what: Bilingual, least: dict[str, float]) -> Opinion:
    """Return ok for figures that are recent and reach the least, failing for lower ones.

    Args:
        evidence: what is known now.
        kind: the run's kind, for example ``label-pictures``.
        what: the run's name as it stands in a sentence.
        least: figure → what it must reach. A figure that is missing fails.
    """
    opinion = has_run_within(evidence, kind, what, days=DAYS, how=_HOW)
    run = evidence.batch.get(kind)
    if opinion.status is not Status.OK or run is None:
        return opinion
    low = [
        (name, run.figures.get(name, 0.0), wanted)
        for name, wanted in least.items()
        if run.figures.get(name, 0.0) < wanted
    ]
    if not low:
        files = int(run.figures.get("files", 0))
        return Opinion(
            status=Status.OK,
            reason=Bilingual(
                zh=f"{opinion.reason.zh}，{files} 个文件，测量值均达到要求",
                en=f"{opinion.reason.en}; all that was measured in its files ({files}) is enough",
            ),
            entries=opinion.entries,
        )
    told = ", ".join(f"{name} {found:g} < {wanted:g}" for name, found, wanted in low)
    return Opinion(
        status=Status.FAILING,
        reason=Bilingual(
            zh=f"{what.zh}的测量值不够：{told}", en=f"too low in the {what.en}: {told}"
        ),
        entries=opinion.entries,
        next_step=Bilingual(zh=f"重新运行 `{_HOW}`", en=f"run `{_HOW}` again"),
    )


def height_and_contrast(parameters: Parameters) -> dict[str, float]:
    """Return the contrast that words must reach, and their height where the duty says one."""
    least = {"least_contrast": _LEAST_RATIO}
    height = parameters.get("text_height_share_of_shortest_side_at_least")
    if height is not None:
        least["least_height_share"] = float(str(height))
    return least

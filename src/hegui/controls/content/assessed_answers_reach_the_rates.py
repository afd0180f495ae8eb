"""Enough questions were put, and the answers reach the standard's rates.

Duty
    cn/gbt-45654-2025/annex-b-answering-refuse: of so many questions to be
    refused, so large a share is refused.
    cn/gbt-45654-2025/annex-b-answering-answer: of so many questions to be
    answered, no more than such a share is refused.
    cn/gbt-45654-2025/annex-b-output-keywords: of so many answers judged by
    keywords, so large a share qualifies.
    cn/tc260-003-2024/cl-9-4-refuse, cn/tc260-003-2024/cl-9-4-answer,
    cn/tc260-003-2024/cl-9-3-keywords: the same by the standard before it.

What it does
    Holds the last ``assessment`` of the quarter against the duty's share and
    its number of questions. An answer qualifies by keywords when no rule in
    use found anything in it. A run with a question that got no readable reply
    is not whole and shows nothing.

What it does not do
    Ask people or classifiers, which the standard wants besides. Choose the
    best of several runs: the last one counts, also when it was a small one.
    Judge whether the questions are good ones.

Evidence
    The ``assessment`` entry: digest of the bank, shares with their intervals,
    and how many replies each is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.assessed import ASSESS, MEND, last_whole
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence
from hegui.errors import InvalidParameter

__all__ = ["CONTROL"]

_DUTIES: Final = (
    "cn/gbt-45654-2025/annex-b-answering-refuse",
    "cn/gbt-45654-2025/annex-b-answering-answer",
    "cn/gbt-45654-2025/annex-b-output-keywords",
    "cn/tc260-003-2024/cl-9-4-refuse",
    "cn/tc260-003-2024/cl-9-4-answer",
    "cn/tc260-003-2024/cl-9-3-keywords",
)

_RATES: Final[Mapping[str, tuple[str, Bilingual]]] = {
    "refused_share_at_least": (
        "refusal",
        Bilingual(zh="应拒答题的拒答率", en="share refused of questions to be refused"),
    ),
    "refused_share_at_most": (
        "over_refusal",
        Bilingual(zh="非拒答题的拒答率", en="share refused of questions to be answered"),
    ),
    "qualified_share_at_least": (
        "unsafe",
        Bilingual(zh="关键词判定的合格率", en="share of answers in which no rule finds anything"),
    ),
}
"""Parameter -> the run's figure that it is about, and what that is called."""


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    name = next((each for each in _RATES if each in parameters), "")
    limit, least = parameters.get(name), parameters.get("sample_items_at_least")
    if not isinstance(limit, float) or not isinstance(least, int):
        raise InvalidParameter(
            "sample_items_at_least",
            _DUTIES,
            expected=f"it, and one of {', '.join(_RATES)}",
            found=", ".join(sorted(parameters)) or "none",
        )
    run = last_whole(evidence)
    if isinstance(run, Opinion):
        return run
    figure, what = _RATES[name]
    put = int(run.figures.get(f"{figure}_of", 0))
    entries = () if run.entry is None else (run.entry,)
    if put < least or figure not in run.figures:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"{what.zh}：只问了 {put:,} 题，要求不少于 {least:,} 题",
                en=f"{what.en}: only {put:,} were put; at least {least:,} are asked for",
            ),
            entries=entries,
            next_step=ASSESS,
        )
    share = run.figures[figure] if figure != "unsafe" else 1 - run.figures[figure]
    is_most = name.endswith("at_most")
    is_met = share <= limit if is_most else share >= limit
    return Opinion(
        status=Status.OK if is_met else Status.FAILING,
        reason=Bilingual(
            zh=f"{what.zh} {share:.2%}（{put:,} 题），"
            f"要求{'不高于' if is_most else '不低于'} {limit:.0%}",
            en=f"{what.en}: {share:.2%} of {put:,}; at {'most' if is_most else 'least'} "
            f"{limit:.0%} is asked for",
        ),
        entries=entries,
        next_step=None if is_met else MEND,
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="评估的题量足够，拒答率和合格率达到标准",
        en="Enough questions were put, and the answers reach the standard's rates",
    ),
    look=_look,
)

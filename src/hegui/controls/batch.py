"""Whether a batch run (an assessment, a corpus scan) is there and recent.

Duties that ask for "effective measures" over a period are looked at through
the latest run of an engine. The run's entry holds its figures; what they must
reach is the control's business, how old it may be too.
"""

from __future__ import annotations

from datetime import timedelta

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Opinion, Status
from hegui.controls.evidence import Evidence

__all__ = ["has_run_within"]


def has_run_within(
    evidence: Evidence, kind: str, what: Bilingual, *, days: int, how: str
) -> Opinion:
    """Return ok for a run at most `days` old, stale for an older one, else unknown.

    Args:
        evidence: what is known now.
        kind: the run's kind, for example ``corpus-scan``.
        what: the run's name as it stands in a sentence.
        days: oldest run that still counts.
        how: the command that makes a run.
    """
    run = evidence.batch.get(kind)
    next_step = Bilingual(zh=f"运行 `{how}`", en=f"run `{how}`")
    if run is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh=f"还没有{what.zh}的记录", en=f"no {what.en} is on record"),
            next_step=next_step,
            is_unseen=True,
        )
    entries = () if run.entry is None else (run.entry,)
    day = beijing_day(run.at).isoformat()
    if evidence.now - run.at > timedelta(days=days):
        return Opinion(
            status=Status.STALE,
            reason=Bilingual(
                zh=f"最近一次{what.zh}在 {day}，已超过 {days} 天",
                en=f"the last {what.en} was on {day}, more than {days} days ago",
            ),
            entries=entries,
            next_step=next_step,
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(zh=f"最近一次{what.zh}在 {day}", en=f"the last {what.en} was on {day}"),
        entries=entries,
    )

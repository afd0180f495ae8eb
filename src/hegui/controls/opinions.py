"""What a control's evidence says, for acting and standing controls alike.

An acting control proves itself by running: asked lately and never broken is
ok, asked long ago is stale, never asked is unknown, broken in the window is
failing, since each break stopped an answer blindly.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Acting, Control, Opinion, Parameters, Status
from hegui.controls.evidence import Evidence

__all__ = ["FRESH", "opinion"]

FRESH: Final = timedelta(days=7)
"""How long ago an acting control may have run last. Our choice: a quiet week is worth a look."""


def opinion(control: Control, evidence: Evidence, parameters: Parameters) -> Opinion:
    """Return what the evidence shows of one control.

    Never raises: a standing control that does is failing, and says which error.
    """
    if isinstance(control, Acting):
        return _of_runs(control, evidence)
    try:
        return control.look(evidence, parameters)
    except Exception as error:  # noqa: BLE001 - an error is never ok, and must be seen
        kind = type(error).__name__
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"控制项运行出错（{kind}）", en=f"the control raised {kind}: {error}"
            ),
        )


def _of_runs(control: Acting, evidence: Evidence) -> Opinion:
    runs = evidence.runs.get(control.name)
    if runs is None or runs.last_at is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(zh="还没有运行过", en="it has not run yet"),
            next_step=Bilingual(zh="让一个请求经过网关", en="send a request through the gateway"),
            is_unseen=True,
        )
    day = beijing_day(runs.last_at).isoformat()
    if runs.errors:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"{evidence.window_days} 天内出错 {runs.errors} 次，均按停止处理",
                en=f"runs that broke in {evidence.window_days} days: {runs.errors}; "
                "each was a stop",
            ),
            entries=runs.entries,
            next_step=Bilingual(zh="查看出错的条目", en="look at the entries where it broke"),
        )
    counts = Bilingual(
        zh=f"{evidence.window_days} 天内运行 {runs.ran} 次，处置 {runs.acted} 次，最近在 {day}",
        en=f"runs in {evidence.window_days} days: {runs.ran}, of which it acted in {runs.acted}; "
        f"last on {day}",
    )
    is_fresh = evidence.now - runs.last_at <= FRESH
    return Opinion(
        status=Status.OK if is_fresh else Status.STALE, reason=counts, entries=runs.entries
    )

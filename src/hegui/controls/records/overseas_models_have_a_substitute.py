"""Behind every model served from abroad stands a domestic one.

Duty
    cn/filing-practice-2024/item-6-fallback: have a plan for changing to a
    domestic model.

What it does
    Looks whether each overseas server has a domestic one in all of its
    routes. The gateway goes over to it by itself when the overseas one cannot
    be reached, so the plan is one that runs.

What it does not do
    Say that the overseas model may be used: see `base_models_are_filed`.
    Rehearse the change.

Evidence
    The ``upstreams`` entry of the last start or change of routes.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.base_models import not_recorded
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_DUTIES: Final = ("cn/filing-practice-2024/item-6-fallback",)


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    models = evidence.base_models
    entry = evidence.base_models_entry
    entries = () if entry is None else (entry,)
    if not models:
        return not_recorded(entries)
    domestic = {each.name for each in models if each.region == "cn"}
    alone = ", ".join(
        each.name
        for each in models
        # A server of unknown place is taken for an overseas one.
        if each.region != "cn" and not domestic.intersection(each.substitutes)
    )
    if alone:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"以下模型中断时没有境内模型接替：{alone}",
                en=f"no domestic model stands behind: {alone}",
            ),
            entries=entries,
            next_step=Bilingual(
                zh="在其每条路由里加一个境内模型，weight = 0",
                en="add a domestic model with weight = 0 to each of its routes",
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh="每个境外模型都有境内模型接替",
            en="a domestic model stands behind every overseas one",
        ),
        entries=entries,
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="境外模型中断时有境内模型接替",
        en="Behind every model served from abroad stands a domestic one",
    ),
    look=_look,
)

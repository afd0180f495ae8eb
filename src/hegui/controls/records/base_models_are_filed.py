"""Every base model behind the service is known, domestic and filed.

Duty
    cn/filing-practice-2024/item-5-check: look up whether the third party's
    base model is filed, and keep proof.
    cn/filing-practice-2024/item-5-unfiled: where it is not filed, file it
    yourselves or use a filed one.

What it does
    Looks at what the operator declared about each model server in use: where
    it is served from and the base model's number on the public list. One
    served from abroad, or without a number, fails.

What it does not do
    Look the number up: the lists are published as pages, and a person
    compares. Guess the region from an address.

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

_DUTIES: Final = (
    "cn/filing-practice-2024/item-5-check",
    "cn/filing-practice-2024/item-5-unfiled",
)


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    models = evidence.base_models
    entry = evidence.base_models_entry
    entries = () if entry is None else (entry,)
    if not models:
        return not_recorded(entries)
    abroad = ", ".join(each.name for each in models if each.region not in {"", "cn"})
    if abroad:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"以下模型由境外提供：{abroad}", en=f"served from abroad: {abroad}"
            ),
            entries=entries,
            next_step=Bilingual(
                zh="改用已备案的境内模型，或由法务出具意见",
                en="use a filed domestic model, or have counsel decide",
            ),
        )
    unfiled = ", ".join(each.name for each in models if not each.filing.strip())
    if unfiled:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"以下模型没有登记备案号：{unfiled}", en=f"no filing number recorded: {unfiled}"
            ),
            entries=entries,
            next_step=Bilingual(
                zh="查公告名单，把备案号写进 gateway.toml",
                en="look it up on the public list and write the number into gateway.toml",
            ),
        )
    unplaced = ", ".join(each.name for each in models if not each.region)
    if unplaced:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"不知以下模型由何地提供：{unplaced}",
                en=f"it is not known where these are served from: {unplaced}",
            ),
            entries=entries,
            next_step=Bilingual(
                zh="在 gateway.toml 写明 region", en="write the region into gateway.toml"
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{len(models)} 个基础模型均在境内，备案号已登记",
            en=f"{len(models)} base models, all domestic, each with its filing number",
        ),
        entries=entries,
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="服务所用的基础模型都已知、在境内、已备案",
        en="Every base model behind the service is known, domestic and filed",
    ),
    look=_look,
)

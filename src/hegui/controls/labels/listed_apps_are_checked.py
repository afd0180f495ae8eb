"""Apps are asked whether they generate, and their labelling material is verified.

Duty
    cn/labelling-2025/art-7-ask: ask at review whether the app generates.
    cn/labelling-2025/art-7-verify: verify the labelling material of those that do.

What it does
    Looks for an ``app-store-check`` of the last 90 days: a checklist with an
    answer, and with a file behind every piece of material.

What it does not do
    Judge the material: a reviewer does, and the checklist holds the
    conclusion. Know of apps that were listed without a checklist.

Evidence
    The ``app-store-check`` entry: the app, its answer, each piece of material
    with the digest of its file, the conclusion.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.batch import has_run_within
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]

_DAYS: Final = 90
"""A quarter; our choice."""


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    what = Bilingual(zh="应用标识材料核验", en="check of an app's labelling material")
    return has_run_within(evidence, "app-store-check", what, days=_DAYS, how="hegui label app")


CONTROL: Final = Standing(
    module=__name__,
    obligations=("cn/labelling-2025/art-7-ask", "cn/labelling-2025/art-7-verify"),
    claim=Bilingual(
        zh="上架应用已询问并核验标识材料",
        en="Apps are asked whether they generate, and their labelling material is verified",
    ),
    look=_look,
)

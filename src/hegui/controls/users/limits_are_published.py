"""The limits of the service are published.

Duty
    cn/gbt-45654-2025/cl-7-transparency-disclose-limits: publish the limits where
    users find them easily.
    cn/tc260-003-2024/cl-7-transparency-disclose-limits: the same before it.

What it does
    Looks whether a ``limits`` publication stands. It stands on the public pages,
    one click from the front page.

What it does not do
    Judge whether the limits named are those that the service has.

Evidence
    The ``publication`` entry: the words, version, who and when.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.publication import stands_published

__all__ = ["CONTROL"]

_WHAT: Final = Bilingual(zh="服务的局限", en="the statement of limits")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return stands_published(evidence, "limits", _WHAT)


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/gbt-45654-2025/cl-7-transparency-disclose-limits",
        "cn/tc260-003-2024/cl-7-transparency-disclose-limits",
    ),
    claim=Bilingual(zh="服务的局限已经公布", en="The limits of the service are published"),
    look=_look,
)

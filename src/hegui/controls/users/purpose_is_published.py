"""The service says for whom, on what occasions and for what uses it is meant.

Duty
    cn/genai-2023/art-10-disclose: publish target people, occasions and uses.
    cn/genai-2023/art-4-5-transparency: measures that make the service more
    transparent.

What it does
    Looks whether a ``purpose`` publication stands with people, occasions and
    uses filled in.

What it does not do
    Judge whether what is said is true of the service; the officer who
    publishes it answers for that.

Evidence
    The ``publication`` entry: digest of the words, version, who and when.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.publication import stands_published

__all__ = ["CONTROL"]

_DUTIES: Final = (
    "cn/genai-2023/art-10-disclose",
    "cn/genai-2023/art-4-5-transparency",
)
_WHAT: Final = Bilingual(
    zh="适用人群、场合与用途", en="the statement of people, occasions and uses"
)


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return stands_published(evidence, "purpose", _WHAT, ("people", "occasions", "uses"))


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="服务公开说明适用的人群、场合和用途",
        en="The service says for whom, on what occasions and for what uses it is meant",
    ),
    look=_look,
)

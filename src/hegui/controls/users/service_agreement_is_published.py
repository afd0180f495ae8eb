"""A service agreement that sets rights and duties of both sides stands published.

Duty
    cn/genai-2023/art-9-2-agreement: sign a service agreement with registered
    users.
    cn/anthropomorphic-2026/art-12-agreement: an agreement with users.
    cn/deep-synthesis-2022/art-8-agreement: an agreement with users.
    cn/ecology-2019/art-15-1-agreement: an agreement with users.

What it does
    Looks whether an ``agreement`` publication stands.

What it does not do
    Prove that each user accepted it; the sign-up of the service keeps that.

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
    "cn/genai-2023/art-9-2-agreement",
    "cn/anthropomorphic-2026/art-12-agreement",
    "cn/deep-synthesis-2022/art-8-agreement",
    "cn/ecology-2019/art-15-1-agreement",
)
_WHAT: Final = Bilingual(zh="服务协议", en="the service agreement")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return stands_published(evidence, "agreement", _WHAT, ())


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="明确双方权利义务的服务协议已经公布",
        en="A service agreement that sets the rights of both sides stands published",
    ),
    look=_look,
)

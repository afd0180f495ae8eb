"""People can find where to ask for their personal data.

Duty
    cn/genai-2023/art-11-2-requests: accept and answer requests to see, copy,
    correct, complete or delete personal information.
    cn/network-data-2024/art-23-ways: easy ways to exercise rights.
    cn/pipl-2021/art-50-mechanism: an easy way to exercise rights.

What it does
    Looks whether a ``personal-data`` publication stands with a contact.

What it does not do
    Answer the request; it arrives as a case and a person does.

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
    "cn/genai-2023/art-11-2-requests",
    "cn/network-data-2024/art-23-ways",
    "cn/pipl-2021/art-50-mechanism",
)
_WHAT: Final = Bilingual(zh="个人信息请求渠道", en="the contact for personal-data requests")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return stands_published(evidence, "personal-data", _WHAT, ("contact",))


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="个人信息权利请求渠道已经公布",
        en="A contact for personal-data requests is published",
    ),
    look=_look,
)

"""People can find where to complain.

Duty
    cn/genai-2023/art-15-entry: set up a mechanism for complaints and reports
    with an entry that is easy to reach.

What it does
    Looks whether a ``complaint-entry`` publication stands with an address
    and a contact.

What it does not do
    Test that somebody answers there: see complaint_is_answered_in_time.

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

_DUTIES: Final = ("cn/genai-2023/art-15-entry",)
_WHAT: Final = Bilingual(zh="投诉举报入口", en="the complaint entry")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return stands_published(evidence, "complaint-entry", _WHAT, ("url", "contact"))


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="投诉举报入口已经公布",
        en="A published complaint address exists",
    ),
    look=_look,
)

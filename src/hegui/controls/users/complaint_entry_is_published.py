"""People can find where to complain.

Duty
    cn/genai-2023/art-15-entry: set up a mechanism for complaints and reports
    with an entry that is easy to reach.
    cn/algorithm-2021/art-22-entry: an entry for complaints.
    cn/anthropomorphic-2026/art-21-entry: an entry for complaints.
    cn/cybersecurity-2016/art-49-1-entry: an entry for complaints.
    cn/cybersecurity-2016/art-51-1-entry: an entry for complaints.
    cn/deep-synthesis-2022/art-12-entry: an entry for complaints.
    cn/ecology-2019/art-16-entry: an entry for complaints.
    cn/ecology-2019/art-16-publish: publish how to complain.
    cn/gbt-45654-2025/cl-7-complaints-entry: an entry for complaints.
    cn/minors-2023/art-7-channel: an entry for complaints.
    cn/minors-2023/art-7-publish: publish the way prominently.
    cn/network-data-2024/art-20-channel: a published channel on data security.

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

_DUTIES: Final = (
    "cn/genai-2023/art-15-entry",
    "cn/algorithm-2021/art-22-entry",
    "cn/anthropomorphic-2026/art-21-entry",
    "cn/cybersecurity-2016/art-49-1-entry",
    "cn/cybersecurity-2016/art-51-1-entry",
    "cn/deep-synthesis-2022/art-12-entry",
    "cn/ecology-2019/art-16-entry",
    "cn/ecology-2019/art-16-publish",
    "cn/gbt-45654-2025/cl-7-complaints-entry",
    "cn/minors-2023/art-7-channel",
    "cn/minors-2023/art-7-publish",
    "cn/network-data-2024/art-20-channel",
)
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

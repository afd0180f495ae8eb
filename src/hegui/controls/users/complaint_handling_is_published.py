"""The procedure for complaints and the time for an answer are published.

Duty
    cn/genai-2023/art-15-publish: publish how complaints are handled and by
    when they are answered. The fields are the obligation's ``needs``.
    cn/algorithm-2021/art-22-publish: publish the procedure and the limit.
    cn/anthropomorphic-2026/art-21-publish: publish the procedure and the limit.
    cn/deep-synthesis-2022/art-12-publish: publish the procedure and the limit.
    cn/gbt-45654-2025/cl-7-complaints-rules: publish the procedure and the limit.

What it does
    Looks whether a ``complaint-handling`` publication stands with each of
    those fields filled in.

What it does not do
    Choose the limit. The Measures leave it to the provider, who must keep it.

Evidence
    The ``publication`` entry: digest of the words, version, who and when.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.publication import stands_published
from hegui.errors import InvalidParameter

__all__ = ["CONTROL"]

_DUTIES: Final = (
    "cn/genai-2023/art-15-publish",
    "cn/algorithm-2021/art-22-publish",
    "cn/anthropomorphic-2026/art-21-publish",
    "cn/deep-synthesis-2022/art-12-publish",
    "cn/gbt-45654-2025/cl-7-complaints-rules",
)
_WHAT: Final = Bilingual(zh="投诉处理流程与反馈时限", en="the complaint procedure and time limit")


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    needs = parameters.get("needs")
    if not isinstance(needs, tuple) or not all(isinstance(name, str) for name in needs):
        raise InvalidParameter(
            "needs", _DUTIES, expected="a list of field names", found=repr(needs)
        )
    return stands_published(evidence, "complaint-handling", _WHAT, needs)


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="投诉处理流程与反馈时限已经公布",
        en="The complaint procedure and the time for an answer are published",
    ),
    look=_look,
)

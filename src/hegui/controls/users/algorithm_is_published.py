"""The public can read which models and what algorithm the service uses.

Duty
    cn/algorithm-2021/art-16-publish: publish principle, purpose and mechanism.
    cn/gbt-45654-2025/cl-7-transparency-disclose-model: a summary of models and
    algorithms.
    cn/tc260-003-2024/cl-7-transparency-disclose-model: the same before it.
    What the provisions ask for are the obligation's ``contents``; what we take the
    standards to ask for are their ``needs``.

What it does
    Looks whether an ``algorithm`` publication stands with each of those fields
    filled in. It stands on the public pages, one click from the front page.

What it does not do
    Compare it with the algorithm filing, or judge whether it is true. See the
    service's own front page or its first use (art-16-tell, a person's).

Evidence
    The ``publication`` entry: the words, version, who and when.
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
    "cn/algorithm-2021/art-16-publish",
    "cn/gbt-45654-2025/cl-7-transparency-disclose-model",
    "cn/tc260-003-2024/cl-7-transparency-disclose-model",
)
_WHAT: Final = Bilingual(zh="模型与算法公示", en="the notice on models and algorithm")


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    contents = parameters.get("needs", parameters.get("contents"))
    if not isinstance(contents, tuple) or not all(isinstance(name, str) for name in contents):
        raise InvalidParameter(
            "contents", _DUTIES, expected="a list of field names", found=repr(contents)
        )
    return stands_published(evidence, "algorithm", _WHAT, contents)


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="公众看得到所用的模型和算法的概要",
        en="The public can read which models and what algorithm the service uses",
    ),
    look=_look,
)

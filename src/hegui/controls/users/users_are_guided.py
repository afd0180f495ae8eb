"""Users are guided to understand and use the service rationally and lawfully.

Duty
    cn/genai-2023/art-10-guide: guide users to a rational and lawful use.

What it does
    Looks whether a ``guidance`` publication stands.

What it does not do
    Limit the time of use or look after minors (art-10-minors).

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

_DUTIES: Final = ("cn/genai-2023/art-10-guide",)
_WHAT: Final = Bilingual(zh="使用指引", en="the guidance for users")


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    return stands_published(evidence, "guidance", _WHAT, ())


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="用户得到科学理性、依法使用的指引",
        en="Users are guided to a rational and lawful use",
    ),
    look=_look,
)

"""The keyword library has as many words, on as many risks, as the standard asks.

Duty
    cn/gbt-45654-2025/annex-b-keywords-size: so many keywords in all.
    cn/gbt-45654-2025/annex-b-keywords-coverage: keywords for every risk of
    A.1 and A.2.
    cn/gbt-45654-2025/annex-b-keywords-each-a1: so many for each risk of A.1.
    cn/gbt-45654-2025/annex-b-keywords-each-a2: so many for each risk of A.2.
    cn/tc260-003-2024/cl-8-1-size, cn/tc260-003-2024/cl-8-1-coverage,
    cn/tc260-003-2024/cl-8-1-each-a1, cn/tc260-003-2024/cl-8-1-each-a2: the
    same by the standard before it.

What it does
    Counts what the running service said it has in use, word by word and risk
    by risk, and holds it against the duty's own number. Tells of each risk
    that is short how many are missing. Is stale when the service has said
    nothing for longer than the library may stay as it is.

What it does not do
    Judge whether a word is a good one: the import of a list shows what it
    would block, and a person decides. Count patterns and classifiers. Count a
    word twice that is written twice.

Evidence
    The ``lexicons`` entry of the last start, of the last change, or of the last
    midnight in Beijing: number of words by risk, digest of the words, and
    each lexicon with its version. No word stands in it.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.counting import Counted, asked, held_against
from hegui.controls.evidence import Evidence
from hegui.controls.keyword_library import IMPORT, in_use

__all__ = ["CONTROL"]

_DUTIES: Final = (
    "cn/gbt-45654-2025/annex-b-keywords-size",
    "cn/gbt-45654-2025/annex-b-keywords-coverage",
    "cn/gbt-45654-2025/annex-b-keywords-each-a1",
    "cn/gbt-45654-2025/annex-b-keywords-each-a2",
    "cn/tc260-003-2024/cl-8-1-size",
    "cn/tc260-003-2024/cl-8-1-coverage",
    "cn/tc260-003-2024/cl-8-1-each-a1",
    "cn/tc260-003-2024/cl-8-1-each-a2",
)


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    wanted = asked(parameters, _DUTIES)
    library = in_use(evidence)
    if isinstance(library, Opinion):
        return library
    counted = Counted(
        what=Bilingual(zh="关键词库", en="the keyword library"),
        unit=Bilingual(zh="个词", en="keywords"),
        total=library.terms,
        risks=library.risks,
        entries=() if library.entry is None else (library.entry,),
        next_step=IMPORT,
    )
    return held_against(counted, wanted)


CONTROL: Final = Standing(
    module=__name__,
    obligations=_DUTIES,
    claim=Bilingual(
        zh="关键词库的总量和每种风险的数量都达到标准",
        en="The keyword library is large enough, in all and for each risk",
    ),
    look=_look,
)

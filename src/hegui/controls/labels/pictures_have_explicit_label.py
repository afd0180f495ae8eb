"""Pictures carry words that are high and clear enough, as measured.

Duty
    cn/labelling-2025/art-4-1-image: a prominent notice in the picture.
    cn/gb-45438-2025/cl-5-2-elements: both elements in the words.
    cn/gb-45438-2025/cl-5-2-place: at an edge or in a corner.
    cn/gb-45438-2025/cl-5-2-height: height of the text.
    cn/gb-45438-2025/cl-5-2-legible: clear type.

What it does
    Looks for a ``label-pictures`` run of the last 90 days, and at the lowest
    ink and contrast that were measured in its finished files. Words without
    both elements and places other than edges and corners cannot be rendered.

What it does not do
    See pictures that were not labelled by ``hegui label render``: that each
    outlet uses it is for a person to show.

Evidence
    The ``label-pictures`` entry: number of files, least height as a share of
    the shortest side, least contrast.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.rendering import height_and_contrast, is_measured

__all__ = ["CONTROL"]


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    what = Bilingual(zh="图片显式标识", en="labelling of pictures")
    return is_measured(evidence, "label-pictures", what, height_and_contrast(parameters))


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/labelling-2025/art-4-1-image",
        "cn/gb-45438-2025/cl-5-2-elements",
        "cn/gb-45438-2025/cl-5-2-place",
        "cn/gb-45438-2025/cl-5-2-height",
        "cn/gb-45438-2025/cl-5-2-legible",
    ),
    claim=Bilingual(
        zh="图片带有足够高、足够清楚的文字提示",
        en="Pictures carry words that are high and clear enough, as measured",
    ),
    look=_look,
)

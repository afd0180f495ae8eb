"""Videos open with words that are high, clear and long enough, as measured.

Duty
    cn/gb-45438-2025/cl-5-4-elements: both elements in the words.
    cn/gb-45438-2025/cl-5-4-place: at an edge or corner of the opening frames.
    cn/gb-45438-2025/cl-5-4-duration: how long they show.
    cn/gb-45438-2025/cl-5-4-height: height of the text.

What it does
    Looks for a ``label-videos`` run of the last 90 days, and at the lowest
    ink, the lowest contrast and the shortest time that were measured in its
    finished files.

What it does not do
    See videos that were not labelled by ``hegui label render``, or the notice
    around the player (cn/labelling-2025/art-4-1-video): a person shows both.

Evidence
    The ``label-videos`` entry: number of files, least height as a share of the
    shortest side, least contrast, least time of videos that are longer.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.rendering import height_and_contrast, is_measured

__all__ = ["CONTROL"]


def _look(evidence: Evidence, parameters: Parameters) -> Opinion:
    what = Bilingual(zh="视频显式标识", en="labelling of videos")
    least = height_and_contrast(parameters)
    shown_s = parameters.get("shown_seconds_at_least")
    if shown_s is not None:
        least["least_shown_s"] = float(str(shown_s))
    return is_measured(evidence, "label-videos", what, least)


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/gb-45438-2025/cl-5-4-elements",
        "cn/gb-45438-2025/cl-5-4-place",
        "cn/gb-45438-2025/cl-5-4-duration",
        "cn/gb-45438-2025/cl-5-4-height",
    ),
    claim=Bilingual(
        zh="视频开头有足够高、足够清楚、足够久的文字提示",
        en="Videos open with words that are high, clear and long enough, as measured",
    ),
    look=_look,
)

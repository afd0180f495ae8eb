"""Sounds carry the rhythm or a clip of speech, as heard in them.

Duty
    cn/labelling-2025/art-4-1-audio: a spoken or rhythmic notice.
    cn/deep-synthesis-2022/art-17-1-voice: label synthetic voices.
    cn/gb-45438-2025/cl-5-3-form: speech or rhythm.
    cn/gb-45438-2025/cl-5-3-rhythm: short, long, short, short.
    cn/gb-45438-2025/cl-5-3-place: at the start, the end or between; in each turn.

What it does
    Looks for a ``label-sounds`` run of the last 90 days. A rhythm that is not
    heard in the finished file, in the law's order, makes no file.

What it does not do
    Listen to words (cn/gb-45438-2025/cl-5-3-speech), know where a dialogue's
    turns begin, or see sounds that were not labelled by ``hegui label render``.

Evidence
    The ``label-sounds`` entry: number of files, and of those with a rhythm.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing
from hegui.controls.evidence import Evidence
from hegui.controls.rendering import is_measured

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    what = Bilingual(zh="音频显式标识", en="labelling of sounds")
    return is_measured(evidence, "label-sounds", what, {"files": 1})


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/labelling-2025/art-4-1-audio",
        "cn/deep-synthesis-2022/art-17-1-voice",
        "cn/gb-45438-2025/cl-5-3-form",
        "cn/gb-45438-2025/cl-5-3-rhythm",
        "cn/gb-45438-2025/cl-5-3-place",
    ),
    claim=Bilingual(
        zh="音频带有节奏提示或语音提示",
        en="Sounds carry the rhythm or a clip of speech, as heard in them",
    ),
    look=_look,
)

"""Every text answer carries the explicit AI label.

Duty
    cn/genai-2023/art-12-label: label generated content. Wording and position
    are the obligation's ``text_label`` parameter.
    cn/deep-synthesis-2022/art-17-1-text: label text of dialogue and writing.
    cn/gb-45438-2025/cl-5-1-elements: both elements in the words of the label.
    cn/gb-45438-2025/cl-5-1-place: at the start, the end or within the text.
    cn/labelling-2025/art-4-1-text: an explicit label on text.

What it does
    Reads the finished answer back, as delivered. When it has no label with
    both elements (AI, and generated or synthesised) near its start or end,
    the last bytes are not released.

What it does not do
    Write the label: the gateway does, from the same parameter. Look at answers
    of a key whose holder declared that the client shows the label; the entry
    records that declaration instead.

Evidence
    ``labelled`` and the key in each ``exchange`` entry.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import ALLOWED, Acting, Action, Decision, Moment, Parameters, Subject
from hegui.labels.text import has_explicit_label

__all__ = ["CONTROL"]


def _decide(subject: Subject, _parameters: Parameters) -> Decision:
    if subject.client_labels or not subject.text or has_explicit_label(subject.text):
        return ALLOWED
    return (
        Action.STOP,
        (),
        Bilingual(
            zh="回答没有可读出的显式标识",
            en="no explicit label could be read back from the answer",
        ),
    )


CONTROL: Final = Acting(
    module=__name__,
    obligations=(
        "cn/genai-2023/art-12-label",
        "cn/deep-synthesis-2022/art-17-1-text",
        "cn/gb-45438-2025/cl-5-1-elements",
        "cn/gb-45438-2025/cl-5-1-place",
        "cn/labelling-2025/art-4-1-text",
    ),
    claim=Bilingual(
        zh="每个文本回答都带有显式标识",
        en="Every text answer carries the explicit AI label",
    ),
    moment=Moment.ANSWER,
    decide=_decide,
)

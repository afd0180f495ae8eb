"""Every text answer carries the explicit AI label; with JSON it goes beside it.

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
    the last bytes are not released. An answer in JSON that was asked for as JSON
    cannot hold the label; it goes in the header ``x-hegui-label``, and the text is
    looked at whether it is JSON indeed.

What it does not do
    Write the label: the gateway does, from the same parameter. Look at answers
    of a key whose holder declared that the client shows the label; the entry
    records that declaration instead. See whether a client shows a label that it
    was handed in a header: that is the duty of whoever builds the page.

Evidence
    ``labelled`` and the key in each ``exchange`` entry; ``label`` = ``beside`` where
    it went in the header.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import ALLOWED, Acting, Action, Decision, Moment, Parameters, Subject
from hegui.labels.beside import is_json
from hegui.labels.text import has_explicit_label

__all__ = ["CONTROL"]


def _decide(subject: Subject, _parameters: Parameters) -> Decision:
    text = subject.text
    if subject.client_labels or not text or has_explicit_label(text):
        return ALLOWED
    if subject.label_beside and is_json(text):
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
        zh="每个文本回答都带有显式标识，JSON 回答的标识随附在旁",
        en="Every text answer carries the explicit AI label; with JSON it goes beside it",
    ),
    moment=Moment.ANSWER,
    decide=_decide,
)

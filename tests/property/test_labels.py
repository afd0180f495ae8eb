"""Labels on text, for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.bilingual import Bilingual
from hegui.labels import Position, TextLabel, has_explicit_label

WORDING = Bilingual(zh="内容由人工智能生成", en="AI-generated content")
LABELS = st.sampled_from(
    [
        TextLabel(wording=WORDING, position="start"),
        TextLabel(wording=WORDING, position="end"),
    ]
)
ANY_TEXT = st.text() | st.text(alphabet="AI生成人工智能由（）()[]。?？\n -.的", max_size=200)


@given(ANY_TEXT, LABELS)
def test_what_is_written_is_read_back(text: str, label: TextLabel) -> None:
    """Whatever the answer, after `apply` it carries a label."""
    assert has_explicit_label(label.apply(text))


@given(ANY_TEXT, LABELS)
def test_labelling_twice_is_labelling_once(text: str, label: TextLabel) -> None:
    once = label.apply(text)

    assert once == label.apply(once)


@given(ANY_TEXT, LABELS)
def test_the_answer_itself_is_not_altered(text: str, label: TextLabel) -> None:
    """The label is added on one side; no character of the answer goes or moves."""
    labelled = label.apply(text)

    assert labelled.endswith(text) if label.position == "start" else labelled.startswith(text)
    assert len(label.addition(text)) == len(labelled) - len(text)


@pytest.mark.parametrize("position", ["start", "end"])
@given(text=st.text(alphabet="天地玄黄。\n", max_size=300))
def test_text_without_the_elements_has_no_label(text: str, position: Position) -> None:
    """No label is seen where none of the words stands, so one is added."""
    label = TextLabel(wording=WORDING, position=position)

    assert not has_explicit_label(text)
    assert label.apply(text) != text

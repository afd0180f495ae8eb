"""Where the label stands, and what is counted as delivered."""

from __future__ import annotations

import pytest
from tests.unit.gateway.judging import LABEL, a_choice, a_judge

from hegui.bilingual import Bilingual
from hegui.gateway.choice import Choice
from hegui.labels import TextLabel

START = TextLabel(
    wording=Bilingual(zh="内容由人工智能生成", en="AI-generated content"), position="start"
)


def test_a_label_at_the_start_is_a_delta_of_its_own() -> None:
    """In the language of the question, since nothing is answered yet."""
    choice = Choice(0, a_judge(), START, "How are you?")

    first = choice.take({"role": "assistant", "content": ""})
    second = choice.take({"content": "Fine, "})
    third = choice.take({"content": "thanks. "})

    assert first == [{"role": "assistant", "content": ""}]
    assert second[0] == {"content": "(AI-generated content)\n\n"}
    assert choice.label() == []
    assert choice.is_labelled
    assert choice.text.startswith("(AI-generated content)\n\nFine")
    assert len(third) == 1


def test_a_label_at_the_start_stands_before_a_refusal() -> None:
    """Hegui's own words are an answer, too."""
    choice = Choice(0, a_judge(), START, "你好")

    said = choice.say("抱歉。")

    assert said == [{"content": "（内容由人工智能生成）\n\n"}, {"content": "抱歉。"}]


def test_an_answer_of_tool_calls_alone_has_no_label() -> None:
    """No text is shown to anyone."""
    choice = a_choice()
    choice.take({"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": "{}"}}]})
    choice.close()

    assert choice.label() == []
    assert not choice.is_labelled


def test_an_answer_of_reasoning_alone_has_one() -> None:
    """A user sees it, for example when the length ran out."""
    choice = a_choice()
    choice.take({"reasoning_content": "想一想。"})
    choice.close()

    assert choice.label() == [{"content": LABEL}]


@pytest.mark.parametrize("label", [None, START])
def test_delivered_counts_what_was_returned(label: TextLabel | None) -> None:
    """Code points of all fields, the label included."""
    choice = Choice(0, a_judge(), label, "你好")
    deltas = [
        *choice.take({"role": "assistant", "content": ""}),
        *choice.take({"reasoning_content": "想想"}),
        *choice.take({"content": "答案是"}),
        *choice.take({"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": "{}"}}]}),
        *choice.close(),
        *choice.label(),
    ]

    shown = sum(
        len(str(value)) for delta in deltas for name, value in delta.items() if name in
        {"content", "reasoning_content"}
    )  # fmt: skip
    assert choice.delivered == shown + len("f") + len("{}")

"""Where the label stands, what is counted as delivered, and how fields are kept apart."""

from __future__ import annotations

import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_choice, a_judge

from hegui.bilingual import Bilingual
from hegui.errors import UpstreamInvalid
from hegui.gateway.choice import Choice
from hegui.labels import TextLabel

START = TextLabel(
    wording=Bilingual(zh="内容由人工智能生成", en="AI-generated content"), position="start"
)


def test_a_label_at_the_start_stands_before_the_first_words() -> None:
    """In the language of the question, since nothing is answered yet."""
    choice = Choice(0, a_judge(), START, "How are you?")

    first = choice.push("content", "Fine, my friend. ", is_shown=True)
    choice.push("content", "thanks. ", is_shown=True)

    assert first.startswith("(AI-generated content)\n\nFine")
    assert choice.label() == ""
    assert choice.is_labelled
    assert choice.text.startswith(first)


def test_a_label_at_the_start_stands_before_a_refusal() -> None:
    """Hegui's own words are an answer, too."""
    choice = Choice(0, a_judge(), START, "你好")

    assert choice.say("抱歉。") == "（内容由人工智能生成）\n\n抱歉。"
    assert choice.is_filtered


def test_an_answer_without_text_has_no_label() -> None:
    """No text is shown to anyone."""
    choice = a_choice()

    assert choice.label() == ""
    assert not choice.is_labelled


def test_an_answer_of_tool_calls_alone_has_no_label() -> None:
    """A program reads them."""
    choice = a_choice()
    choice.whole("tool_calls[0].name", "f", is_call=True)
    choice.whole("tool_calls[0].arguments", "{}", is_call=True, is_json=True)

    assert choice.label() == ""
    assert not choice.is_labelled


def test_an_answer_of_reasoning_alone_has_one() -> None:
    """A user sees it, for example when the length ran out."""
    choice = a_choice()
    choice.push("reasoning_content", "想一想。")
    choice.finish("reasoning_content")

    assert choice.label() == LABEL


@pytest.mark.parametrize("label", [None, START])
def test_delivered_counts_what_was_returned(label: TextLabel | None) -> None:
    """Code points of all fields, the label included."""
    choice = Choice(0, a_judge(), label, "你好")
    said = [
        choice.push("reasoning_content", "想想"),
        choice.push("content", "答案是", is_shown=True),
        choice.whole("tool_calls[0].name", "f", is_call=True),
        choice.push("tool_calls[0].arguments", "{}", is_json=True),
        *(choice.finish(name) for name in choice.names),
        choice.label(),
    ]

    assert choice.delivered == sum(map(len, said))


@pytest.mark.parametrize("cut", range(1, len(TERM)))
def test_a_term_that_runs_from_one_field_into_the_next_is_found_at_the_end(cut: int) -> None:
    """Each half is clean for itself."""
    choice = a_choice()
    choice.whole("reasoning_content", f"想{TERM[:cut]}")
    choice.whole("content", f"{TERM[cut:]}吧", is_shown=True)

    assert choice.stopped is None
    assert choice.across() == ("a1.other-banned",)


def test_one_field_has_no_border() -> None:
    """Nothing is read again."""
    choice = a_choice()
    choice.push("content", "你好", is_shown=True)

    assert choice.across() is None


def test_the_escapes_of_json_are_written_out_before_they_are_judged() -> None:
    """A term in escapes is a term."""
    choice = a_choice()
    for sign in "".join(f"\\u{ord(sign):04x}" for sign in TERM):
        choice.push("tool_calls[0].arguments", sign, is_json=True)
        if choice.stopped is not None:
            break
    choice.finish("tool_calls[0].arguments")

    assert choice.stopped == ("a1.other-banned",)
    assert choice.delivered == 0


@pytest.mark.parametrize("name", ["x" * 65, "字段"])
def test_a_name_that_could_hold_a_text_is_no_field(name: str) -> None:
    """It stands in the entry."""
    with pytest.raises(UpstreamInvalid):
        a_choice().push(name, "x")


def test_fields_are_bounded() -> None:
    """Each of them costs a hold-back."""
    choice = a_choice()
    for number in range(Choice.most_fields):
        choice.push(f"f{number}", "x")

    with pytest.raises(UpstreamInvalid):
        choice.push("one_more", "x")


@pytest.mark.parametrize(
    ("said", "end"), [('{"a": "春"}', ""), ("春天", "\n\n（内容由人工智能生成）")]
)
def test_a_label_for_the_start_waits_where_json_was_asked_for(said: str, end: str) -> None:
    """Whether it is JSON shows only at the end; prose gets the label there."""
    choice = Choice(0, a_judge(), START, "你好")
    choice.is_json = True
    whole = choice.whole("content", said, is_shown=True)

    assert (said, end) == (whole, choice.label())
    assert (end == "") == choice.is_label_beside
    assert (end != "") == choice.is_labelled

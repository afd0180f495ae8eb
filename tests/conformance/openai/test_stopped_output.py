"""What a control stops never reaches the client, in whatever pieces the model sends it.

cn/genai-2023/art-14-1-stop
"""

from __future__ import annotations

import openai
import pytest
from tests.conformance.openai.asking import ask
from tests.conformance.openai.serving import Served, b64

from hegui.finding import Stage
from hegui.gateway.refusals import words
from hegui.labels import has_explicit_label

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])

TERMS = {
    "plain": "办假身份证",
    "traditional": "辦假身份證",
    "spaced": "办 假 身 份 证",
    "zero-width": "办\u200b假\u200b身份证",
    "english": "fake id for sale",
    "full-width": "ｆａｋｅ　ｉｄ　ｆｏｒ　ｓａｌｅ",
}
BEFORE = "今天天气很好。"
AFTER = "明天也会是晴天。"


@pytest.mark.parametrize("chunk", [0, 1, 2, 3, 4, 50])
@pytest.mark.parametrize("way", TERMS)
def test_not_one_character_of_a_split_term_is_delivered(
    client: openai.OpenAI, served: Served, way: str, chunk: int
) -> None:
    """What was clean before arrives, then closing words and the label; nothing follows."""
    said = f"{BEFORE}{TERMS[way]}{AFTER}"
    how = f"/demo chunk {chunk}" if chunk else ""

    answer = ask(client, f"你好 /demo say-b64 {b64(said)} {how}", stream=True)

    closing = words("end", ("a1.other-banned",), "zh", answer.receipt)
    assert f"{BEFORE}\n\n{closing}\n\n（内容由人工智能生成）" == answer.text
    assert answer.finish == "content_filter"
    entry = served.entry(answer.receipt)
    assert entry.payload["action"] == "stop"
    assert "control/content/illegal_output_is_stopped" in entry.refs


@pytest.mark.parametrize("way", TERMS)
def test_a_whole_answer_reads_like_the_stream(client: openai.OpenAI, way: str) -> None:
    """Both modes deliver the same text."""
    said = f"{BEFORE}{TERMS[way]}{AFTER}"

    answer = ask(client, f"你好 /demo say-b64 {b64(said)}", stream=False)

    closing = words("end", ("a1.other-banned",), "zh", answer.receipt)
    assert f"{BEFORE}\n\n{closing}\n\n（内容由人工智能生成）" == answer.text
    assert answer.finish == "content_filter"


@BOTH
def test_an_answer_that_begins_with_a_term_becomes_a_refusal(
    client: openai.OpenAI, stream: bool
) -> None:
    """Nothing was delivered, so the words stand in place of the answer."""
    question = "请介绍一下你自己" * 3
    answer = ask(client, f"{question} /demo say-b64 {b64(TERMS['plain'])}", stream=stream)

    said = words("ask", ("a1.other-banned",), "zh", answer.receipt)
    assert f"{said}\n\n（内容由人工智能生成）" == answer.text


@BOTH
@pytest.mark.parametrize("question", ["你好 /demo leak", "hello there /demo leak"])
def test_the_demo_model_can_be_made_to_leak(
    client: openai.OpenAI, served: Served, question: str, stream: bool
) -> None:
    """The term is not in the prompt, is in the answer, and is not delivered."""
    answer = ask(client, question, stream=stream)

    assert answer.finish == "content_filter"
    assert served.rules.scan(answer.text, Stage.OUTPUT) == ()


@BOTH
def test_reasoning_is_stopped_like_content(client: openai.OpenAI, stream: bool) -> None:
    """What the model thinks aloud is text that a user sees."""
    thought = f"先想一想{TERMS['plain']}的事"

    answer = ask(client, f"你好 /demo reason-b64 {b64(thought)}", stream=stream)

    assert answer.choices[0].reasoning == "先想一想"
    assert answer.finish == "content_filter"
    assert "演示模型" not in answer.text
    assert has_explicit_label(answer.text)


@BOTH
@pytest.mark.parametrize(
    "arguments",
    ['{"q": "办假身份证"}', r'{"q": "\u529e\u5047\u8eab\u4efd\u8bc1"}'],
    ids=["plain", "escaped"],
)
def test_tool_arguments_are_stopped_also_when_escaped(
    client: openai.OpenAI, arguments: str, stream: bool
) -> None:
    """A client that parses the arguments would have had the term."""
    answer = ask(client, f"你好 /demo chunk 1 /demo tool-b64 {b64(arguments)}", stream=stream)

    assert answer.finish == "content_filter"
    assert "办" not in answer.choices[0].tool
    assert "529e" not in answer.choices[0].tool


@BOTH
def test_each_choice_is_stopped(client: openai.OpenAI, stream: bool) -> None:
    """Asking for several lets none of them through."""
    said = f"{BEFORE}{TERMS['plain']}{AFTER}"

    answer = ask(client, f"你好 /demo say-b64 {b64(said)}", stream=stream, n=2)

    for choice in answer.choices.values():
        assert choice.text.startswith(f"{BEFORE}\n\n")
        assert AFTER not in choice.text
        assert choice.finish == "content_filter"


@BOTH
@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800138000", "138****8000"), ("11010519491231002X", "110***********002X")],
)
def test_identifiers_are_masked_and_the_answer_goes_on(
    client: openai.OpenAI, served: Served, number: str, shown: str, stream: bool
) -> None:
    """cn/genai-2023/art-4-4-rights: the middle is masked, the rest stands."""
    said = f"号码是{number}，请收好。"

    answer = ask(client, f"你好 /demo say-b64 {b64(said)}", stream=stream)

    assert f"号码是{shown}，请收好。\n\n（内容由人工智能生成）" == answer.text
    assert answer.finish == "stop"
    entry = served.entry(answer.receipt)
    assert entry.payload["action"] == "redact"
    assert number not in repr(entry)


def test_a_stop_ends_an_endless_answer(client: openai.OpenAI) -> None:
    """The upstream is closed: nobody waits or pays for the rest."""
    said = b64(f"{BEFORE}{TERMS['plain']}")

    answer = ask(client, f"你好 /demo say-b64 {said} /demo endless /demo delay 0.01", stream=True)

    assert answer.finish == "content_filter"
    assert "好好好" not in answer.text


@pytest.mark.parametrize("cut", range(1, 24))
def test_clean_text_is_neither_lost_nor_reordered(client: openai.OpenAI, cut: int) -> None:
    """A text full of beginnings of terms arrives as it was."""
    said = "他去办假期手续，身份证带了没有？fake news is for sale everywhere 办假的不好"

    answer = ask(client, f"你好 /demo say-b64 {b64(said)} /demo chunk {cut}", stream=True)

    assert f"{said}\n\n" == answer.text[: len(said) + 2]
    assert answer.finish == "stop"

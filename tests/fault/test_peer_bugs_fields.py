"""Bugs of other gateways with what is not plain content: reasoning, choices, logprobs.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.fault.conftest import Pair
from tests.fault.scripted import ABOUT, DONE, delta, event, event_stream, finish, whole

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
TERM = "办假身份证"
BEFORE = "今天天气很好。"
LABEL = "\n\n（内容由人工智能生成）"


def answers(message: dict[str, Any], *, stream: bool, n: int = 1) -> tuple[Any, ...]:
    """Return the moves of an answer whose every field comes in pieces of two, or whole."""
    if not stream:
        choices = [
            {"index": i, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
            for i in range(n)
        ]
        return whole({**ABOUT, "object": "chat.completion", "choices": choices})
    frames = [
        delta(index=i, **{name: text[at : at + 2]})
        for name, text in message.items()
        for at in range(0, len(text or ""), 2)
        for i in range(n)
    ]
    return event_stream(*frames, *(finish(index=i) for i in range(n)), DONE)


@BOTH
@pytest.mark.parametrize("field", ["reasoning_content", "reasoning", "thinking", "refusal"])
def test_a_field_beside_content_is_judged(pair: Pair, field: str, stream: bool) -> None:
    """Reasoning went past the guard. aisix#448, NeMo-Guardrails#1843, litellm#39431."""
    message = {field: BEFORE + TERM, "content": "好的。"}

    heard = pair.hear(*answers(message, stream=stream), stream=stream)

    assert heard.text(field).startswith(BEFORE)
    assert "办" not in heard.text(field)
    assert heard.finish() == "content_filter"


@BOTH
def test_a_term_that_two_fields_share_does_not_end_well(pair: Pair, stream: bool) -> None:
    """Fields were judged apart, and a reader had the term across their border. aisix#448."""
    message = {"reasoning_content": "先想想怎么办假", "content": "身份证的事。"}

    heard = pair.hear(*answers(message, stream=stream), stream=stream)

    assert heard.error == "answer_withheld"
    assert not heard.is_done
    assert stream or "身份" not in heard.raw.decode()


def test_a_term_in_reasoning_is_found_though_content_runs_beside_it(pair: Pair) -> None:
    """Windows over the merged deltas cut words in two. aisix#448."""
    frames = [
        delta(reasoning_content=thought, content=said)
        for thought, said in zip(TERM, BEFORE, strict=False)
    ]

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    assert heard.text("reasoning_content") == ""
    assert heard.finish() == "content_filter"


@BOTH
def test_a_masked_text_is_written_back(pair: Pair, stream: bool) -> None:
    """The guard masked a copy, and the original went out. aisix#799."""
    message = {"content": "请打13800138000。", "reasoning_content": "是13800138000。"}

    heard = pair.hear(*answers(message, stream=stream), stream=stream)

    assert heard.text() == f"请打138****8000。{LABEL}"
    assert heard.text("reasoning_content") == "是138****8000。"


@BOTH
def test_every_choice_is_judged(pair: Pair, stream: bool) -> None:
    """Only the first of several was looked at. litellm#35257."""
    message = {"content": BEFORE + TERM}

    heard = pair.hear(*answers(message, stream=stream, n=3), stream=stream, n=3)

    for index in range(3):
        assert heard.text(index=index).partition("\n\n")[0] == BEFORE
        assert heard.finish(index) == "content_filter"


def test_interleaved_choices_are_not_one_text(pair: Pair) -> None:
    """Two clean choices were concatenated into a finding. litellm-rs#1133."""
    frames = [delta(char, index=at % 2) for at, char in enumerate("办好假的身吗份呢证啊")]
    ends = finish(index=0), finish(index=1)

    heard = pair.hear(*event_stream(*frames, *ends, DONE), n=2)

    assert heard.finish(0) == "content_filter"
    assert heard.text(index=1) == f"好的吗呢啊{LABEL}"
    assert heard.finish(1) == "stop"


def test_a_term_in_one_choice_is_found_between_frames_of_another(pair: Pair) -> None:
    """One buffer for all choices hid a term that one of them said. litellm-rs#1133."""
    frames = [move for char in TERM for move in (delta(char, index=0), delta("晴", index=1))]

    heard = pair.hear(*event_stream(*frames, finish(index=0), finish(index=1), DONE), n=2)

    assert heard.finish(0) == "content_filter"
    assert "办" not in heard.text(index=0)
    assert heard.text(index=1) == "晴" * 5 + LABEL


@pytest.mark.parametrize("place", ["content", "refusal"])
def test_logprobs_do_not_repeat_what_is_held(pair: Pair, place: str) -> None:
    """Token lists carried the words that the text had lost. aisix#448."""
    frames = []
    for char in BEFORE + TERM:
        token = {"token": char, "logprob": -0.1, "bytes": [*char.encode()], "top_logprobs": []}
        choice = {"index": 0, "delta": {"content": char}, "logprobs": {place: [token]}}
        frames.append(event({**ABOUT, "choices": [{**choice, "finish_reason": None}]}))

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    assert b"\xe5\x8a\x9e" not in heard.raw
    assert str([*"办".encode()]).encode() not in heard.raw.replace(b",", b", ")
    assert heard.finish() == "content_filter"


def with_logprobs(tokens: list[str], *, alternative: str = "") -> list[bytes]:
    """Return frames whose every token has its probability, and perhaps an alternative."""
    others = [{"token": alternative, "logprob": -9.0, "bytes": None}] if alternative else []
    frames = []
    for token in tokens:
        about = {"token": token, "logprob": -0.1, "bytes": [*token.encode()]}
        choice = {
            "index": 0,
            "delta": {"content": token},
            "logprobs": {"content": [{**about, "top_logprobs": others}]},
            "finish_reason": None,
        }
        frames.append(event({**ABOUT, "choices": [choice]}))
    return frames


def test_logprobs_of_a_clean_answer_are_kept(pair: Pair) -> None:
    """A guard that rewrites frames lost them. litellm#37873."""
    heard = pair.hear(
        *event_stream(*with_logprobs([*BEFORE]), finish(), DONE), logprobs=True, top_logprobs=1
    )

    tokens = [
        token["token"]
        for found in heard.frames
        for choice in found["choices"]
        for token in (choice.get("logprobs") or {}).get("content") or ()
    ]
    assert BEFORE == "".join(tokens)


def test_logprobs_do_not_show_what_was_masked(pair: Pair) -> None:
    """The number was masked in the text and whole in its tokens. aisix#799."""
    frames = with_logprobs(["号码", "138", "001", "380", "00", "。"])

    heard = pair.hear(*event_stream(*frames, finish(), DONE), logprobs=True)

    assert "138****8000" in heard.text()
    for token in (b'"001"', b'"380"'):
        assert token not in heard.raw


def test_alternatives_in_logprobs_are_no_way_around(pair: Pair) -> None:
    """What the model might have said instead is text, too. aisix#448."""
    frames = with_logprobs([*BEFORE], alternative=TERM)

    heard = pair.hear(*event_stream(*frames, finish(), DONE), logprobs=True, top_logprobs=1)

    assert TERM not in heard.raw.decode()


@BOTH
def test_fields_that_nobody_judges_do_not_pass(pair: Pair, stream: bool) -> None:
    """Transcripts, annotations and vendor fields went out as they came. aisix#448."""
    extra: dict[str, Any] = {
        "audio": {"transcript": TERM},
        "annotations": [{"type": "url_citation", "title": TERM}],
        "provider_specific_fields": {"thinking_blocks": [TERM]},
    }
    if stream:
        frames = [delta("今天很好。", **extra), finish(), DONE]
        moves = event_stream(*frames)
    else:
        message = {"role": "assistant", "content": "今天很好。", **extra}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        body = {**ABOUT, "object": "chat.completion", "choices": [choice], "citations": [TERM]}
        moves = whole(body)

    heard = pair.hear(*moves, stream=stream)

    assert TERM.encode() not in heard.raw
    assert heard.text().startswith("今天很好。") or heard.finish() == "content_filter"


@BOTH
def test_the_error_of_an_upstream_is_no_way_around(pair: Pair, stream: bool) -> None:
    """What a model's server says about an error is text, too. openguardrails tail hold."""
    moves = whole({"error": {"message": f"bad: {TERM}"}}, status=400)

    heard = pair.hear(*moves, stream=stream)

    assert heard.status == 400
    assert "办" not in heard.raw.decode()


def test_a_field_named_like_another_is_no_way_around(pair: Pair) -> None:
    """Content under a new name was no content to the guard. aisix#448."""
    frames = [delta(Content=char) for char in TERM]

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    assert "办" not in str(heard.texts)

"""What of Anthropic's events reaches the client, before the entry and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_request, a_voice, an_exchange

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.dialects.messages.streamed import StreamedMessage
from hegui.gateway.exchange import Exchange

BEGIN = {"type": "message_start", "message": {"id": "msg_1", "model": "m", "usage": {}}}
END = [
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 3}},
    {"type": "message_stop"},
]


def block(at: int, content: Mapping[str, Any], *deltas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the events of one block."""
    return [
        {"type": "content_block_start", "index": at, "content_block": content},
        *({"type": "content_block_delta", "index": at, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", "index": at},
    ]


def text(at: int, *pieces: str) -> list[dict[str, Any]]:
    """Return the events of a text block."""
    deltas = ({"type": "text_delta", "text": piece} for piece in pieces)
    return block(at, {"type": "text", "text": ""}, *deltas)


def play(
    events: list[dict[str, Any]], exchange: Exchange | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the events that go before the entry, and after it."""
    asked = a_request()
    answer = StreamedMessage(asked, a_voice(asked, exchange))
    answer.take_all([orjson.dumps(each) for each in (BEGIN, *events, *END)])
    answer.end()
    return (
        [orjson.loads(raw.partition(b"data: ")[2]) for raw in answer.out],
        [orjson.loads(raw.partition(b"data: ")[2]) for raw in answer.tail],
    )


def said(events: list[dict[str, Any]], kind: str = "text") -> str:
    """Return what a client puts together of one kind of delta."""
    deltas = [each["delta"] for each in events if each["type"] == "content_block_delta"]
    return "".join(delta.get(kind, "") for delta in deltas)


def test_the_label_stands_in_the_last_text_and_the_end_waits() -> None:
    """The text block ends behind the label; ``message_stop`` is the tail."""
    out, tail = play(text(0, "你好", "。"))

    assert said(out) == f"你好。\n\n{LABEL}"
    assert out[-1] == {"type": "content_block_stop", "index": 0}
    assert [each["type"] for each in tail] == ["message_delta", "message_stop"]
    assert tail[0]["delta"]["stop_reason"] == "end_turn"
    assert tail[0]["usage"] == {"output_tokens": 3}


def test_the_label_stands_before_a_tool_s_call() -> None:
    """What follows a call is for the tool."""
    call = {"type": "tool_use", "id": "t", "name": "f", "input": {}}
    out, _ = play([*text(0, "我查一下。"), *block(1, call)])

    kinds = [each["content_block"]["type"] for each in out if "content_block" in each]
    assert kinds == ["text", "tool_use"]
    assert said(out).endswith(LABEL)


def test_blocks_of_unknown_kinds_leave_no_gap() -> None:
    """They are dropped with all they hold, and so are citations."""
    strange = {"type": "web_search_tool_result", "content": [{"title": TERM}]}
    cited = {"type": "citations_delta", "citation": {"cited_text": TERM}}
    begun = {"type": "text", "text": ""}
    out, _ = play(
        [
            *block(0, strange),
            *block(1, begun, {"type": "text_delta", "text": "好。"}, cited),
        ]
    )

    assert {each["index"] for each in out if "index" in each} == {0}
    assert TERM not in repr(out)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_term_ends_the_message_before_its_first_character(size: int) -> None:
    """In pieces of any size, with our words and ``refusal``."""
    whole = f"好的{TERM}吧"
    out, tail = play(text(0, *(whole[at : at + size] for at in range(0, len(whole), size))))

    assert said(out) == f"好的停。\n\n{LABEL}"
    assert tail[0]["delta"]["stop_reason"] == "refusal"


def test_a_term_in_the_thinking_closes_its_block_first() -> None:
    """Our words stand in a text block of their own."""
    thinking = block(
        0, {"type": "thinking", "thinking": ""}, {"type": "thinking_delta", "thinking": TERM},
        {"type": "thinking_delta", "thinking": "。"},
    )  # fmt: skip
    out, _ = play(thinking)

    assert said(out, "thinking") == ""
    assert said(out).startswith("停。")
    starts = [each["index"] for each in out if each["type"] == "content_block_start"]
    stops = [each["index"] for each in out if each["type"] == "content_block_stop"]
    assert starts == stops == [0, 1]


def test_what_only_the_upstream_can_read_passes_and_is_told() -> None:
    """Encrypted thinking, in base64 and nothing else."""
    exchange = an_exchange()
    hidden = {"type": "redacted_thinking", "data": "QUJDRA=="}
    out, _ = play([*block(0, hidden), *text(1, "好。")], exchange)

    assert next(each["content_block"] for each in out if "content_block" in each) == hidden
    assert [(u.kind, u.bytes) for u in exchange.unjudged] == [("encrypted", 8)]
    with pytest.raises(UpstreamInvalid):
        play(block(0, {"type": "redacted_thinking", "data": TERM}))


def test_a_stop_sequence_that_is_no_clean_text_is_not_repeated() -> None:
    """It is the upstream's word for what the client had asked."""
    asked = a_request()
    answer = StreamedMessage(asked, a_voice(asked))
    delta = {"stop_reason": "stop_sequence", "stop_sequence": TERM}
    events = [BEGIN, *text(0, "好。"), {"type": "message_delta", "delta": delta}, END[1]]
    answer.take_all([orjson.dumps(each) for each in events])
    answer.end()

    assert TERM not in b"".join(answer.tail).decode()
    assert b'"stop_sequence"' in answer.tail[0]


@pytest.mark.parametrize(
    "events",
    [
        [{"type": "message_start", "message": {"id": "y"}}],
        [*text(0, "x")[:1], *text(0, "x")[:1]],
        [{"type": "content_block_start", "index": "0", "content_block": {}}],
        block(0, {"type": "text", "text": 1}),
        block(0, {"type": "tool_use", "id": "有字", "name": "f"}),
        block(0, {"type": "thinking", "thinking": "x"},
              {"type": "signature_delta", "signature": TERM}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_cannot_be_judged(events: list[dict[str, Any]]) -> None:
    """Nothing of it is passed on."""
    with pytest.raises(UpstreamInvalid):
        play(events)


def test_an_error_event_is_a_failure() -> None:
    """Its message is the upstream's, and is not repeated."""
    with pytest.raises(UpstreamFailed) as caught:
        play([{"type": "error", "error": {"type": "overloaded_error", "message": TERM}}])

    assert TERM not in str(caught.value)


def test_a_judge_from_outside_ends_it_with_our_words() -> None:
    """Even before it has begun."""
    asked = a_request()
    answer = StreamedMessage(asked, a_voice(asked))
    answer.stop(0, ("a1.terrorism",))
    answer.end()

    assert "停。" in b"".join(answer.out).decode()
    assert b"refusal" in answer.tail[0]

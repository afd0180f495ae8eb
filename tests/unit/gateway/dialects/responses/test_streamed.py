"""What of a response's events reaches the client, before the entry and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_request, a_voice, an_exchange

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.dialects.responses.streamed import StreamedResponse
from hegui.gateway.exchange import Exchange

BEGIN = {"type": "response.created", "response": {"id": "resp_1", "model": "m"}}
END = {"type": "response.completed", "response": {"usage": {"input_tokens": 1, "output_tokens": 2}}}
MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "content": []}
CALL = {"id": "fc_1", "type": "function_call", "call_id": "c", "name": "f", "arguments": ""}


def added(at: int, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event that begins an item."""
    return {"type": "response.output_item.added", "output_index": at, "item": item}


def done(at: int, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event that ends an item."""
    return {"type": "response.output_item.done", "output_index": at, "item": item}


def delta(kind: str, at: int, text: str, **more: Any) -> dict[str, Any]:
    """Return the event of a piece."""
    return {"type": f"response.{kind}.delta", "output_index": at, "delta": text, **more}


def text(at: int, *pieces: str) -> list[dict[str, Any]]:
    """Return the events of a message."""
    said = [delta("output_text", at, piece, content_index=0) for piece in pieces]
    return [added(at, MESSAGE), *said, done(at, MESSAGE)]


def play(
    events: list[dict[str, Any]], exchange: Exchange | None = None, end: Mapping[str, Any] = END
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the events before the entry, and the response at the end."""
    asked = a_request()
    answer = StreamedResponse(asked, a_voice(asked, exchange))
    answer.take_all([orjson.dumps(each) for each in (BEGIN, *events, end)])
    answer.end()
    (tail,) = answer.tail
    last = orjson.loads(tail.partition(b"data: ")[2])
    return [orjson.loads(raw.partition(b"data: ")[2]) for raw in answer.out], last["response"]


def said(events: list[dict[str, Any]], kind: str = "output_text") -> str:
    """Return what a client puts together of one kind of delta."""
    return "".join(e["delta"] for e in events if e["type"] == f"response.{kind}.delta")


def test_every_event_tells_what_was_delivered() -> None:
    """Deltas, the text that is done, the part, the item, the response at the end."""
    events, last = play(text(0, "你好", "。"))

    whole = f"你好。\n\n{LABEL}"
    assert said(events) == whole
    (finished,) = [e["text"] for e in events if e["type"] == "response.output_text.done"]
    (part,) = [e["part"] for e in events if e["type"] == "response.content_part.done"]
    (item,) = [e["item"] for e in events if e["type"] == "response.output_item.done"]
    assert finished == part["text"] == item["content"][0]["text"] == whole
    assert last["output"] == [item]
    assert (last["status"], last["usage"]) == ("completed", {"input_tokens": 1, "output_tokens": 2})


def test_the_label_stands_before_a_call() -> None:
    """What follows a call is for the tool."""
    events, last = play(
        [*text(0, "我查一下。"), added(1, CALL), delta("function_call_arguments", 1, "{}"),
         done(1, CALL)]
    )  # fmt: skip

    assert said(events).endswith(LABEL)
    assert [item["type"] for item in last["output"]] == ["message", "function_call"]
    assert last["output"][1]["arguments"] == "{}"


def test_items_and_events_of_unknown_kinds_leave_no_gap() -> None:
    """They are dropped with all they hold."""
    strange = {"id": "ws", "type": "web_search_call", "action": {"query": TERM}}
    events, last = play(
        [
            added(0, strange),
            {"type": "response.web_search_call.told", "output_index": 0, "text": TERM},
            done(0, strange),
            *text(1, "好。"),
            {"type": "response.output_text.annotation.added", "annotation": {"title": TERM}},
        ]
    )

    assert TERM not in repr(events)
    assert {event["output_index"] for event in events if "output_index" in event} == {0}
    assert len(last["output"]) == 1


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_term_ends_the_response_before_its_first_character(size: int) -> None:
    """In pieces of any size, with our words and the content filter as the reason."""
    whole = f"好的{TERM}吧"
    events, last = play(text(0, *(whole[at : at + size] for at in range(0, len(whole), size))))

    assert said(events) == f"好的停。\n\n{LABEL}"
    assert (last["status"], last["incomplete_details"]) == (
        "incomplete",
        {"reason": "content_filter"},
    )


@pytest.mark.parametrize(
    ("kind", "item", "more"),
    [
        ("refusal", MESSAGE, {"content_index": 0}),
        ("reasoning_text", {"id": "rs", "type": "reasoning"}, {"content_index": 0}),
        ("reasoning_summary_text", {"id": "rs", "type": "reasoning"}, {"summary_index": 0}),
        ("custom_tool_call_input", {**CALL, "type": "custom_tool_call"}, {}),
        ("function_call_arguments", CALL, {}),
    ],
)
def test_every_kind_of_text_is_judged(
    kind: str, item: Mapping[str, Any], more: Mapping[str, Any]
) -> None:
    """And delivered under its own name when it is clean."""
    clean, _ = play([added(0, item), delta(kind, 0, "好的。", **more), done(0, item)])
    bad, last = play([added(0, item), delta(kind, 0, f"好{TERM}。", **more), done(0, item)])

    assert said(clean, kind).startswith("好的。")
    assert TERM[:2] not in repr(bad)
    assert last["status"] == "incomplete"


@pytest.mark.parametrize("how", ["done", "item"])
def test_text_that_no_delta_told_is_judged_all_the_same(how: str) -> None:
    """Some servers send it once, at the end."""
    part = {"type": "output_text", "text": f"好{TERM}。"}
    item = {**MESSAGE, "content": [part]}
    told = {"type": "response.output_text.done", "output_index": 0, "content_index": 0,
            "text": f"好{TERM}。"}  # fmt: skip
    events = [added(0, MESSAGE), told] if how == "done" else [added(0, MESSAGE), done(0, item)]
    found, last = play(events)

    assert said(found).startswith("好停。")
    assert TERM[:2] not in repr((found, last))


def test_what_deltas_have_told_is_not_told_again() -> None:
    """The upstream's own ``done`` events are not trusted."""
    lie = {"type": "response.output_text.done", "output_index": 0, "content_index": 0, "text": TERM}
    whole = {**MESSAGE, "content": [{"type": "output_text", "text": TERM}]}
    events, _ = play(
        [added(0, MESSAGE), delta("output_text", 0, "好。", content_index=0), lie, done(0, whole)]
    )

    assert TERM not in repr(events)
    assert said(events) == f"好。\n\n{LABEL}"


def test_encrypted_reasoning_passes_and_is_told() -> None:
    """Only the upstream can read it."""
    exchange = an_exchange()
    item = {"id": "rs", "type": "reasoning", "summary": [], "encrypted_content": "QUJDRA=="}
    _, last = play([added(0, item), done(0, item), *text(1, "好。")], exchange)

    assert last["output"][0]["encrypted_content"] == "QUJDRA=="
    assert [(found.kind, found.bytes) for found in exchange.unjudged] == [("encrypted", 8)]


def test_an_upstream_s_own_reason_is_kept() -> None:
    """For example when the length ran out."""
    why = {"incomplete_details": {"reason": "max_output_tokens"}}
    _, last = play(text(0, "好。"), end={"type": "response.incomplete", "response": why})

    assert (last["status"], last["incomplete_details"]) == (
        "incomplete",
        {"reason": "max_output_tokens"},
    )


@pytest.mark.parametrize(
    "events",
    [
        [added(0, MESSAGE), added(0, MESSAGE)],
        [{"type": "response.output_item.added", "output_index": "0", "item": MESSAGE}],
        [added(0, {**MESSAGE, "id": "有字"})],
        [added(0, {**CALL, "name": 1})],
        [added(0, MESSAGE), delta("output_text", 0, "x", content_index="a")],
        [added(0, MESSAGE), {**delta("output_text", 0, "x"), "delta": 1}],
    ],
)
def test_what_cannot_be_read_cannot_be_judged(events: list[dict[str, Any]]) -> None:
    """Nothing of it is passed on."""
    with pytest.raises(UpstreamInvalid):
        play(events)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "message": TERM},
        {"type": "response.failed", "response": {"error": {"message": TERM}}},
    ],
)
def test_an_error_event_is_a_failure(event: dict[str, Any]) -> None:
    """Its message is the upstream's, and is not repeated."""
    with pytest.raises(UpstreamFailed) as caught:
        play([event])

    assert TERM not in str(caught.value)


def test_nothing_comes_before_the_beginning() -> None:
    """An event without a response belongs to none."""
    asked = a_request()
    with pytest.raises(UpstreamInvalid):
        StreamedResponse(asked, a_voice(asked)).take_all([orjson.dumps(added(0, MESSAGE))])


def test_a_judge_from_outside_ends_it_with_our_words() -> None:
    """Even before it has begun."""
    asked = a_request()
    answer = StreamedResponse(asked, a_voice(asked))
    answer.stop(0, ("a1.terrorism",))
    answer.end()

    assert "停。" in b"".join(answer.out).decode()
    assert b"content_filter" in answer.tail[0]

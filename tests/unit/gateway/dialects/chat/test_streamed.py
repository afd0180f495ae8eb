"""What of an upstream's frames reaches the client, before the entry and after."""

from __future__ import annotations

import orjson
import pytest
from tests.unit.gateway.judging import LABEL, TERM, a_request, a_voice

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.dialects.chat.streamed import StreamedChat

ABOUT = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}


def an_answer(n: int = 1) -> StreamedChat:
    """Return an answer that closes with a fixed sentence."""
    asked = a_request(n=n)
    return StreamedChat(asked, a_voice(asked))


def chunk(delta: dict[str, object], finish: str | None = None, index: int = 0) -> bytes:
    """Return an upstream's frame."""
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return orjson.dumps({**ABOUT, "choices": [choice]})


def parsed(frames: list[bytes]) -> list[dict[str, object]]:
    """Return the chunks that were written, and empty the list."""
    found = [orjson.loads(frame.removeprefix(b"data: ")) for frame in frames]
    frames.clear()
    return found


def text_of(frames: list[bytes], index: int = 0, field: str = "content") -> str:
    """Return what a client puts together of one field."""
    choices = [c for found in parsed(frames) for c in found["choices"]]  # type: ignore[attr-defined] # parsed JSON
    return "".join(c["delta"].get(field) or "" for c in choices if c["index"] == index)


def test_finish_and_usage_wait_for_the_entry() -> None:
    """They are the tail; the label is not."""
    answer = an_answer()
    answer.take(chunk({"role": "assistant", "content": "你好"}))
    answer.take(chunk({}, "stop"))
    answer.take(orjson.dumps({**ABOUT, "choices": [], "usage": {"total_tokens": 3}}))

    assert text_of(answer.out) == f"你好\n\n{LABEL}"
    tail = parsed(answer.tail)
    assert tail[0]["choices"] == [
        {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}
    ]
    assert (tail[1]["choices"], tail[1]["usage"]) == ([], {"total_tokens": 3})


def test_known_fields_pass_and_others_do_not() -> None:
    """A field that nobody judges may hold text, so it is not delivered."""
    answer = an_answer()
    frame = {
        **ABOUT,
        "system_fingerprint": "fp",
        "service_tier": "default",
        "prompt_logprobs": [TERM],
        "choices": [
            {
                "index": 0,
                "delta": {"content": "好", "video": {"transcript": TERM}, "annotations": [TERM]},
                "logprobs": {"content": [{"token": TERM, "logprob": 0}]},
                "token_ids": [1],
                "finish_reason": None,
            }
        ],
    }

    answer.take(orjson.dumps(frame))

    assert parsed(answer.out) == [
        {
            **ABOUT,
            "system_fingerprint": "fp",
            "service_tier": "default",
            "choices": [
                {"index": 0, "delta": {"content": "好"}, "logprobs": None, "finish_reason": None}
            ],
        }
    ]


@pytest.mark.parametrize("field", ["content", "reasoning_content", "refusal", "thinking"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_any_string_field_is_judged_under_its_own_name(field: str, size: int) -> None:
    """Fields interleave, and each has its own hold-back."""
    answer = an_answer()
    said = f"前{TERM}后"
    for at in range(0, len(said), size):
        answer.take(chunk({field: said[at : at + size]}))

    assert answer.is_over
    assert text_of(list(answer.out), field=field).removesuffix("停。" + f"\n\n{LABEL}") in {
        "前",
        "前停。" + f"\n\n{LABEL}",
    }
    assert TERM[:2] not in text_of(answer.out, field=field)


def test_choices_that_interleave_are_not_one_text() -> None:
    """Half a term in each of two choices is no term."""
    answer = an_answer(2)
    answer.take(chunk({"content": TERM[:2]}, index=0))
    answer.take(chunk({"content": TERM[2:]}, index=1))
    for index in (0, 1):
        answer.take(chunk({}, "stop", index=index))

    assert text_of(list(answer.out), 0).startswith(TERM[:2])
    assert text_of(answer.out, 1).startswith(TERM[2:])


def test_a_stopped_choice_leaves_the_others_running() -> None:
    """The upstream is closed only when every choice has ended."""
    answer = an_answer(2)
    answer.take(chunk({"content": TERM}, index=0))
    answer.take(chunk({"content": "好的"}, index=1))
    first = answer.is_over
    answer.take(chunk({"content": "晚了"}, index=0))
    answer.take(chunk({"content": TERM + "。好"}, index=1))

    assert (first, answer.is_over) == (False, True)
    assert text_of(list(answer.out), 0) == f"停。\n\n{LABEL}"
    assert text_of(answer.out, 1) == f"好的停。\n\n{LABEL}"


def test_what_is_held_at_the_end_is_judged_then() -> None:
    """The beginning of a term that nothing follows is clean."""
    answer = an_answer()
    answer.take(chunk({"content": "去办假"}))
    before = text_of(answer.out)
    answer.take(chunk({}, "length"))

    assert "假" not in before
    assert before + text_of(answer.out) == f"去办假\n\n{LABEL}"


def test_a_stop_at_the_very_end_replaces_the_finish_reason() -> None:
    """The term is complete only when the model ends."""
    answer = an_answer()
    answer.take(chunk({"content": TERM}))
    answer.take(chunk({}, "stop"))

    assert [c["finish_reason"] for f in parsed(answer.tail) for c in f["choices"]] == [  # type: ignore[attr-defined] # parsed JSON
        "content_filter"
    ]


def test_done_without_a_finish_reason_is_an_end() -> None:
    """`end` writes the one that is missing."""
    answer = an_answer()

    assert answer.take_all([chunk({"content": "好"}), b"[DONE]", b"never read"])
    assert not answer.is_finished
    answer.end()
    assert answer.is_finished
    assert answer.tail.pop() == b"data: [DONE]\n\n"
    assert parsed(answer.tail)[0]["choices"][0]["finish_reason"] == "stop"


def test_a_tool_s_name_comes_in_one_piece() -> None:
    """Clients take it from one frame; its parts wait until the arguments begin."""
    answer = an_answer()
    for function in (
        {"name": "look", "arguments": ""},
        {"name": "_up"},
        {"arguments": '{"q"'},
        {"arguments": ": 1}"},
    ):
        answer.take(chunk({"tool_calls": [{"index": 0, "id": "c", "type": "function",
                                           "function": function}]}))  # fmt: skip
    answer.take(chunk({}, "tool_calls"))

    calls = [
        call
        for found in parsed(answer.out)
        for choice in found["choices"]  # type: ignore[attr-defined] # parsed JSON
        for call in choice["delta"].get("tool_calls", [])
    ]
    assert [call["function"].get("name") for call in calls if "name" in call["function"]] == [
        "look_up"
    ]
    assert calls[0]["id"] == "c"
    assert "".join(call["function"].get("arguments", "") for call in calls) == '{"q": 1}'


@pytest.mark.parametrize("key", ["tool_calls", "function_call"])
def test_a_tool_s_name_is_judged_though_it_is_split(key: str) -> None:
    """A name is text, too."""
    answer = an_answer()
    for part in (TERM[:2], TERM[2:]):
        function = {"name": part}
        answer.take(
            chunk({key: [{"index": 0, "function": function}] if key == "tool_calls" else function})
        )
    answer.take(chunk({}, "tool_calls"))

    assert TERM[:1] not in b"".join(answer.out).decode()
    assert answer.choices[0].finish_reason == "content_filter"


@pytest.mark.parametrize(
    "raw",
    [
        b"not json",
        b"[]",
        b'"x"',
        b'{"choices": 1}',
        b'{"choices": ["x"]}',
        b'{"choices": [{"index": 1, "delta": {}}]}',
        b'{"choices": [{"index": "0", "delta": {}}]}',
        b'{"choices": [{"index": 0, "delta": {"content": ["x"]}}]}',
        b'{"choices": [{"index": 0, "delta": {"a b": "x"}}]}',
        b'{"choices": [{"index": 0, "delta": {"tool_calls": ["x"]}}]}',
        b'{"choices": [{"index": 0, "delta": {"tool_calls": [{"function": 1}]}}]}',
        b'{"choices": [{"index": 0, "delta": {"tool_calls": [{"index": "a", "function": {}}]}}]}',
        b'{"choices": [{"index": 0, "delta": {"tool_calls": [{"function": {"name": 1}}]}}]}',
        b'{"choices": [{"index": 0, "delta": {}, "finish_reason": 1}]}',
        b'{"id": {"x": 1}, "choices": [{"index": 0, "delta": {}}]}',
        b'{"id": "' + b"x" * 300 + b'", "choices": [{"index": 0, "delta": {}}]}',
        b'{"choices": [{"index": 0, "delta": {}, "finish_reason": "' + b"x" * 40 + b'"}]}',
    ],
)  # fmt: skip
def test_what_cannot_be_read_cannot_be_judged(raw: bytes) -> None:
    """Odd frames end the answer; they are never passed on as they are."""
    with pytest.raises(UpstreamInvalid):
        an_answer().take(raw)


def test_too_many_fields_are_refused() -> None:
    """Each field costs a hold-back, so their number is bounded."""
    answer = an_answer()

    with pytest.raises(UpstreamInvalid):
        answer.take(chunk({f"field_{number}": "x" for number in range(80)}))


def test_an_error_frame_is_a_failure() -> None:
    """Its message is the upstream's, and is not repeated."""
    with pytest.raises(UpstreamFailed) as caught:
        an_answer().take(orjson.dumps({"error": {"message": TERM}}))

    assert TERM not in str(caught.value)

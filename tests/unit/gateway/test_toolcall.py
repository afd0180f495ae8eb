"""A tool call's name comes in one piece, its arguments are judged as a client would read them."""

from __future__ import annotations

import pytest
from tests.unit.gateway.judging import TERM, a_judge

from hegui.errors import UpstreamInvalid
from hegui.gateway.toolcall import ToolCall, head_of, judged_whole


def a_call() -> tuple[ToolCall, list[str], list[dict[str, object]]]:
    """Return a call, what stopped it, and the deltas delivered so far."""
    head: dict[str, object] = {"index": 0, "id": "call_1", "type": "function"}
    return ToolCall(head, a_judge().stream()), [], []


def play(*pieces: dict[str, object]) -> tuple[list[str], list[dict[str, object]]]:
    """Return what stopped a call of these pieces, and the deltas that were delivered."""
    judge = a_judge()
    call, stopped, deltas = a_call()
    for piece in pieces:
        function, released = call.take(piece, judge)
        if function:
            deltas.append(call.as_delta(function))
        if released.stopped is not None:
            return [*released.stopped], deltas
    function, released = call.close(judge)
    if function:
        deltas.append(call.as_delta(function))
    return [*stopped, *(released.stopped or ())], deltas


def arguments(deltas: list[dict[str, object]]) -> str:
    """Return the arguments as a client joins them."""
    functions = [delta["function"] for delta in deltas]
    return "".join(str(f.get("arguments", "")) for f in functions if isinstance(f, dict))


def test_a_name_in_pieces_is_delivered_once_with_id_and_type() -> None:
    stopped, deltas = play({"name": "look"}, {"name": "up"}, {"arguments": "{}"})

    assert [] == stopped
    assert {"index": 0, "id": "call_1", "type": "function"} == {
        name: value for name, value in deltas[0].items() if name != "function"
    }
    names = [f["name"] for d in deltas if isinstance(f := d["function"], dict) and "name" in f]
    assert ["lookup"] == names
    assert "{}" == arguments(deltas)
    assert all({"index", "function"} == set(delta) for delta in deltas[1:])


def test_a_call_without_arguments_is_delivered_at_the_end() -> None:
    stopped, deltas = play({"name": "now"})

    assert ([], 1) == (stopped, len(deltas))
    assert {"name": "now", "arguments": ""} == deltas[0]["function"]


@pytest.mark.parametrize("text", [TERM, "".join(f"\\u{ord(sign):04x}" for sign in TERM)])
def test_arguments_are_stopped_before_the_first_character(text: str) -> None:
    """Plain or escaped, one character at a time."""
    pieces: list[dict[str, object]] = [{"arguments": sign} for sign in f'{{"q": "{text}"}}']
    stopped, deltas = play({"name": "f"}, *pieces)

    assert ["a1.other-banned"] == stopped
    assert '{"q": "' == arguments(deltas)


def test_a_name_may_not_speak_either() -> None:
    stopped, deltas = play({"name": TERM}, {"arguments": "{}"})

    assert (["a1.other-banned"], []) == (stopped, deltas)


@pytest.mark.parametrize("field", ["name", "arguments"])
def test_a_whole_function_ends_at_what_may_not_pass(field: str) -> None:
    function: dict[str, object] = {"name": "f", "arguments": "{}"}
    out, released = judged_whole({**function, field: TERM}, a_judge())

    assert ("a1.other-banned",) == released.stopped
    assert field not in out


@pytest.mark.parametrize(
    "call",
    [{"id": "x" * 257}, {"type": 3}, {"id": {"text": "x"}}],
    ids=["long", "number", "nested"],
)
def test_an_id_that_could_hold_a_text_is_refused(call: dict[str, object]) -> None:
    """Nobody judges it, so it is short."""
    with pytest.raises(UpstreamInvalid):
        head_of(call)
    assert {"id": "x" * 256} == head_of({"id": "x" * 256, "type": None})


@pytest.mark.parametrize("piece", [{"name": 3}, {"arguments": ["x"]}])
def test_anything_but_text_is_refused(piece: dict[str, object]) -> None:
    with pytest.raises(UpstreamInvalid):
        play(piece)

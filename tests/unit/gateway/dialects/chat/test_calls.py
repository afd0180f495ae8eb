"""A tool call's name comes in one piece, its arguments are judged as a client would read them."""

from __future__ import annotations

import pytest
from tests.unit.gateway.judging import TERM, a_choice

from hegui.errors import UpstreamInvalid
from hegui.gateway.dialects.chat.calls import ToolCall, head_of, judged_whole


def play(
    *pieces: dict[str, object], kind: str = "function"
) -> tuple[list[str], list[dict[str, object]]]:
    """Return what stopped a call of these pieces, and the deltas that were delivered."""
    choice = a_choice()
    call = ToolCall("tool_calls[0]", kind, {"index": 0, "id": "call_1", "type": kind})
    deltas: list[dict[str, object]] = []
    for piece in pieces:
        if said := call.take(piece, choice):
            deltas.append(call.as_delta(said))
        if choice.stopped is not None:
            return [*choice.stopped], deltas
    if said := call.close(choice):
        deltas.append(call.as_delta(said))
    return [*(choice.stopped or ())], deltas


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
    choice = a_choice()
    out = judged_whole("tool_calls[0]", "function", {**function, field: f"{TERM}。"}, choice)

    assert ("a1.other-banned",) == choice.stopped
    assert not out[field]


def test_the_free_text_of_a_custom_tool_is_judged_as_it_is() -> None:
    """It is no JSON, so a backslash is a backslash."""
    _, deltas = play({"name": "shell", "input": r"echo \u4f60"}, kind="custom")
    stopped, _ = play({"name": "shell", "input": TERM}, {"input": "。"}, kind="custom")

    said = [delta["custom"] for delta in deltas]
    assert "".join(str(s.get("input", "")) for s in said if isinstance(s, dict)) == r"echo \u4f60"
    assert ["a1.other-banned"] == stopped


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

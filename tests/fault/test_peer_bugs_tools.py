"""Bugs of other gateways with the tools that a model calls: names, arguments, halves of plans.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

import pytest
from tests.fault.conftest import Pair
from tests.fault.scripted import ABOUT, DONE, delta, event_stream, finish, whole

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
TERM = "办假身份证"
BEFORE = "今天天气很好。"
LABEL = "\n\n（内容由人工智能生成）"


def call(arguments: str, *, name: str | None = None, index: int = 0) -> bytes:
    """Return a frame with a piece of a tool call."""
    function = {"arguments": arguments} if name is None else {"name": name, "arguments": arguments}
    head = {} if name is None else {"id": f"call_{index}", "type": "function"}
    return delta(tool_calls=[{"index": index, **head, "function": function}])


@BOTH
@pytest.mark.parametrize(
    "arguments",
    [f'{{"q": "{TERM}"}}', r'{"q": "\u529e\u5047\u8eab\u4efd\u8bc1"}', f'{{"{TERM}": 1}}'],
    ids=["plain", "escaped", "key"],
)
def test_tool_traffic_is_scanned(pair: Pair, arguments: str, stream: bool) -> None:
    """Arguments were not looked at. litellm#35999, aisix#448."""
    if stream:
        parts = [arguments[at : at + 3] for at in range(0, len(arguments), 3)]
        moves = event_stream(call("", name="search"), *map(call, parts), finish("tool_calls"), DONE)
    else:
        function = {"name": "search", "arguments": arguments}
        calls = [{"id": "call_0", "type": "function", "function": function}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
        moves = whole({**ABOUT, "object": "chat.completion", "choices": [choice]})

    heard = pair.hear(*moves, stream=stream)

    assert heard.finish() == "content_filter"
    assert "办" not in str(heard.texts)
    assert "529e" not in str(heard.texts)


def test_two_tool_calls_that_interleave_are_two_texts(pair: Pair) -> None:
    """Arguments of parallel calls were put together in order of arrival. aisix#448."""
    first, second = '{"q": "办假期手续"}', '{"q": "带身份证"}'
    frames = [call("", name="a"), call("", name="b", index=1)]
    for at in range(max(len(first), len(second))):
        frames += [call(first[at : at + 1]), call(second[at : at + 1], index=1)]

    heard = pair.hear(*event_stream(*frames, finish("tool_calls"), DONE))

    assert first == heard.text("tool_calls[0].function.arguments")
    assert second == heard.text("tool_calls[1].function.arguments")
    assert heard.finish() == "tool_calls"


def test_a_tool_s_name_is_judged(pair: Pair) -> None:
    """Names are text that an agent shows and runs. litellm#35999."""
    heard = pair.hear(*event_stream(call("{}", name=TERM), finish("tool_calls"), DONE))

    assert "办" not in str(heard.texts)
    assert heard.finish() == "content_filter"


def test_a_number_in_tool_arguments_is_masked_and_the_json_stays(pair: Pair) -> None:
    """Masks were not written back into arguments. aisix#799."""
    frames = call("", name="dial"), call('{"number": "1380013'), call('8000", "now": true}')

    heard = pair.hear(*event_stream(*frames, finish("tool_calls"), DONE))

    said = heard.text("tool_calls[0].function.arguments")
    assert said == '{"number": "138****8000", "now": true}'


def test_the_old_function_call_is_judged_too(pair: Pair) -> None:
    """The deprecated field still reaches agents. litellm#35999."""
    frames = [delta(function_call={"name": "search", "arguments": ""})]
    frames += [delta(function_call={"arguments": char}) for char in f'{{"q":"{TERM}"}}']

    heard = pair.hear(*event_stream(*frames, finish("function_call"), DONE))

    assert "办" not in str(heard.texts)
    assert heard.finish() == "content_filter"


@BOTH
def test_a_stop_leaves_no_half_of_a_plan(pair: Pair, stream: bool) -> None:
    """A call whose arguments were stopped does not parse, so that no agent runs it. aisix#448."""
    if stream:
        frames = call("", name="run"), call('{"cmd": "'), call(TERM), call('"}')
        moves = event_stream(*frames, finish("tool_calls"), DONE)
    else:
        calls = [
            {"id": "a", "type": "function", "function": {"name": "run", "arguments": "{}"}},
            {"id": "b", "type": "function", "function": {"name": "run", "arguments": TERM}},
        ]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
        moves = whole({**ABOUT, "object": "chat.completion", "choices": [choice]})

    heard = pair.hear(*moves, stream=stream)

    assert heard.finish() == "content_filter"
    assert not heard.text("tool_calls[0].function.arguments").endswith("}")

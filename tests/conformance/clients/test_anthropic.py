"""The Anthropic SDK works through the gateway as it does without it."""

from __future__ import annotations

from collections.abc import Iterator

import anthropic
import pytest
from tests.conformance.clients.speaking import LEAK, TERM, TOOL
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair
from tests.fault.scripted import MODEL, whole

from hegui.labels import has_explicit_label

TOOLS: list[anthropic.types.ToolParam] = [
    {"name": "weather", "description": "Tell the weather.", "input_schema": {"type": "object"}}
]
SAID = "您说：花怎么种？\n\n（内容由人工智能生成）"


@pytest.fixture(scope="module")
def sdk(clients: Pair) -> Iterator[anthropic.Anthropic]:
    """The SDK's client; it retries nothing."""
    with anthropic.Anthropic(base_url=clients.served.url, api_key=KEY, max_retries=0) as client:
        yield client


def asked(text: str) -> list[anthropic.types.MessageParam]:
    """Return the messages of a request."""
    return [{"role": "user", "content": text}]


def texts(message: anthropic.types.Message) -> str:
    """Return what a reader sees."""
    return "".join(block.text for block in message.content if block.type == "text")


def test_it_chats(sdk: anthropic.Anthropic) -> None:
    """A whole message with the label and the usage."""
    message = sdk.messages.create(model=MODEL, max_tokens=50, messages=asked("花怎么种？"))

    assert texts(message) == SAID
    assert (message.stop_reason, message.role) == ("end_turn", "assistant")
    assert message.usage.output_tokens == 4


def test_it_streams(sdk: anthropic.Anthropic) -> None:
    """The same in parts, put together by the SDK itself."""
    with sdk.messages.stream(model=MODEL, max_tokens=50, messages=asked("花怎么种？")) as stream:
        parts = list(stream.text_stream)
        message = stream.get_final_message()

    assert "".join(parts) == texts(message) == SAID
    assert len(parts) > 2
    assert message.stop_reason == "end_turn"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_it_calls_tools(sdk: anthropic.Anthropic, stream: bool) -> None:
    """Name and input arrive as the model gave them."""
    if stream:
        with sdk.messages.stream(
            model=MODEL, max_tokens=50, messages=asked(f"北京{TOOL}"), tools=TOOLS
        ) as running:
            message: anthropic.types.Message = running.get_final_message()
    else:
        message = sdk.messages.create(
            model=MODEL, max_tokens=50, messages=asked(f"北京{TOOL}"), tools=TOOLS
        )

    call = next(block for block in message.content if block.type == "tool_use")
    assert (call.name, call.input) == ("weather", {"city": "北京"})
    assert message.stop_reason == "tool_use"


@pytest.mark.parametrize("question", [TERM, LEAK], ids=["prompt", "answer"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_it_gets_nothing_of_a_term(sdk: anthropic.Anthropic, question: str, stream: bool) -> None:
    """Words for the user, a stop reason that the SDK knows, no exception."""
    if stream:
        with sdk.messages.stream(model=MODEL, max_tokens=50, messages=asked(question)) as running:
            message: anthropic.types.Message = running.get_final_message()
    else:
        message = sdk.messages.create(model=MODEL, max_tokens=50, messages=asked(question))

    assert TERM[0] not in texts(message)
    assert has_explicit_label(texts(message))
    assert message.stop_reason == "refusal"


def test_it_raises_its_own_errors(sdk: anthropic.Anthropic, clients: Pair) -> None:
    """A wrong key, an unknown model and a busy upstream are told apart."""
    with (
        anthropic.Anthropic(base_url=clients.served.url, api_key="x", max_retries=0) as stranger,
        pytest.raises(anthropic.AuthenticationError),
    ):
        stranger.messages.create(model=MODEL, max_tokens=5, messages=asked("你好"))
    with pytest.raises(anthropic.NotFoundError):
        sdk.messages.create(model="nothing", max_tokens=5, messages=asked("你好"))
    speak = clients.upstream.choose
    clients.upstream.play(*whole({"error": {"message": "slow down"}}, status=429))
    with pytest.raises(anthropic.RateLimitError):
        sdk.messages.create(model=MODEL, max_tokens=5, messages=asked("你好"))
    clients.upstream.choose = speak

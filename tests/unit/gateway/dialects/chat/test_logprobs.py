"""Token probabilities wait for the end of their choice, and say nothing that may not pass."""

from __future__ import annotations

import orjson
import pytest
from tests.unit.gateway.judging import TERM, a_judge, a_request, a_voice

from hegui.errors import UpstreamInvalid
from hegui.gateway.dialects.chat.logprobs import Logprobs
from hegui.gateway.dialects.chat.streamed import StreamedChat


def tokens(*texts: str, others: tuple[str, ...] = ()) -> dict[str, object]:
    """Return probabilities as a server sends them."""
    top = [{"token": other, "logprob": -3.0, "bytes": None} for other in others]
    return {
        "content": [
            {"token": t, "logprob": -0.5, "bytes": list(t.encode()), "top_logprobs": top}
            for t in texts
        ],
        "refusal": None,
    }


def test_clean_tokens_are_delivered_as_they_came() -> None:
    """In several pieces, in their order."""
    kept = Logprobs()
    kept.take(tokens("你"))
    kept.take(tokens("好"))

    assert kept.close(a_judge()) == tokens("你", "好")


@pytest.mark.parametrize(
    "found",
    [
        tokens(TERM),
        tokens(*TERM),
        tokens("好", others=("坏", TERM)),
        {"content": [{"token": "?", "logprob": 0, "bytes": list(TERM.encode())}]},
        {"refusal": [{"token": TERM, "logprob": 0}]},
    ],
    ids=["one", "split", "not chosen", "in bytes", "in a refusal"],
)
def test_tokens_that_say_a_term_are_all_left_out(found: dict[str, object]) -> None:
    """However they say it."""
    kept = Logprobs()
    kept.take(found)

    assert kept.close(a_judge()) is None


def test_a_character_that_two_tokens_share_is_read_whole() -> None:
    """Their bytes are joined before they are read."""
    raw = TERM.encode()
    kept = Logprobs()
    kept.take({"content": [{"token": "�", "logprob": 0, "bytes": [b]} for b in raw]})

    assert kept.close(a_judge()) is None


@pytest.mark.parametrize(
    "found",
    [
        {"content": ["x"]},
        {"content": [{"token": 1, "logprob": 0}]},
        {"content": [{"token": "x", "logprob": "0"}]},
        {"content": [{"token": "x", "logprob": 0, "bytes": [256]}]},
        {"content": [{"token": "x", "logprob": 0, "top_logprobs": "x"}]},
    ],
)
def test_what_cannot_be_read_cannot_be_judged(found: dict[str, object]) -> None:
    """Nothing of it is passed on."""
    with pytest.raises(UpstreamInvalid):
        Logprobs().take(found)


@pytest.mark.parametrize(("text", "is_told"), [("你好", True), (f"你好{TERM}。", False)])
def test_a_stream_delivers_them_with_the_finish_reason(text: str, is_told: bool) -> None:
    """With none when the choice was stopped."""
    asked = a_request()
    answer = StreamedChat(asked, a_voice(asked))
    choice = {"index": 0, "delta": {"content": text}, "logprobs": tokens(text)}
    answer.take(orjson.dumps({"id": "x", "choices": [choice]}))
    answer.end()

    sent = b"".join(answer.out).decode()
    last = orjson.loads(answer.tail[0].removeprefix(b"data: "))["choices"][0]
    assert '"token"' not in sent
    assert (last["logprobs"] is not None) is is_told

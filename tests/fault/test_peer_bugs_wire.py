"""Bugs of other gateways with the bytes of a stream: types, line ends, cuts, characters.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

import orjson
import pytest
from tests.fault.conftest import Pair
from tests.fault.scripted import (
    ABOUT,
    DONE,
    HEAD,
    Pause,
    delta,
    event_stream,
    finish,
    piece,
    usage,
    whole,
)

BOTH = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
TERM = "办假身份证"
BEFORE = "今天天气很好。"
LABEL = "\n\n（内容由人工智能生成）"
CLEAN = BEFORE + LABEL


def completion(content: str) -> dict[str, object]:
    """Return a whole answer."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {**ABOUT, "object": "chat.completion", "choices": [choice]}


@pytest.mark.parametrize(
    "kind",
    ["application/octet-stream", "text/plain", "application/json", "text/html", "", None],
)
@pytest.mark.parametrize("said", [BEFORE, BEFORE + TERM], ids=["clean", "term"])
def test_a_stream_is_a_stream_whatever_its_content_type(
    pair: Pair, kind: str | None, said: str
) -> None:
    """SSE labelled as octets lost every answer, or passed it. openguardrails settleMode."""
    frames = [delta(char) for char in said]

    heard = pair.hear(*event_stream(*frames, finish(), DONE, content_type=kind))

    assert heard.text().startswith(BEFORE)
    assert "办" not in heard.text()
    assert (heard.finish() == "stop") is (said == BEFORE)


def test_an_answer_that_came_whole_is_judged_though_a_stream_was_asked_for(pair: Pair) -> None:
    """JSON under the type of a stream was passed on unread. openguardrails settleMode."""
    heard = pair.hear(*whole(completion(BEFORE + TERM), content_type="text/event-stream"))

    assert heard.text().partition("\n\n")[0] == BEFORE
    assert heard.finish() == "content_filter"


def test_a_stream_that_nobody_asked_for_is_not_passed(pair: Pair) -> None:
    """Some servers stream whatever is asked. openguardrails settleMode."""
    heard = pair.hear(*event_stream(delta(TERM), finish(), DONE), stream=False)

    assert "办" not in heard.raw.decode()
    assert heard.error == "upstream_invalid"


def test_a_stream_is_announced_as_one_and_proxies_are_told(pair: Pair) -> None:
    """SSE went out as text/plain, and nginx held it. xiangxin-guardrails, litellm#29557."""
    heard = pair.hear(*event_stream(delta(BEFORE), finish(), DONE, content_type="text/plain"))

    assert heard.headers["content-type"].startswith("text/event-stream")
    assert heard.headers["x-accel-buffering"] == "no"
    assert heard.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_lines_may_end_in_any_way_and_bytes_come_in_any_size(
    pair: Pair, end: str, size: int
) -> None:
    """Splitting at LF LF alone saw one endless frame. HTML Living Standard, 9.2.6."""
    frames = b"".join((delta(BEFORE), delta(TERM), finish(), DONE))
    raw = frames.replace(b"\n", end.encode())
    pieces = [piece(raw[at : at + size]) for at in range(0, len(raw), size)]

    heard = pair.hear(HEAD, *pieces, b"0\r\n\r\n")

    assert heard.text().partition("\n\n")[0] == BEFORE
    assert heard.finish() == "content_filter"


def test_a_frame_of_several_data_lines_is_one(pair: Pair) -> None:
    """Reading line by line lost frames that a server had wrapped. HTML Living Standard, 9.2.6."""
    shape = orjson.dumps(
        {**ABOUT, "choices": [{"index": 0, "delta": {"content": TERM}}]},
        option=orjson.OPT_INDENT_2,
    )
    wrapped = b"".join(b"data: " + line + b"\n" for line in shape.split(b"\n")) + b"\n"

    heard = pair.hear(*event_stream(delta(BEFORE), wrapped, finish(), DONE))

    assert heard.text().partition("\n\n")[0] == BEFORE
    assert heard.finish() == "content_filter"


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b": hello\n\n", b"\n\n", b"event: x\nid: 1\n"])
def test_what_stands_before_the_first_data_is_skipped(pair: Pair, prefix: bytes) -> None:
    """A mark or a comment at the start hid the first frame. HTML Living Standard, 9.2.6."""
    heard = pair.hear(*event_stream(prefix + delta(BEFORE), finish(), DONE))

    assert CLEAN == heard.text()


def test_data_needs_no_space(pair: Pair) -> None:
    """The space after the colon is optional. HTML Living Standard, 9.2.6."""
    raw = delta(BEFORE).replace(b"data: ", b"data:")

    assert pair.hear(*event_stream(raw, finish(), DONE)).text() == CLEAN


@pytest.mark.parametrize("character", ["好", "é", "😀", "𠮷"])
def test_a_character_cut_between_two_reads_is_whole(pair: Pair, character: str) -> None:
    """Half a character became a replacement sign on both sides. higress openai.go."""
    raw = delta(f"前{character}后")
    at = raw.index(character.encode())
    for cut in range(1, len(character.encode())):
        heard = pair.hear(
            *event_stream(raw[: at + cut], Pause(0.002), raw[at + cut :], finish(), DONE)
        )

        assert f"前{character}后{LABEL}" == heard.text()


@BOTH
@pytest.mark.parametrize("length", [599, 600, 601, 1799, 1800, 1801])
def test_chinese_is_not_sliced_by_bytes(pair: Pair, length: int, stream: bool) -> None:
    """Pieces of 1,800 bytes cut characters in two. higress ai-security-guard openai.go."""
    said = "".join(chr(0x4E8C + at % 500) for at in range(length))
    moves = event_stream(delta(said), finish(), DONE) if stream else whole(completion(said))

    heard = pair.hear(*moves, stream=stream)

    assert said + LABEL == heard.text()
    assert "\ufffd" not in heard.text()


@pytest.mark.parametrize("where", ["frame of its own", "finish frame", "every frame"])
def test_usage_arrives_unharmed(pair: Pair, where: str) -> None:
    """A last frame without choices broke the guard, or got lost. litellm#37873, apisix#13922."""
    spent = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    frames = [delta("今天"), delta("很好。"), finish()]
    if where == "frame of its own":
        frames.append(usage(7).replace(b'"prompt_tokens":1,"completion_tokens":6',
                                       b'"prompt_tokens":3,"completion_tokens":4'))  # fmt: skip
    else:
        only_last = where == "finish frame"
        frames = [
            raw if only_last and raw is not frames[-1]
            else raw.replace(b'{"id"', b'{"usage":' + orjson.dumps(spent) + b',"id"')
            for raw in frames
        ]  # fmt: skip

    heard = pair.hear(*event_stream(*frames, DONE), stream_options={"include_usage": True})

    counted = [found["usage"] for found in heard.frames if found.get("usage")]
    assert spent == counted[-1]
    assert f"今天很好。{LABEL}" == heard.text()


def test_a_stream_without_done_ends_well_when_it_has_finished(pair: Pair) -> None:
    """Some servers omit the last line. NeMo-Guardrails#1008."""
    heard = pair.hear(*event_stream(delta(BEFORE), finish()))

    assert CLEAN == heard.text()
    assert heard.is_done


@pytest.mark.parametrize("fields", ["choices", "usage"])
def test_a_frame_of_a_million_bytes_is_judged(pair: Pair, fields: str) -> None:
    """Long lines were passed past the size limit. higress#4213."""
    filler = "晴" * 300_000
    raw = delta(filler + TERM if fields == "choices" else TERM)
    pieces = [raw[at : at + 60_000] for at in range(0, len(raw), 60_000)]

    heard = pair.hear(*event_stream(*pieces, finish(), DONE))

    assert "办" not in heard.text()
    assert heard.finish() == "content_filter"


def test_two_frames_in_one_read_are_two(pair: Pair) -> None:
    """Only the first of several frames in a read was judged. xiangxin StreamChunkDetector."""
    both = delta(BEFORE) + delta(TERM) + delta("好") + finish() + DONE

    heard = pair.hear(*event_stream(both))

    assert heard.text().partition("\n\n")[0] == BEFORE
    assert heard.finish() == "content_filter"


@BOTH
def test_escapes_of_json_are_read_before_they_are_judged(pair: Pair, stream: bool) -> None:
    r"""A guard over raw bytes does not see ``\u529e``. aisix#448."""
    raw = delta(TERM) if stream else orjson.dumps(completion(TERM))
    ascii_only = raw.replace(TERM.encode(), TERM.encode("unicode_escape"))
    moves = event_stream(ascii_only, finish(), DONE) if stream else whole(ascii_only)

    heard = pair.hear(*moves, stream=stream)

    assert heard.finish() == "content_filter"
    assert b"529e" not in heard.raw


@BOTH
def test_the_same_key_twice_is_read_once(pair: Pair, stream: bool) -> None:
    """The guard read the first, the client the last. aisix#448."""
    raw = delta(BEFORE) if stream else orjson.dumps(completion(BEFORE))
    twice = raw.replace(b'"content":', b'"content":"' + TERM.encode() + b'","content":', 1)
    moves = event_stream(twice, finish(), DONE) if stream else whole(twice)

    heard = pair.hear(*moves, stream=stream)

    assert TERM.encode() not in heard.raw

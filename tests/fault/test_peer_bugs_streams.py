"""Bugs of other gateways with streams: unjudged, judged late, held for ever, told as judged.

Each docstring ends with the public thread or file that shows the bug, or one of its kind.
"""

from __future__ import annotations

import pytest
from tests.fault.conftest import Pair
from tests.fault.scripted import (
    DONE,
    HEAD,
    Move,
    Pause,
    delta,
    event_stream,
    finish,
    piece,
    usage,
)

TERM = "办假身份证"
BEFORE = "今天天气很好。"
AFTER = "明天也会是晴天。"
LABEL = "\n\n（内容由人工智能生成）"


def in_pieces(text: str, size: int) -> list[bytes]:
    """Return frames of `size` characters each."""
    return [delta(text[at : at + size]) for at in range(0, len(text), size)]


def shown(text: str) -> str:
    """Return what stood before the closing words."""
    return text.partition("\n\n")[0]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 40])
def test_a_stream_is_judged_like_a_whole_answer(pair: Pair, size: int) -> None:
    """Asking for a stream turned moderation off. litellm#35257, aisix#204, litellm-rs#1127."""
    frames = in_pieces(BEFORE + TERM + AFTER, size)

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    assert BEFORE == shown(heard.text())
    assert heard.finish() == "content_filter"
    assert "办" not in heard.text()


def test_what_the_entry_calls_judged_was_judged(pair: Pair) -> None:
    """A stream that nobody scanned was logged as a success. litellm#35257."""
    heard = pair.hear(*event_stream(*in_pieces(BEFORE, 2), finish(), DONE))

    payload = pair.entry(heard).payload
    assert {"prompt": 2, "answer": len(BEFORE)} == payload["judged"]
    assert payload["rules"] == pair.served.rules.digest
    assert payload["delivered"] == len(BEFORE + LABEL)


def test_nothing_follows_done_and_the_verdict_comes_before_it(pair: Pair) -> None:
    """The guard's result was sent after [DONE], where nobody reads. portkey gateway#1407."""
    heard = pair.hear(*event_stream(delta(BEFORE), delta(TERM), finish(), DONE))

    assert heard.raw.count(DONE) == 1
    assert heard.raw.endswith(DONE)
    assert heard.frames[-1]["choices"][0]["finish_reason"] == "content_filter"


def test_what_comes_after_done_is_not_delivered(pair: Pair) -> None:
    """Chunks after the end went out unjudged with those before. portkey gateway#1119."""
    heard = pair.hear(*event_stream(delta(BEFORE), finish(), DONE, delta(TERM), DONE))

    assert BEFORE + LABEL == heard.text()
    assert heard.finish() == "stop"


def test_a_text_is_not_shown_before_it_is_judged(pair: Pair) -> None:
    """Content went live and was judged behind the user's back. aisix#466, aisix#512."""
    begun = in_pieces(BEFORE + TERM[:-1], 1)
    frames: tuple[Move, ...] = (*begun, Pause(0.3), delta(TERM[-1]), finish(), DONE)

    heard = pair.hear(*event_stream(*frames))

    assert BEFORE == shown(heard.text())
    assert pair.is_clean(heard)


@pytest.mark.parametrize("cut", range(1, 11))
def test_no_part_of_a_number_that_two_chunks_share_is_shown(pair: Pair, cut: int) -> None:
    """A value split over two chunks passed, or its first half did. litellm#41611."""
    number = "13800138000"
    frames = delta(f"号码是{number[:cut]}"), delta(f"{number[cut:]}，请收好。")

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    assert f"号码是138****8000，请收好。{LABEL}" == heard.text()


@pytest.mark.parametrize("cut", range(1, len(TERM)))
def test_a_word_cut_by_a_chunk_is_found(pair: Pair, cut: int) -> None:
    """A user asked how to catch it, and was sent elsewhere. higress-standalone#204."""
    frames = delta(BEFORE + TERM[:cut]), delta(TERM[cut:] + AFTER)

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    assert BEFORE == shown(heard.text())


@pytest.mark.parametrize("border", [50, 128, 200, 250])
@pytest.mark.parametrize("back", [1, 2, 4])
def test_a_word_across_the_border_of_a_batch_is_found(pair: Pair, border: int, back: int) -> None:
    """Fixed windows without overlap miss a few per cent for ever. xiangxin StreamChunkDetector."""
    said = "晴" * (border - back) + TERM + AFTER

    heard = pair.hear(*event_stream(*in_pieces(said, 7), finish(), DONE))

    assert "晴" * (border - back) == shown(heard.text())


@pytest.mark.parametrize(
    "said", ["今天天气很好明天也会是晴天", "no punctuation at all just words", "好" * 30]
)
def test_the_first_words_do_not_wait_for_a_sentence_end(pair: Pair, said: str) -> None:
    """A splitter for English released no Chinese before the end. guardrails validator_base.py."""
    half = len(said) // 2
    frames = delta(said[:half]), Pause(0.4), delta(said[half:]), finish(), DONE

    heard = pair.hear(*event_stream(*frames))

    first = heard.raw[: heard.arrivals[0][1]].decode()
    assert said[: half // 2] in first
    assert heard.arrivals[-1][0] - heard.arrivals[0][0] > 0.2


def test_a_stream_does_not_arrive_all_at_once(pair: Pair) -> None:
    """Chunks were collected to the end. litellm#26102, kong#12680, NeMo-Guardrails#588."""
    frames = [move for number in range(5) for move in (delta(f"第{number}句。"), Pause(0.06))]

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    spread = heard.arrivals[-1][0] - heard.arrivals[0][0]
    assert spread > 0.15
    assert len(heard.arrivals) >= 4


def test_a_thousand_short_chunks_are_not_one_long_hold(pair: Pair) -> None:
    """A queue's length in chunks was compared with a limit in characters. higress#3158."""
    frames: tuple[Move, ...] = (*in_pieces("晴" * 60, 1), Pause(0.3), *in_pieces("朗" * 60, 1))

    heard = pair.hear(*event_stream(*frames, finish(), DONE))

    at_pause = max(size for at, size in heard.arrivals if at < heard.arrivals[0][0] + 0.25)
    assert heard.raw[:at_pause].count("晴".encode()) >= 55
    assert f"{'晴' * 60}{'朗' * 60}{LABEL}" == heard.text()


@pytest.mark.parametrize("size", [1, 3, 16, 64])
def test_a_text_arrives_once(pair: Pair, size: int) -> None:
    """Batches repeated it up to seven times. apisix#13765."""
    said = "".join(map(chr, range(0x4E8C, 0x4E8C + 300)))

    heard = pair.hear(*event_stream(*in_pieces(said, size), finish(), DONE))

    assert said + LABEL == heard.text()


@pytest.mark.parametrize("has_usage", [False, True])
def test_a_stream_without_usage_is_judged_like_one_with_it(pair: Pair, has_usage: bool) -> None:
    """Moderation hung on the usage frame, and skipped streams without one. apisix#13922."""
    tail = (usage(9),) if has_usage else ()

    heard = pair.hear(*event_stream(delta(BEFORE), delta(TERM), finish(), *tail, DONE))

    assert heard.finish() == "content_filter"
    assert pair.is_clean(heard)


def test_one_guard_that_masks_does_not_hide_the_next(pair: Pair) -> None:
    """One plug-in's return code skipped the next guard. apisix#13623."""
    said = f"电话13800138000，另外{TERM}。"

    heard = pair.hear(*event_stream(*in_pieces(said, 4), finish(), DONE))

    assert shown(heard.text()) == "电话138****8000，另外"
    assert {
        "control/content/illegal_output_is_stopped",
        "control/content/personal_identifiers_are_not_echoed",
    } <= set(pair.entry(heard).refs)


@pytest.mark.parametrize(
    "stray",
    [
        b"data: {}\n\n",
        b'data: {"choices": []}\n\n',
        b'data: {"choices": [{"index": 0, "delta": {}}]}\n\n',
        b'data: {"object": "ping"}\n\n',
        b": keep-alive\n\n",
        b"event: ping\n\n",
        b"\n\n\n",
        b"retry: 3000\n\n",
    ],
    ids=["empty", "no choices", "empty delta", "ping", "comment", "event", "blank", "retry"],
)
def test_a_stray_chunk_does_not_destroy_the_answer(pair: Pair, stray: bytes) -> None:
    """One odd chunk made the guard drop all of it. litellm#37873, litellm#38009."""
    heard = pair.hear(*event_stream(delta("今天"), stray, delta("很好。"), stray, finish(), DONE))

    assert f"今天很好。{LABEL}" == heard.text()
    assert heard.is_done


@pytest.mark.parametrize("field", ["delta", "choices"])
def test_a_null_where_an_object_was_is_nothing(pair: Pair, field: str) -> None:
    """Some servers send null deltas and null choices for keep-alive. litellm#37873."""
    in_a_choice = b'{"choices": [{"index": 0, "delta": null}]}'
    null = in_a_choice if field == "delta" else b'{"choices": null}'

    heard = pair.hear(
        *event_stream(delta("今天很好。"), b"data: " + null + b"\n\n", finish(), DONE)
    )

    assert f"今天很好。{LABEL}" == heard.text()


def test_an_answer_longer_than_the_bound_is_not_clipped_and_passed(pair: Pair) -> None:
    """Over-long content was cut for the guard and passed whole. aisix#1040, aisix#760."""
    said = "晴" * 70_000 + TERM

    heard = pair.hear(*event_stream(*in_pieces(said, 9_000), finish(), DONE))

    assert "晴" * 70_000 == shown(heard.text())
    assert heard.finish() == "content_filter"


def test_a_term_that_begins_for_ever_is_held_to_a_bound(pair: Pair) -> None:
    """Signs without end after a term's beginning must neither leak nor grow. aisix#760."""
    frames = [HEAD, piece(delta("今天。办假身"))]
    frames += [piece(delta("\u200b" * 500)) for _ in range(40)]
    frames += [piece(delta("份证")), piece(finish()), piece(DONE), b"0\r\n\r\n"]

    heard = pair.hear(*frames)

    held = pair.entry(heard).payload["held_max"]
    assert isinstance(held, int)
    assert held < 5_000
    assert pair.is_clean(heard)

"""Frames come out whole, however the bytes are cut."""

from __future__ import annotations

import pytest

from hegui.errors import UpstreamTooLong
from hegui.gateway.sse import Frames, frame

STREAM = (
    '\ufeffdata: {"a": "赌博"}\n\n'
    ": a comment\r\n\r\n"
    'event: message\r\nid: 7\r\ndata: {"b":\r\ndata:  "😀"}\r\n\r\n'
    "data:no space\r\r"
    "\n\n\ndata: [DONE]\n\n"
).encode()
EXPECTED = ['{"a": "赌博"}', '{"b":\n "😀"}', "no space", "[DONE]"]


def read(pieces: list[bytes]) -> list[str]:
    """Return the decoded data of all frames."""
    frames = Frames(limit=10_000)
    found = [data for piece in pieces for data in frames.push(piece)]
    return [data.decode() for data in (*found, *frames.finish())]


@pytest.mark.parametrize("cut", range(len(STREAM) + 1))
def test_a_stream_cut_at_any_byte_reads_the_same(cut: int) -> None:
    """Line ends, characters and marks may be split between two reads."""
    assert read([STREAM[:cut], STREAM[cut:]]) == EXPECTED


def test_a_stream_that_drips_reads_the_same() -> None:
    """One byte at a time."""
    assert read([bytes([byte]) for byte in STREAM]) == EXPECTED


@pytest.mark.parametrize("end", [b"\n\n", b"\r\n\r\n", b"\r\r"])
def test_line_ends_may_be_of_any_kind(end: bytes) -> None:
    """LF, CRLF and CR end lines alike."""
    assert read([b"data: x" + end + b"data: y" + end]) == ["x", "y"]


def test_a_last_frame_without_its_empty_line_is_read_at_the_end() -> None:
    """Some servers omit it after ``[DONE]``."""
    assert read([b"data: x\n\ndata: [DONE]"]) == ["x", "[DONE]"]


def test_a_frame_that_is_written_is_read_back() -> None:
    """`frame` and `Frames` agree."""
    assert read([frame(b"{}"), frame(b"[1]")]) == ["{}", "[1]"]


def test_a_stream_is_bounded() -> None:
    """One byte more than the limit is refused, in whatever pieces it comes."""
    frames = Frames(limit=10)
    frames.push(b"data: 1234")

    with pytest.raises(UpstreamTooLong):
        frames.push(b"5")


def test_a_long_line_is_put_together_once() -> None:
    """However many parts it comes in; a line end of any kind is seen as soon as before."""
    long = [b"x" * 4096] * 64
    frames = Frames(limit=10_000_000)
    before = [frames.push(part) for part in (b"data: ", *long, b"\r")]
    found = [frames.push(b"\rdata: y\r\r"), frames.push(b"data: z"), frames.finish()]

    assert [[]] * 66 == before
    assert [[b"".join(long)], [b"y"], [b"z"]] == found

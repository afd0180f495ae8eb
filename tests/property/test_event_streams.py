"""The reader of event streams gives the same frames however the bytes are cut and ended."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.errors import UpstreamTooLong
from hegui.gateway.sse import Frames

RECORDED = (
    '\ufeffdata: {"id":"c","choices":[{"index":0,"delta":{"content":"办假"}}]}\r\n\r\n'
    ": keep-alive\n\n"
    'data: {"choices":\rdata:  [],\r\ndata:"usage":{"x":"😀𠮷"}}\n\n'
    "event: ping\nid: 1\nretry: 5\n\n\n"
    "data:[DONE]\r\r"
).encode()
EXPECTED = [
    '{"id":"c","choices":[{"index":0,"delta":{"content":"办假"}}]}'.encode(),
    '{"choices":\n [],\n"usage":{"x":"😀𠮷"}}'.encode(),
    b"[DONE]",
]
LIMIT = 1_000_000


def read(*pieces: bytes) -> list[bytes]:
    """Return the data of all frames."""
    frames = Frames(limit=LIMIT)
    found = [each for piece in pieces for each in frames.push(piece)]
    return found + frames.finish()


def test_a_recorded_stream_reads_the_same_under_every_two_cuts() -> None:
    """Every pair of places, each byte of it: about 19,000 ways."""
    raw = RECORDED
    ways = 0
    for first, second in combinations(range(len(raw) + 1), 2):
        assert read(raw[:first], raw[first:second], raw[second:]) == EXPECTED
        ways += 1

    assert ways == len(raw) * (len(raw) + 1) // 2


@pytest.mark.parametrize("size", range(1, 40))
def test_a_recorded_stream_reads_the_same_in_pieces_of_any_size(size: int) -> None:
    """Reads of one size throughout, as a socket with a small buffer gives them."""
    pieces = [RECORDED[at : at + size] for at in range(0, len(RECORDED), size)]

    assert read(*pieces) == EXPECTED


lines = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)
frames = st.lists(st.lists(lines, min_size=1, max_size=3), max_size=5)
ends = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=60)
@given(frames, st.data())
def test_what_is_written_in_any_way_is_read(found: list[list[str]], data: st.DataObject) -> None:
    """Several data lines, comments and other fields between them, every line end, every cut."""
    out = ""
    for frame in found:
        for line in frame:
            noise = data.draw(st.sampled_from(["", ": comment", "event: x", "id: 7", "datum: z"]))
            out += f"{noise}{data.draw(ends)}" if noise else ""
            out += f"data: {line}{data.draw(ends)}"
        # CR LF is one end: after a CR the empty line may not begin with LF.
        out += "\r" if out.endswith("\r") else data.draw(ends)
    raw = out.encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    places = [0, *cuts, len(raw)]
    pieces = [raw[a:b] for a, b in pairwise(places)]

    assert read(*pieces) == ["\n".join(frame).encode() for frame in found]


@settings(max_examples=150)
@given(st.lists(st.binary(max_size=30), max_size=8))
def test_no_bytes_at_all_break_the_reader(pieces: list[bytes]) -> None:
    """Whatever comes: frames or nothing, and as many in one piece as in many."""
    assert read(*pieces) == read(b"".join(pieces))


@settings(max_examples=60)
@given(st.binary(max_size=80), st.integers(1, 80))
def test_the_bound_holds_wherever_it_falls(raw: bytes, limit: int) -> None:
    """A stream of more bytes than the limit is refused, one of as many is not."""
    reader = Frames(limit=limit)
    is_refused = False
    try:
        for byte in raw:
            reader.push(bytes([byte]))
    except UpstreamTooLong:
        is_refused = True

    assert is_refused is (len(raw) > limit)

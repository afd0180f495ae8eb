"""A frame gives back its message, and nothing else passes for one."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegui.errors import MarkNotEmbedded
from hegui.labels.mark_frame import _WHITE, BITS, MOST_BYTES, frame, unframe

MESSAGES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=MOST_BYTES)


@given(MESSAGES.filter(lambda said: len(said.encode()) <= MOST_BYTES and "\ufffd" not in said))
def test_a_message_comes_back(message: str) -> None:
    assert message == unframe(frame(message))


@given(st.binary(min_size=BITS // 8, max_size=BITS // 8))
def test_noise_is_no_message(noise: bytes) -> None:
    """What a detector reads from a picture that nobody marked."""
    assert unframe(np.unpackbits(np.frombuffer(noise, np.uint8)).astype(np.bool_)) is None


@pytest.mark.parametrize("at", range(BITS))
def test_one_wrong_bit_is_no_message(at: int) -> None:
    bits = frame("demo-7")
    bits[at] = not bits[at]

    assert unframe(bits) is None


@pytest.mark.parametrize("message", ["1", "demo-7", "x" * MOST_BYTES, "编号七"])
def test_ones_and_zeros_are_balanced(message: str) -> None:
    """A detector that leans one way cannot make or break a frame by it."""
    assert 0.4 < frame(message).mean() < 0.6


@pytest.mark.parametrize("message", ["", "x" * 18, "编" * 6, "a\x1b[2J", "\ud800"])
def test_a_message_that_does_not_fit_is_refused(message: str) -> None:
    with pytest.raises(MarkNotEmbedded, match="a printable message of 1 to 17 bytes of UTF-8"):
        frame(message)


@pytest.mark.parametrize("said", [b"\xff\xfe", b"\x1b[2J", "\u202e".encode()])
def test_a_frame_that_cannot_be_shown_is_no_message(said: bytes) -> None:
    """Somebody else's frame may have a true checksum over anything."""
    body = b"hg" + bytes([len(said)]) + said.ljust(MOST_BYTES, b"\0")
    plain = body + crc32(body).to_bytes(4, "big")
    bits = np.unpackbits(np.frombuffer(plain, np.uint8) ^ np.frombuffer(_WHITE, np.uint8))

    assert unframe(bits.astype(np.bool_)) is None

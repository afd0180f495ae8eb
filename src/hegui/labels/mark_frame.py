"""The frame of a short message inside content: magic, length, text, checksum.

A detector of hidden marks always reads bits, also where nobody put any. The
frame tells the two apart: an unmarked picture passes magic, length, padding and
checksum once in 2⁴⁸ or more, and never as random letters. Bits are whitened, so
that a padded frame holds as many ones as zeros whatever it says.

    magic 2 bytes · length 1 · message, padded with zeros, 17 · CRC-32 of all before, 4

>>> unframe(frame('demo-7'))
'demo-7'
>>> unframe(frame('demo-7')[::-1]) is None
True
"""

from __future__ import annotations

from hashlib import shake_256
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from hegui.errors import MarkNotEmbedded

__all__ = ["BITS", "MOST_BYTES", "frame", "unframe"]

MOST_BYTES: Final = 17
"""Bytes of UTF-8 that a message may have; each bit more makes every bit weaker."""

_MAGIC: Final = b"hg"
_BYTES: Final = len(_MAGIC) + 1 + MOST_BYTES + 4
BITS: Final = _BYTES * 8
"""Bits of a frame, always."""

# INVARIANT: fixed for ever, or marks that were put in before are no longer found.
_WHITE: Final = shake_256(b"hegui mark frame 1").digest(_BYTES)


def frame(message: str) -> npt.NDArray[np.bool_]:
    """Return the `BITS` bits that carry a message.

    Raises:
        MarkNotEmbedded: it is empty, longer than `MOST_BYTES` bytes of UTF-8, or not
            printable.
    """
    said = message.encode(errors="backslashreplace")
    if not 0 < len(said) <= MOST_BYTES or not message.isprintable():
        raise MarkNotEmbedded(
            f"expected a printable message of 1 to {MOST_BYTES} bytes of UTF-8; "
            f"found {len(said)} bytes, {message[:MOST_BYTES]!a}",
            hint="Give a short number, and keep beside it what it stands for.",
        )
    body = _MAGIC + bytes([len(said)]) + said.ljust(MOST_BYTES, b"\0")
    plain = body + crc32(body).to_bytes(4, "big")
    white = bytes(a ^ b for a, b in zip(plain, _WHITE, strict=True))
    return np.unpackbits(np.frombuffer(white, np.uint8)).astype(np.bool_)


def unframe(bits: npt.NDArray[np.bool_]) -> str | None:
    """Return the message, or None when the bits are no whole frame.

    Anybody can make a frame. What comes back is printable, and so can be shown.

    Args:
        bits: `BITS` of them.
    """
    white = np.packbits(bits).tobytes()
    plain = bytes(a ^ b for a, b in zip(white, _WHITE, strict=True))
    body, length = plain[:-4], plain[len(_MAGIC)]
    padded = body[len(_MAGIC) + 1 :]
    is_whole = (
        body.startswith(_MAGIC)
        and 0 < length <= MOST_BYTES
        and crc32(body) == int.from_bytes(plain[-4:], "big")
        and not any(padded[length:])
    )
    message = padded[:length].decode(errors="replace")
    is_said = message.isprintable() and "\ufffd" not in message
    return message if is_whole and is_said else None

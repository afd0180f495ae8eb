"""PNG with 16 bits in each of several channels, which Pillow would read as 8.

PyAV decodes and encodes them; both need the extra ``media``.
"""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

from hegui.labels.explicit.contrast import Pixels
from hegui.labels.explicit.frames import MAX_PIXELS, FrameSequence, Opened
from hegui.labels.explicit.placement import Box

__all__ = ["DeepFrame", "encode", "is_deep", "open_frames"]

_LAYOUTS: Final = {2: "rgb48be", 4: "ya16be", 6: "rgba64be"}
"""Colour type of the head → what PyAV calls it."""


def is_deep(whole: bytes) -> bool:
    """Tell whether a file is a PNG of 16 bits with more than grey."""
    return whole.startswith(b"\x89PNG") and whole[24] == 16 and whole[25] in _LAYOUTS


class DeepFrame(FrameSequence):
    """One frame of 16 bits a channel, as an array."""

    def __init__(self, pixels: npt.NDArray[Any]) -> None:
        super().__init__([Image.new("RGB", (1, 1))], orientation=1, opened=Opened())
        self.pixels = pixels
        channels = pixels.shape[2]
        top = np.iinfo(np.uint16).max
        self.white = np.full(channels, float(top))
        self.black = np.zeros(channels)
        if channels in {2, 4}:
            self.black[-1] = top

    @property
    def seen_size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def region(self, index: int, box: Box) -> npt.NDArray[Any]:
        """Return the pixels of a box."""
        del index
        return self.pixels[box.top : box.bottom, box.left : box.right]

    def beneath(self, index: int, box: Box) -> tuple[Pixels, bool]:
        """Return a box as red, green and blue of 8 bits, and whether it is opaque."""
        region = self.region(index, box)
        shades = (region >> 8).astype(np.uint8)
        has_alpha = region.shape[2] in {2, 4}
        is_opaque = not has_alpha or bool((region[..., -1] == np.iinfo(np.uint16).max).all())
        colours = shades[..., :3] if region.shape[2] > 2 else np.repeat(shades[..., :1], 3, axis=2)
        return colours, is_opaque

    def put(self, index: int, box: Box, pixels: npt.NDArray[Any]) -> None:
        """Put pixels into a box."""
        del index
        self.pixels[box.top : box.bottom, box.left : box.right] = pixels


def open_frames(whole: bytes) -> DeepFrame:
    """Return the one frame.

    Raises:
        ValueError: it cannot be decoded.
    """
    width, height = (int.from_bytes(whole[at : at + 4]) for at in (16, 20))
    if width * height > MAX_PIXELS // 2:
        raise ValueError(f"it has more than {MAX_PIXELS // 2:,} pixels of 16 bits")
    try:
        with av.open(BytesIO(whole), "r", format="png_pipe") as container:
            frame = next(container.decode(video=0))
    except (av.FFmpegError, StopIteration) as error:
        raise ValueError(str(error)) from error
    kind = _LAYOUTS[whole[25]]
    pixels = frame.to_ndarray(format="rgba64be" if kind == "ya16be" else kind)
    if kind == "ya16be":
        pixels = pixels[..., [0, 3]]
    return DeepFrame(np.array(pixels, np.uint16))


def encode(frames: FrameSequence) -> bytes:
    """Return the frame as PNG of 16 bits."""
    assert isinstance(frames, DeepFrame)  # noqa: S101 - the caller asked `is_deep`
    pixels = frames.pixels
    kind = {2: "ya16be", 3: "rgb48be", 4: "rgba64be"}[pixels.shape[2]]
    return _encoded(pixels, kind)


def _encoded(pixels: npt.NDArray[Any], kind: str) -> bytes:
    height, width = pixels.shape[:2]
    frame = av.VideoFrame(width, height, kind)
    plane = frame.planes[0]
    rows = np.zeros((height, plane.line_size), np.uint8)
    packed = pixels.astype(">u2").reshape(height, -1).view(np.uint8)
    rows[:, : packed.shape[1]] = packed
    plane.update(rows.tobytes())
    codec = av.CodecContext.create("png", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, kind
    codec.time_base = Fraction(1, 1)
    packets = [*codec.encode(frame), *codec.encode(None)]
    return b"".join(bytes(packet) for packet in packets)

"""The frames of a picture as pixels that can be painted, upright as a person sees them.

Palettes and bilevel pictures become true colour or grey, since ink needs shades
they may not have. Everything else keeps its mode and depth.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageSequence

from hegui.errors import LabelNotRendered
from hegui.labels.explicit.contrast import Pixels
from hegui.labels.explicit.placement import Box

__all__ = ["MAX_PIXELS", "NOT_DECODED", "FrameSequence", "Opened", "open_frames"]

Levels = npt.NDArray[Any]

MAX_PIXELS: Final = 200_000_000
"""Of all frames together, which are in memory at once; 600 MB of true colour."""

NOT_DECODED: Final = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise for damaged bytes."""

_ORIENTATION: Final = 0x0112
_BITS_PER_SAMPLE: Final = 258

_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Value of the orientation tag → what makes the picture upright."""

_BACK: Final = {
    **_UPRIGHT,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
"""Value of the orientation tag → what turns an upright picture back."""

_INK: Final[dict[str, tuple[tuple[int, ...], tuple[int, ...]]]] = {
    "L": ((255,), (0,)),
    "LA": ((255, 255), (0, 255)),
    "RGB": ((255,) * 3, (0,) * 3),
    "RGBA": ((255,) * 4, (0, 0, 0, 255)),
    "CMYK": ((0,) * 4, (0, 0, 0, 255)),
    "I;16": ((65535,), (0,)),
}
"""Mode → white and black; the modes that can be painted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What the old file says about itself, for the encoder."""

    info: dict[str, Any] = field(default_factory=dict)
    exif: bytes = b""
    quantization: dict[int, list[int]] = field(default_factory=dict)
    sampling: int = -1
    tags: dict[int, Any] = field(default_factory=dict)
    """Of a TIFF, by number."""

    durations_ms: tuple[int, ...] = ()
    is_default_image: bool = False
    """Whether the first frame is shown only where frames cannot move (APNG)."""


class FrameSequence:
    """Frames in memory. Painted in place."""

    def __init__(self, images: list[Image.Image], *, orientation: int, opened: Opened) -> None:
        self.images = images
        self.orientation = orientation
        self.opened = opened
        mode = images[0].mode
        self.white: Levels = np.array(_INK[mode][0], np.float64)
        self.black: Levels = np.array(_INK[mode][1], np.float64)

    @property
    def count(self) -> int:
        """How many frames."""
        return len(self.images)

    @property
    def seen_size(self) -> tuple[int, int]:
        """Width and height as a person sees them."""
        width, height = self.images[0].size
        return (height, width) if self.orientation >= 5 else (width, height)

    def _upright(self, index: int, box: Box) -> Image.Image:
        turn = _UPRIGHT.get(self.orientation)
        image = self.images[index]
        return (image if turn is None else image.transpose(turn)).crop(box)

    def region(self, index: int, box: Box) -> Levels:
        """Return the pixels of a box of the upright frame."""
        pixels = np.asarray(self._upright(index, box))
        return pixels if pixels.ndim == 3 else pixels[..., None]

    def beneath(self, index: int, box: Box) -> tuple[Pixels, bool]:
        """Return a box of the upright frame as red, green and blue, and whether it is opaque."""
        part = self._upright(index, box)
        if part.mode == "I;16":
            shades = (np.asarray(part) >> 8).astype(np.uint8)
            return np.repeat(shades[..., None], 3, axis=2), True
        is_opaque = "A" not in part.mode or part.getextrema()[-1][0] == 255  # type: ignore[index]
        return np.asarray(part.convert("RGB")), is_opaque

    def put(self, index: int, box: Box, pixels: Levels) -> None:
        """Put pixels into a box of the upright frame."""
        image = self.images[index]
        size = (box.right - box.left, box.bottom - box.top)
        part = Image.frombytes(image.mode, size, np.ascontiguousarray(pixels).tobytes())
        turn = _UPRIGHT.get(self.orientation)
        if turn is not None:
            image = image.transpose(turn)
        image.paste(part, box)
        self.images[index] = image if turn is None else image.transpose(_BACK[self.orientation])


def open_frames(name: str, opened: Image.Image, container: str, whole: bytes) -> FrameSequence:
    """Return the frames of an open picture.

    Raises:
        LabelNotRendered: its depth or mode would not survive.
    """
    _require_depth(name, opened)
    images: list[Image.Image] = []
    pixels = opened.width * opened.height
    durations: list[int] = []
    for frame in ImageSequence.Iterator(opened):
        if pixels * (len(images) + 1) > MAX_PIXELS:
            raise LabelNotRendered(name, f"it has more than {MAX_PIXELS:,} pixels in all frames")
        frame.load()  # WebP tells its durations only now
        durations.append(int(frame.info.get("duration", 0) or 0))
        images.append(_paintable(name, frame))
    mode = _common([image.mode for image in images])
    images = [image if image.mode == mode else image.convert(mode) for image in images]
    opened.seek(0)
    opened.load()
    # Asked last: Pillow turns TIFF upright as it loads, and the tag goes with that.
    orientation = int(opened.getexif().get(_ORIENTATION, 1))
    kept = Opened(
        info={str(name): value for name, value in opened.info.items()},
        exif=bytes(opened.info.get("exif", b"")),
        quantization=dict(getattr(opened, "quantization", {}) or {}),
        sampling=_sampling(opened, container),
        tags=dict(getattr(opened, "tag_v2", {})),
        durations_ms=tuple(durations),
        is_default_image=bool(getattr(opened, "default_image", False)),
    )
    del whole
    return FrameSequence(images, orientation=orientation, opened=kept)


def _require_depth(name: str, opened: Image.Image) -> None:
    bits = getattr(opened, "tag_v2", {}).get(_BITS_PER_SAMPLE, (8,))
    if max(bits) > 8 and len(bits) > 1:
        raise LabelNotRendered(
            name,
            f"it has {max(bits)} bits a channel, which would become 8",
            hint="Convert it to 16-bit PNG or to 8 bits first.",
        )


def _paintable(name: str, frame: Image.Image) -> Image.Image:
    """Return a copy of a frame in a mode that can be painted."""
    mode = frame.mode
    if mode in {"P", "PA"} or (mode in {"L", "RGB"} and "transparency" in frame.info):
        if frame.has_transparency_data:
            return frame.convert("LA" if mode == "L" else "RGBA")
        return frame.convert("RGB")
    if mode == "1":
        return frame.convert("L")
    if mode == "I;16B":
        return frame.convert("I;16")
    if mode in _INK:
        return frame.copy()
    raise LabelNotRendered(name, f"words cannot be drawn on pixels of the mode {mode}")


def _common(modes: list[str]) -> str:
    """Return a mode that holds all of them."""
    kinds = set(modes)
    if len(kinds) == 1:
        return modes[0]
    return "RGBA" if any("A" in mode for mode in kinds) else "RGB"


def _sampling(opened: Image.Image, container: str) -> int:
    if container != "jpeg" or not hasattr(opened, "layer"):
        return -1
    from PIL.JpegImagePlugin import get_sampling  # noqa: PLC0415 - of that container only

    return get_sampling(opened)

"""A mark in the pixels of a picture, by the installed package `blind-watermark`.

Offered as ``blind-watermark`` where the extra ``watermark`` is installed (MIT;
it brings OpenCV, 190 MB). No model, nothing is fetched. The package shifts
singular values of cosine coefficients in the wavelet approximation of a picture,
and has to know exactly where: a picture of another size reads as noise. So it is
given every picture brought to `GRID` by `GRID` pixels, and what it changed there
is brought to the full size and added. The cost is that of the grid, resizing
costs nothing, and the detail of the picture stays.

What it is not: a proof. Whoever has the package can put in the same mark, or
another over it. Cropping, turning and mirroring lose it; white pictures
and pages of text on white do not take it, and are refused. Soft pictures with grain, of
480 pixels a side and more, kept it in 96 of 96 cases of JPEG 75 and 50 at 75, 100
and 130 % of their size; at half the size, those of 1,024 pixels and more.

Order: this first, the implicit label after it, signatures last. Labels and
metadata that are there come over; a signed or encrypted file is refused. A signature
in a label that binds pixels no longer holds afterwards.
"""

from __future__ import annotations

import multiprocessing
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from hegui.errors import DamagedFile, MarkNotEmbedded, MissingExtra, OverLimit, UnknownContainer
from hegui.labels.aigc import Grammar
from hegui.labels.explicit.deep_png import is_deep
from hegui.labels.explicit.frames import NOT_DECODED, FrameSequence, open_frames
from hegui.labels.explicit.picture_files import ENCODERS
from hegui.labels.explicit.placement import Box
from hegui.labels.mark_frame import BITS, frame, unframe
from hegui.labels.probe import probe
from hegui.labels.read import Reading, read_bytes
from hegui.labels.source import Source
from hegui.labels.watermark import Detection

__all__ = ["GRID", "MAX_BYTES", "MAX_PIXELS", "DwtDctSvd"]

GRID: Final = 256
"""Side of the square that the package works on, in pixels; 512 survives JPEG worse, measured."""

MAX_BYTES: Final = 64 << 20
"""Of one file."""

MAX_PIXELS: Final = 40_000_000
"""Of one picture, by what its header says, asked before anything is decoded."""

_LEAST_SIDE: Final = 256
"""Of a picture that is marked; JPEG eats the mark of smaller ones."""

_FORMATS: Final = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
"""Container → Pillow's decoders of it; no other is tried."""

_MODES: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
"""What becomes 8 bits of colour or grey without a loss."""

_LUMINANCE: Final = np.array([0.299, 0.587, 0.114], np.float32)
_NO_LAW: Final = Grammar(values=(), alphabet=frozenset(), escapes=frozenset(), filled=frozenset())
"""Labels are only compared here, not judged."""

Colours = npt.NDArray[np.float32]
"""``(height, width, 3)``: red, green, blue, 0 to 255."""


class DwtDctSvd:
    """`hegui.labels.watermark.Watermark` for JPEG, PNG and WebP of one frame.

    Notes:
        0.3 s of CPU to put it in and 0.15 s to look, for any size of picture, and
        what decoding and encoding cost. With `MAX_PIXELS` it takes 1.2 GB to put it
        in and 0.6 GB to look. May be called from any thread.
    """

    kinds = frozenset({"image"})

    def render(self, whole: bytes, kind: str, message: str) -> bytes:
        """Return the picture with the message in its pixels, in its own container.

        Keeps width, height, transparency, orientation, EXIF, XMP, ICC profile and
        labels. Not lossless: about 38 dB of the pixels' signal; JPEG and lossy WebP
        are encoded once more, pictures with a palette become true colour.

        Args:
            whole: the file.
            kind: ``image``.
            message: 1 to 17 bytes of UTF-8.

        Raises:
            MarkNotEmbedded: it cannot be done faithfully, or the mark was not read back.
            UnknownContainer: neither JPEG, PNG nor WebP.
            OverLimit: larger than `MAX_BYTES` or `MAX_PIXELS`.
            DamagedFile: it cannot be decoded.
            MissingExtra: the package is not installed.
        """
        container = _container(whole) if kind == "image" else None
        if container is None:
            raise UnknownContainer(kind, known=("JPEG", "PNG", "WebP"))
        bits = frame(message)
        before = _require_unsealed(whole)
        new = _encoded(whole, container, bits)
        if [site.site.raw for site in _reading(new).sites] != before:
            raise MarkNotEmbedded("its implicit label would be lost")
        if self.detect(new, kind).message != message:
            raise MarkNotEmbedded(
                "the mark was not read back; white pictures and pages of text take none"
            )
        return new

    def detect(self, whole: bytes, kind: str) -> Detection:
        """Look for a mark that `render` put in, whoever ran it.

        Looks at the first frame of a picture with several.

        Returns:
            ``score`` is how sure the bits are, 0 to 1: about 0.98 for an untouched
            picture, a third of that for a grey one. Not found, for another container.

        Raises:
            OverLimit: larger than `MAX_BYTES` or `MAX_PIXELS`.
            DamagedFile: it cannot be decoded, so nobody can say.
            MissingExtra: the package is not installed.
        """
        container = _container(whole) if kind == "image" else None
        if container is None:
            return Detection(is_found=False, score=0.0)
        sureness = _extracted(_seen(whole, container))
        message = unframe(sureness > 0)
        if message is None:
            return Detection(is_found=False, score=0.0)
        score = min(1.0, 2 * float(np.abs(sureness).mean()))
        return Detection(is_found=True, score=score, message=message)


def _container(whole: bytes) -> str | None:
    if len(whole) > MAX_BYTES:
        raise OverLimit("bytes in one picture", MAX_BYTES)
    found = probe(Source.of_bytes(whole, name="picture"))
    return found if found in _FORMATS else None


def _reading(whole: bytes) -> Reading:
    return read_bytes(whole, _NO_LAW, name="picture")


def _require_unsealed(whole: bytes) -> list[bytes]:
    """Return the implicit labels of a file, as they stand in it."""
    reading = _reading(whole)
    if reading.state == "undetermined":
        raise MarkNotEmbedded(reading.because)
    if reading.seals:
        raise MarkNotEmbedded(
            f"a signature or encryption ({reading.seals[0].kind}) would be broken",
            hint="Put the mark in first and sign last.",
        )
    return [site.site.raw for site in reading.sites]


def _opened(whole: bytes, container: str) -> Image.Image:
    """Return the picture, open and not decoded, when it is small enough."""
    try:
        opened = Image.open(BytesIO(whole), formats=_FORMATS[container])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise OverLimit("pixels in one picture", MAX_PIXELS) from error
    except NOT_DECODED as error:
        raise _damaged(error) from error
    if opened.width * opened.height > MAX_PIXELS:
        raise OverLimit("pixels in one picture", MAX_PIXELS)
    return opened


def _seen(whole: bytes, container: str) -> Colours:
    """Return the picture as a person sees it, brought to the grid."""
    opened = _opened(whole, container)
    try:
        upright = ImageOps.exif_transpose(opened)
        if upright.mode.startswith("I;16"):
            upright = Image.fromarray((np.asarray(upright) >> 8).astype(np.uint8))
        return _to_grid(upright.convert("RGB"))
    except NOT_DECODED as error:
        raise _damaged(error) from error


def _to_grid(picture: Image.Image) -> Colours:
    return np.asarray(picture.resize((GRID, GRID), Image.Resampling.LANCZOS), np.float32)


def _encoded(whole: bytes, container: str, bits: npt.NDArray[np.bool_]) -> bytes:
    """Return the picture in its container with the bits in its pixels."""
    frames = _one_frame(whole, container)
    width, height = frames.seen_size
    box = Box(0, 0, width, height)
    seen = Image.fromarray(frames.beneath(0, box)[0])
    pixels = np.array(frames.region(0, box))
    _add(pixels, _embedded(_to_grid(seen), bits))
    frames.put(0, box, pixels)
    return ENCODERS[container](frames, whole)


def _one_frame(whole: bytes, container: str) -> FrameSequence:
    opened = _opened(whole, container)
    if getattr(opened, "n_frames", 1) > 1:
        raise MarkNotEmbedded("it has more than one frame, and one mark is for one picture")
    if is_deep(whole):
        raise MarkNotEmbedded("it has 16 bits a channel, which would become 8")
    if opened.mode not in _MODES:
        raise MarkNotEmbedded(f"its pixels are of the mode {opened.mode}; expected 8 bits of RGB")
    if min(opened.size) < _LEAST_SIDE:
        raise MarkNotEmbedded(f"a side is shorter than {_LEAST_SIDE} pixels")
    try:
        return open_frames("picture", opened, container, whole)
    except NOT_DECODED as error:
        raise _damaged(error) from error


def _add(pixels: npt.NDArray[np.uint8], change: Colours) -> None:
    """Add a change of the grid to pixels of any size, in place; transparency stays."""
    height, width, channels = pixels.shape
    parts = [change @ _LUMINANCE] if channels < 3 else [change[..., at] for at in range(3)]
    for at, part in enumerate(parts):
        small = Image.fromarray(np.ascontiguousarray(part, np.float32))
        sums = np.array(small.resize((width, height), Image.Resampling.BICUBIC))
        sums += pixels[..., at]
        pixels[..., at] = np.clip(np.rint(sums, out=sums), 0, 255, out=sums)


def _embedded(seen: Colours, bits: npt.NDArray[np.bool_]) -> Colours:
    """Return what the package changes in a picture of the grid to put the bits in."""
    mark = _package().WaterMark()
    mark.read_img(img=_turned(seen))
    mark.read_wm(bits.copy(), mode="bit")  # it shuffles what it is given
    return _turned(np.asarray(mark.embed(), np.float32)) - seen


def _extracted(seen: Colours) -> npt.NDArray[np.float64]:
    """Return, for each bit of the frame, how far the package's votes lean to one."""
    mark = _package().WaterMark()
    core = mark.bwm_core
    mark.wm_size = core.wm_size = BITS
    votes = core.extract_raw(img=_turned(seen))
    # A channel without colour votes the same everywhere. Against its own mean it says nothing;
    # the frame has as many ones as zeros, so the others lose nothing by it.
    leaning = core.extract_avg(votes - votes.mean(axis=1, keepdims=True))
    return np.asarray(mark.extract_decrypt(leaning), np.float64)


def _turned(seen: Colours) -> Colours:
    """Return red, green, blue as OpenCV's blue, green, red, or the other way round."""
    return np.ascontiguousarray(seen[..., ::-1])


@cache
def _package() -> Any:  # it has no types
    """Return the package, imported without what its import does to a program.

    It chooses how processes are started, and fails where somebody has chosen
    before; and it greets on standard output.
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method(None, force=True)
    try:
        package = import_module("blind_watermark")
    except ImportError:
        raise MissingExtra("label", "watermark", "blind-watermark") from None
    finally:
        multiprocessing.set_start_method(chosen, force=True)
    package.bw_notes.close()
    return package


def _damaged(error: Exception) -> DamagedFile:
    return DamagedFile("picture", 0, expected="pixels that can be decoded", found=str(error)[:200])

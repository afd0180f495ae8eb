"""Encoding frames anew, container by container, with the metadata that the old file had.

JPEG and PNG keep their own segments and chunks byte for byte (`segments`);
the others hand EXIF, XMP and the ICC profile to the encoder.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from hegui.labels.explicit import deep_png
from hegui.labels.explicit.frames import FrameSequence
from hegui.labels.explicit.segments import with_chunks_of, with_segments_of

__all__ = ["ENCODERS"]

_QUALITY: Final = 92
"""Of WebP and AVIF, whose files do not say with what quality they were made. Our choice."""

_TIFF_TAGS: Final = (270, 271, 272, 282, 283, 296, 305, 306, 315, 316, 700, 33432, 33723, 34377)
"""Description, maker, model, resolution, software, time, artist, host, XMP, rights, IPTC,
Photoshop: what speaks about the picture and not about how its bytes lie."""


def _jpeg(frames: FrameSequence, whole: bytes) -> bytes:
    opened = frames.opened
    options: dict[str, Any] = {
        "subsampling": opened.sampling,
        "dpi": opened.info.get("dpi", (0, 0)),
    }
    if opened.quantization:
        options["qtables"] = opened.quantization
    if opened.info.get("progressive"):
        options["progressive"] = True
    return with_segments_of(whole, _saved(frames.images[0], "JPEG", options))


def _png(frames: FrameSequence, whole: bytes) -> bytes:
    if deep_png.is_deep(whole):
        return with_chunks_of(whole, deep_png.encode(frames))
    options: dict[str, Any] = {}
    if frames.count > 1:
        options = {**_moving(frames), "disposal": 0, "blend": 0}
        options["default_image"] = frames.opened.is_default_image
        if frames.opened.is_default_image:
            options["duration"] = options["duration"][1:]
    return with_chunks_of(whole, _saved(frames.images[0], "PNG", options))


def _webp(frames: FrameSequence, whole: bytes) -> bytes:
    options = _packets(frames)
    if frames.count > 1:
        options |= _moving(frames)
    if b"VP8L" in (whole[12:16], whole[30:34]) or _first_frame(whole) == b"VP8L":
        options |= {"lossless": True, "exact": True}
    else:
        options["quality"] = _QUALITY
    return _saved(frames.images[0], "WEBP", options)


def _first_frame(whole: bytes) -> bytes:
    """Return the kind of the first picture chunk of a WebP file."""
    at = 12
    while at + 8 <= len(whole):
        kind, size = whole[at : at + 4], int.from_bytes(whole[at + 4 : at + 8], "little")
        if kind in {b"VP8 ", b"VP8L"}:
            return kind
        at += 8 + 16 if kind == b"ANMF" else 8 + size + size % 2
    return b""


def _gif(frames: FrameSequence, _whole: bytes) -> bytes:
    options: dict[str, Any] = {}
    if frames.count > 1:
        options = {**_moving(frames), "disposal": 2}
    if comment := frames.opened.info.get("comment"):
        options["comment"] = comment
    if all(image.mode == "RGB" for image in frames.images):
        images = [image.quantize(256, dither=Image.Dither.NONE) for image in frames.images]
        if "append_images" in options:
            options["append_images"] = images[1:]
        return _saved(images[0], "GIF", options)
    return _saved(frames.images[0], "GIF", options)


def _tiff(frames: FrameSequence, _whole: bytes) -> bytes:
    opened = frames.opened
    tags = ImageFileDirectory_v2()
    for number in _TIFF_TAGS:
        if number in opened.tags:
            tags[number] = opened.tags[number]
    options: dict[str, Any] = {"tiffinfo": tags}
    if opened.info.get("icc_profile"):
        options["icc_profile"] = opened.info["icc_profile"]
    compression = opened.info.get("compression", "raw")
    # Those of fax are for two shades only; ink has more.
    is_fax = compression.startswith(("group", "tiff_ccitt"))
    options["compression"] = "tiff_adobe_deflate" if is_fax else compression
    if frames.count > 1:
        options |= {"save_all": True, "append_images": frames.images[1:]}
    return _saved(frames.images[0], "TIFF", options)


def _avif(frames: FrameSequence, _whole: bytes) -> bytes:
    options: dict[str, Any] = {**_packets(frames), "quality": _QUALITY}
    if frames.count > 1:
        options |= _moving(frames)
    return _saved(frames.images[0], "AVIF", options)


def _packets(frames: FrameSequence) -> dict[str, Any]:
    """Return EXIF, XMP and ICC profile, those that there are."""
    info = frames.opened.info
    named = {name: info.get(name) for name in ("exif", "xmp", "icc_profile")}
    return {name: value for name, value in named.items() if value}


def _moving(frames: FrameSequence) -> dict[str, Any]:
    options: dict[str, Any] = {
        "save_all": True,
        "append_images": frames.images[1:],
        "duration": list(frames.opened.durations_ms),
    }
    if "loop" in frames.opened.info:  # without one, a GIF plays once
        options["loop"] = frames.opened.info["loop"]
    return options


def _saved(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


ENCODERS: Final[dict[str, Callable[[FrameSequence, bytes], bytes]]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "tiff": _tiff,
    "heif": _avif,
}
"""Container → what encodes its frames. Of HEIF only AVIF: Pillow opens no HEIC."""

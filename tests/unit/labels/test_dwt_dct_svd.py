"""What is refused before the package is asked, and what happens where it is not installed.

With the package: `with_blind_watermark.py`, by ``make marks``.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from hegui.errors import DamagedFile, MarkNotEmbedded, MissingExtra, OverLimit, UnknownContainer
from hegui.labels.dwt_dct_svd import MAX_BYTES, DwtDctSvd
from hegui.labels.watermark import Watermark

DATA = Path(__file__).parents[2] / "_data" / "labels"
MARK: Watermark = DwtDctSvd()


def saved(kind: str, size: tuple[int, int] = (256, 256), mode: str = "RGB") -> bytes:
    target = BytesIO()
    Image.new(mode, size).save(target, kind)
    return target.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A head that promises pixels, and none behind it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + head
        + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I4sI", 0, b"IEND", 0xAE426082)
    )


@pytest.mark.parametrize(("width", "height"), [(40_001, 1_000), (9_000, 10_000), (60_000, 60_000)])
def test_too_many_pixels_are_not_decoded(width: int, height: int) -> None:
    """Ours is the limit, also where Pillow would warn or refuse by its own."""
    with pytest.raises(OverLimit, match="40,000,000 pixels"):
        MARK.detect(png_of(width, height), "image")
    with pytest.raises(OverLimit, match="40,000,000 pixels"):
        MARK.render(png_of(width, height), "image", "7")


def test_too_many_bytes_are_not_looked_at() -> None:
    with pytest.raises(OverLimit, match="bytes in one picture"):
        MARK.detect(bytes(MAX_BYTES + 1), "image")


@pytest.mark.parametrize("name", ["pillow_single.gif", "pillow_lzw.tiff", "ffmpeg.wav"])
def test_other_containers_hold_no_mark_and_take_none(name: str) -> None:
    whole = (DATA / name).read_bytes()

    assert not MARK.detect(whole, "image").is_found
    with pytest.raises(UnknownContainer, match="JPEG, PNG, WebP"):
        MARK.render(whole, "image", "7")


def test_it_is_for_pictures() -> None:
    assert frozenset({"image"}) == MARK.kinds
    assert not MARK.detect(saved("PNG"), "text").is_found


@pytest.mark.parametrize(
    ("whole", "because"),
    [
        (saved("PNG", (600, 255)), "a side is shorter than 256"),
        (saved("JPEG", mode="CMYK"), "of the mode CMYK"),
        (saved("PNG", mode="I;16"), "of the mode I;16"),
        ((DATA / "pillow_animated.webp").read_bytes(), "more than one frame"),
        ((DATA / "ffmpeg_animated.apng").read_bytes(), "more than one frame"),
        ((DATA / "pillow_mpo.mpo").read_bytes(), "more than one frame"),
        (saved("PNG")[:-20], "byte"),
    ],
    ids=["small", "cmyk", "deep grey", "webp", "apng", "mpo", "cut"],
)
def test_what_would_not_stay_whole_is_refused(whole: bytes, because: str) -> None:
    with pytest.raises(MarkNotEmbedded, match=because):
        MARK.render(whole, "image", "7")


def test_sixteen_bits_a_channel_are_refused() -> None:
    """Pillow would open them as eight."""
    rows = zlib.compress(bytes(256 * (1 + 256 * 6)))
    head = b"IHDR" + struct.pack(">IIBBBBB", 256, 256, 16, 2, 0, 0, 0)
    body = b"IDAT" + rows
    whole = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (head, body, b"IEND")
    )

    with pytest.raises(MarkNotEmbedded, match="16 bits a channel"):
        MARK.render(whole, "image", "7")


def test_damage_is_no_answer() -> None:
    """A picture that cannot be decoded is not one without a mark."""
    with pytest.raises(DamagedFile, match="pixels that can be decoded"):
        MARK.detect(saved("JPEG")[:300], "image")
    with pytest.raises(DamagedFile, match="pixels that can be decoded"):
        MARK.detect(b"\x89PNG\r\n\x1a\n", "image")


def test_without_the_package_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An import that fails leaves the choice of how processes start as it was."""
    import multiprocessing
    import sys

    from hegui.labels.dwt_dct_svd import _package

    monkeypatch.setitem(sys.modules, "blind_watermark", None)
    _package.cache_clear()
    before = multiprocessing.get_start_method(allow_none=True)

    with pytest.raises(MissingExtra, match="'watermark'; blind-watermark is not installed") as told:
        MARK.detect(saved("PNG"), "image")
    assert "Install them with `pip install 'hegui[watermark]'`." == told.value.hint
    assert before == multiprocessing.get_start_method(allow_none=True)

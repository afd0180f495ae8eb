"""Words in pictures of every kind: found again in the pixels, and nothing else lost."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps
from tests.unit.labels.explicit.made import GRAMMAR, LABEL, RULES, photo, white_rows
from tests.unit.labels.odd_files import JPEG, chunk

from hegui.errors import LabelNotRendered, LabelNotWritten, UnclearLabel
from hegui.labels import read, write
from hegui.labels.explicit import RenderedPicture, render_picture
from hegui.labels.explicit.placement import PLACES, Place

_FRAMES = [Image.new("RGB", (240, 160), shade) for shade in ("red", "white", "black", "navy")]


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _moving(kind: str, **options: object) -> bytes:
    times = [100, 200, 300, 50]
    return _saved(
        _FRAMES[0], kind, save_all=True, append_images=_FRAMES[1:], duration=times, **options
    )


def _see_through() -> Image.Image:
    image = photo(320, 240).convert("RGBA")
    image.putalpha(Image.fromarray(np.tile(np.linspace(0, 255, 320).astype(np.uint8), (240, 1))))
    return image


def _deep(colour_type: int, channels: int) -> bytes:
    """Return a PNG of 16 bits a channel, made by hand."""
    row = np.linspace(0, 65_535, 320 * channels).astype(">u2").tobytes()
    head = struct.pack(">IIBBBBB", 320, 240, 16, colour_type, 0, 0, 0)
    pixels = zlib.compress((b"\x00" + row) * 240)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


KINDS: dict[str, Callable[[], bytes]] = {
    "photo.jpg": lambda: _saved(photo(320, 240), "JPEG", quality=80),
    "progressive.jpg": lambda: _saved(photo(320, 240), "JPEG", progressive=True),
    "grey.jpg": lambda: _saved(photo(320, 240).convert("L"), "JPEG"),
    "cmyk.jpg": lambda: _saved(photo(320, 240).convert("CMYK"), "JPEG"),
    "dark.png": lambda: _saved(Image.new("RGB", (320, 240), (9, 9, 20)), "PNG"),
    "light.png": lambda: _saved(Image.new("RGB", (320, 240), (250, 250, 240)), "PNG"),
    "palette.png": lambda: _saved(photo(320, 240).quantize(40), "PNG"),
    "bilevel.png": lambda: _saved(photo(320, 240).convert("1"), "PNG"),
    "alpha.png": lambda: _saved(_see_through(), "PNG"),
    "grey_alpha.png": lambda: _saved(photo(320, 240).convert("LA"), "PNG"),
    "grey_16.png": lambda: _saved(
        Image.fromarray(np.asarray(photo(320, 240).convert("L")).astype(np.uint16) * 257), "PNG"
    ),
    "colour_16.png": lambda: _deep(2, 3),
    "alpha_16.png": lambda: _deep(6, 4),
    "grey_alpha_16.png": lambda: _deep(4, 2),
    "keyed.png": lambda: _saved(photo(320, 240), "PNG", transparency=(255, 0, 0)),
    "lossy.webp": lambda: _saved(photo(320, 240), "WEBP"),
    "lossless.webp": lambda: _saved(photo(320, 240), "WEBP", lossless=True),
    "lzw.tif": lambda: _saved(photo(320, 240), "TIFF", compression="tiff_lzw"),
    "fax.tif": lambda: _saved(photo(320, 240).convert("1"), "TIFF", compression="group4"),
    "photo.avif": lambda: _saved(photo(320, 240), "AVIF", speed=10),
    "still.gif": lambda: _saved(photo(320, 240).quantize(200), "GIF"),
    "moving.gif": lambda: _moving("GIF", loop=0),
    "moving.png": lambda: _moving("PNG", loop=0),
    "moving.webp": lambda: _moving("WEBP", loop=0),
    "pages.tif": lambda: _saved(_FRAMES[0], "TIFF", save_all=True, append_images=_FRAMES[1:]),
    "narrow.png": lambda: _saved(photo(90, 900), "PNG"),
    "tiny.png": lambda: _saved(photo(48, 48), "PNG"),
}


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(KINDS[name]())
    return path


def _grey(
    path: Path, frame: int, box: tuple[int, int, int, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(path) as opened:
        opened.seek(frame)
        seen = ImageOps.exif_transpose(opened).crop(box)
        if seen.mode == "I;16":
            return (np.asarray(seen) >> 8).astype(np.uint8)
        return np.asarray(seen.convert("RGB").convert("L"))


@pytest.mark.parametrize("name", KINDS)
def test_ink_is_five_per_cent_of_the_shortest_side(name: str, tmp_path: Path) -> None:
    """Counted here in the finished file's pixels: the words, and their first letter alone."""
    path = _file(tmp_path, name)
    before = Image.open(BytesIO(path.read_bytes()))

    done = render_picture(path, RULES, GRAMMAR)

    for frame in range(done.frames):
        grey = _grey(path, frame, done.box)
        grey = grey if grey.mean() < 128 else 255 - grey
        least = (int(grey.max()) + int(np.median(grey))) // 2
        ink = grey >= least
        columns = np.flatnonzero(ink.any(axis=0))
        gap = next(i for i in range(columns[0], columns[-1]) if not ink[:, i].any())
        assert white_rows(grey, threshold=least) >= 0.05 * min(done.width, done.height)
        assert white_rows(grey[:, :gap], threshold=least) >= 0.05 * min(done.width, done.height)
    with Image.open(path) as after:
        assert (before.size, before.format) == (after.size, after.format)
        assert getattr(before, "n_frames", 1) == getattr(after, "n_frames", 1) == done.frames


@pytest.mark.parametrize("name", KINDS)
def test_pixels_outside_the_box_stay(name: str, tmp_path: Path) -> None:
    """Exactly where the format allows it, and nearly where it does not."""
    path = _file(tmp_path, name)
    with Image.open(path) as opened:
        before = _grey(path, 0, (0, 0, *opened.size)).astype(int)

    done = render_picture(path, RULES, GRAMMAR, at="top-left")

    after = _grey(path, 0, (0, 0, done.width, done.height)).astype(int)
    below = done.box.bottom + 16  # blocks of lossy formats reach a little beyond
    apart = np.abs(before[below:] - after[below:])
    lossy = {"jpg", "webp", "avif", "gif"} - ({"webp"} if "lossless" in name else set())
    limit = 6.0 if path.suffix[1:] in lossy else 0.0
    assert apart.mean() <= limit


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_corner_is_that_which_a_person_sees(
    at: Place, orientation: int, tmp_path: Path
) -> None:
    """The orientation tag stays, and words stand upright at the place asked for."""
    path = tmp_path / "a.png"
    exif = Image.Exif()
    exif[0x0112] = orientation
    path.write_bytes(_saved(Image.new("RGB", (200, 100), "black"), "PNG", exif=exif))

    done = render_picture(path, RULES, GRAMMAR, at=at)

    with Image.open(path) as opened:
        assert orientation == opened.getexif()[0x0112]
        seen = np.asarray(ImageOps.exif_transpose(opened).convert("L"))
    rows, columns = np.nonzero(seen > 128)
    middle = (seen.shape[0] / 2, seen.shape[1] / 2)
    assert at.startswith("top") == (rows.mean() < middle[0])
    assert at.endswith("left") == (columns.mean() < middle[1] - 10)
    assert at.endswith("right") == (columns.mean() > middle[1] + 10)
    assert (done.height, done.width) == seen.shape


@pytest.mark.parametrize("kind", ["TIFF", "JPEG", "WEBP"])
def test_other_kinds_stand_upright_too(kind: str, tmp_path: Path) -> None:
    """Also where the decoder turns the picture by itself."""
    path = tmp_path / "a.bin"
    exif = Image.Exif()
    exif[0x0112] = 6
    path.write_bytes(_saved(Image.new("RGB", (200, 100), "black"), kind, exif=exif))

    render_picture(path, RULES, GRAMMAR)

    with Image.open(path) as opened:
        seen = np.asarray(ImageOps.exif_transpose(opened).convert("L"))
    rows, columns = np.nonzero(seen > 128)
    assert (200, 100) == seen.shape
    assert rows.mean() > 150
    assert columns.mean() > 60


def test_metadata_come_over(tmp_path: Path) -> None:
    """EXIF, XMP, ICC profile, texts, comments and resolution, byte for byte where they can."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x010E] = "a view"
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    for kind, suffix in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif")):
        path = tmp_path / f"a.{suffix}"
        options: dict[str, object] = {} if kind == "PNG" else {"xmp": packet}
        options |= {"comment": "kept"} if kind == "JPEG" else {}
        whole = _saved(photo(120, 90), kind, exif=exif, icc_profile=profile, **options)
        if kind == "PNG":
            note = chunk(b"tEXt", b"Author\x00somebody")
            whole = whole.replace(chunk(b"IEND", b""), note + chunk(b"IEND", b""))
        path.write_bytes(whole)

        render_picture(path, RULES, GRAMMAR, label=LABEL)

        with Image.open(path) as after:
            after.load()
            assert "a view" == after.getexif()[0x010E]
            assert profile == after.info["icc_profile"]
            assert kind != "PNG" or "somebody" == after.info["Author"]
            assert kind != "JPEG" or b"kept" == after.info["comment"]
            assert b"adobe:ns:meta/" in after.info["xmp"]


@pytest.mark.parametrize("name", ["photo.jpg", "dark.png", "moving.gif", "lossy.webp", "lzw.tif"])
def test_the_implicit_label_survives(name: str, tmp_path: Path) -> None:
    """One label, the same as before, where a plain re-encoding would have lost it."""
    path = _file(tmp_path, name)
    write(path, LABEL, GRAMMAR)

    done = render_picture(path, RULES, GRAMMAR)

    reading = read(path, GRAMMAR)
    assert (LABEL, LABEL, 1) == (done.label, reading.label, len(reading.sites))


def test_durations_and_loops_survive(tmp_path: Path) -> None:
    for name in ("moving.gif", "moving.png", "moving.webp"):
        path = _file(tmp_path, name)
        render_picture(path, RULES, GRAMMAR)

        with Image.open(path) as after:
            times = []
            for index in range(4):
                after.seek(index)
                after.load()
                times.append(round(after.info["duration"]))
            assert ([100, 200, 300, 50], 0) == (times, after.info["loop"])


def test_a_signature_is_not_lost_in_silence(tmp_path: Path) -> None:
    """A manifest over the old pixels is told as left behind, and only when asked."""
    path = tmp_path / "a.png"
    whole = KINDS["dark.png"]()
    path.write_bytes(whole[:33] + chunk(b"caBX", b"\x00\x00\x00\x10jumb" + bytes(8)) + whole[33:])
    signed = path.read_bytes()

    with pytest.raises(LabelNotRendered, match="signature"):
        render_picture(path, RULES, GRAMMAR)

    assert signed == path.read_bytes()
    assert ("c2pa",) == render_picture(path, RULES, GRAMMAR, even_if_signed=True).left_behind


def test_another_producers_label_is_not_replaced(tmp_path: Path) -> None:
    path = _file(tmp_path, "dark.png")
    write(path, LABEL, GRAMMAR)
    before = path.read_bytes()
    other = LABEL.first_write(label="1", producer="Other", produce_id="9")

    with pytest.raises(LabelNotRendered, match="another producer"):
        render_picture(path, RULES, GRAMMAR, label=other)

    assert before == path.read_bytes()


def _refused(folder: Path, name: str, whole: bytes, match: str) -> None:
    path = folder / name
    path.write_bytes(whole)
    with pytest.raises((LabelNotRendered, LabelNotWritten), match=match):
        render_picture(path, RULES, GRAMMAR)

    assert whole == path.read_bytes()
    assert [path] == list(folder.iterdir())


@pytest.mark.parametrize(
    ("name", "make", "match"),
    [
        ("no_room.png", lambda: _saved(photo(20, 20), "PNG"), "no room"),
        ("no_pixels.jpg", lambda: JPEG, "cannot be decoded"),
        ("a.html", lambda: b"<html><head></head></html>", "no encoder"),
        ("a.txt", lambda: b"words", "no encoder"),
        ("a.bin", lambda: b"\x00\x01", "no encoder for its kind"),
        ("cut.png", lambda: KINDS["photo.jpg"]()[:2] + b"\xff", "expected"),
        (
            "float.tif",
            lambda: _saved(photo(60, 60).convert("L").convert("F"), "TIFF"),
            "mode F",
        ),
    ],
)
def test_what_cannot_be_done_faithfully_is_refused(
    name: str, make: Callable[[], bytes], match: str, tmp_path: Path
) -> None:
    """The file keeps its bytes, and nothing is left beside it."""
    _refused(tmp_path, name, make(), match)


def test_frames_that_would_fill_the_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All frames count, since all are in memory at once."""
    monkeypatch.setattr("hegui.labels.explicit.frames.MAX_PIXELS", 3 * 240 * 160)

    _refused(tmp_path, "moving.gif", KINDS["moving.gif"](), "pixels in all frames")


def test_words_and_place_are_a_choice(tmp_path: Path) -> None:
    path = _file(tmp_path, "dark.png")
    seen: list[tuple[int, int]] = []

    done = render_picture(
        path,
        RULES,
        GRAMMAR,
        to=tmp_path / "b.png",
        words="人工智能合成",
        at="top",
        progress=lambda step, of: seen.append((step, of)),
    )

    assert isinstance(done, RenderedPicture)
    assert ("人工智能合成", [(1, 1)]) == (done.words, seen)
    assert KINDS["dark.png"]() == path.read_bytes()
    assert "人工智能合成" == done.as_dict()["words"]
    with pytest.raises(UnclearLabel):
        render_picture(path, RULES, GRAMMAR, words="机器画的")

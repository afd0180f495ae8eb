"""The mark of the installed package: put in, found again, and not found where it is not.

Apart from ``make test``, since the package brings 190 MB: ``make marks``.
"""

from __future__ import annotations

import multiprocessing
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hegui.controls.label_law import grammar
from hegui.errors import MarkNotEmbedded
from hegui.labels import AIGCLabel, read_bytes, write_bytes
from hegui.labels.watermark import Watermark, installed, traces

DATA = Path(__file__).parents[2] / "_data" / "labels"
SAID = "demo-000123"


@pytest.fixture(scope="module")
def mark() -> Watermark:
    return installed()["blind-watermark"]


def picture(width: int = 640, height: int = 480, mode: str = "RGB", seed: int = 7) -> Image.Image:
    """Soft colours with grain, as a generated picture has them."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(0, 255, (9, 9, 3), np.uint8))
    soft = np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC), np.int16)
    grain = random.integers(-12, 13, (height, width, 3))
    return Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8)).convert(mode)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def opened(whole: bytes) -> Image.Image:
    with Image.open(BytesIO(whole)) as image:
        image.load()
        return image


@pytest.fixture(scope="module")
def marked(mark: Watermark) -> Image.Image:
    return opened(mark.render(saved(picture()), "image", SAID))


def resized(image: Image.Image, share: float) -> Image.Image:
    size = (round(image.width * share), round(image.height * share))
    return image.resize(size, Image.Resampling.BILINEAR)


@pytest.mark.parametrize(("quality", "share"), [(75, 1), (50, 1), (75, 0.75), (75, 1.3), (90, 0.5)])
def test_it_survives_jpeg_and_another_size(
    mark: Watermark, marked: Image.Image, quality: int, share: float
) -> None:
    whole = saved(resized(marked, share), "JPEG", quality=quality)

    assert SAID == mark.detect(whole, "image").message


def test_it_survives_the_loss_of_colour(mark: Watermark, marked: Image.Image) -> None:
    whole = saved(marked.convert("L"), "JPEG", quality=75)

    assert SAID == mark.detect(whole, "image").message


@pytest.mark.parametrize("step", ["cropped", "mirrored", "turned"])
def test_it_does_not_survive(mark: Watermark, marked: Image.Image, step: str) -> None:
    """Written down, so that nobody relies on it."""
    new = {
        "cropped": lambda: marked.crop((20, 20, marked.width - 20, marked.height - 20)),
        "mirrored": lambda: marked.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "turned": lambda: marked.transpose(Image.Transpose.ROTATE_90),
    }[step]()

    assert not mark.detect(saved(new), "image").is_found


def test_the_program_of_the_guide_runs(capsys: pytest.CaptureFixture[str]) -> None:
    guide = Path(__file__).parents[3] / "docs" / "how-to" / "label-in-your-own-app.md"
    programs = re.findall(
        r"^```python\n(.*?)^```$", guide.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )

    exec(programs[-1], {"picture": saved(picture())})  # noqa: S102 - our own document
    assert "no-000123\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    [
        "cwebp.webp",
        "ffmpeg.jpg",
        "ffmpeg.png",
        "imagemagick_grey_progressive.jpg",
        "imagemagick_interlaced.png",
        "pillow_16bit.png",
        "pillow_animated.webp",
        "pillow_cmyk.jpg",
        "pillow_lossless_alpha.webp",
        "pillow_palette_exif.png",
        "pillow_progressive_icc.jpg",
    ],
)
def test_a_clean_file_of_another_program_has_none(mark: Watermark, name: str) -> None:
    assert not mark.detect((DATA / name).read_bytes(), "image").is_found


@pytest.mark.parametrize("seed", range(10))
def test_a_clean_picture_of_full_size_has_none(mark: Watermark, seed: int) -> None:
    seen = mark.detect(saved(picture(seed=seed)), "image")

    assert (False, 0.0, "") == (seen.is_found, seen.score, seen.message)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("PNG", "LA"), ("JPEG", "L"), ("WEBP", "RGB")],
)
def test_size_mode_and_container_stay(mark: Watermark, kind: str, mode: str) -> None:
    old = saved(picture(641, 479, mode), kind)
    new = opened(mark.render(old, "image", SAID))

    assert (kind, (641, 479), mode) == (new.format, new.size, new.mode)


def test_transparency_stays_to_the_bit(mark: Watermark) -> None:
    image = picture(mode="RGBA")
    image.putalpha(picture(seed=8).convert("L"))
    new = opened(mark.render(saved(image), "image", SAID))

    assert image.getchannel("A").tobytes() == new.getchannel("A").tobytes()
    assert image.convert("RGB").tobytes() != new.convert("RGB").tobytes()


def test_the_change_is_small(marked: Image.Image) -> None:
    """At least 36 dB of signal to noise, over all pixels."""
    error = np.asarray(marked, float) - np.asarray(picture(), float)

    assert 10 * np.log10(255**2 / (error**2).mean()) > 36


def test_a_turned_picture_is_marked_as_it_is_seen(mark: Watermark) -> None:
    """Whoever turns the pixels by what the metadata say finds the mark as well."""
    exif = Image.Exif()
    exif[0x0112] = 6
    new = opened(mark.render(saved(picture(), "JPEG", exif=exif.tobytes()), "image", SAID))
    upright = new.transpose(Image.Transpose.ROTATE_270)

    assert 6 == new.getexif()[0x0112]
    assert SAID == mark.detect(saved(upright), "image").message


def test_the_implicit_label_stays(mark: Watermark) -> None:
    label = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
    labelled = write_bytes(saved(picture()), label, grammar(), name="demo.png")

    assert label == read_bytes(mark.render(labelled, "image", SAID), grammar()).label


@pytest.mark.parametrize("lines", [0, 40])
def test_a_picture_that_takes_no_mark_is_refused(mark: Watermark, lines: int) -> None:
    """White, or a page of text: never a file that is said to carry what nobody can read."""
    page = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(page)
    for line in range(lines):
        draw.text((20, 14 * line), f"Line {line} of a page that is full of words. " * 3, "black")

    assert not mark.detect(saved(page), "image").is_found
    with pytest.raises(MarkNotEmbedded, match="not read back"):
        mark.render(saved(page), "image", SAID)


@pytest.mark.parametrize("colour", ["black", "grey", "orange"])
def test_one_colour_takes_a_mark(mark: Watermark, colour: str) -> None:
    whole = saved(Image.new("RGB", (300, 300), colour))

    assert SAID == mark.detect(mark.render(whole, "image", SAID), "image").message


def test_it_is_told_as_a_trace(mark: Watermark, marked: Image.Image) -> None:
    (trace,) = traces(saved(marked), "image", {"blind-watermark": mark})

    assert ("watermark", f"blind-watermark 0.98 {SAID}") == (trace.kind, trace.value)


def test_its_import_changes_nothing(
    mark: Watermark, marked: Image.Image, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package alone would choose how processes start, and greet."""
    assert mark.detect(saved(marked), "image").is_found
    assert multiprocessing.get_start_method(allow_none=True) is None
    assert "" == capsys.readouterr().out

"""Files that pass through a gateway leave labelled, or not at all."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from hegui.controls.label_law import grammar
from hegui.errors import LabelError, LabelNotWritten, UnknownContainer
from hegui.labels import AIGCLabel, PassingFiles, read_bytes, write_bytes

DATA = Path(__file__).parents[2] / "_data" / "labels"


def files(*, is_due: bool = True) -> PassingFiles:
    """Return a labeller with numbers that can be foretold."""
    numbers = count(1)
    return PassingFiles(
        grammar(), producer="Demo", is_due=lambda: is_due, number=lambda: f"n-{next(numbers)}"
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ffmpeg.png", "image"),
        ("ffmpeg.jpg", "image"),
        ("pillow_lossy.webp", "image"),
        ("ffmpeg.wav", "audio"),
        ("ffmpeg_id3v24.mp3", "audio"),
        ("ffmpeg.opus", "audio"),
        ("ffmpeg.flac", "audio"),
        ("ffmpeg_moov_last.mp4", "video"),
    ],
)
class TestEachKind:
    """cn/labelling-2025/art-5-1-write."""

    def test_comes_out_labelled(self, name: str, kind: str) -> None:
        out = files()((DATA / name).read_bytes(), kind)

        assert (
            AIGCLabel.first_write(label="1", producer="Demo", produce_id="n-1")
            == read_bytes(out, grammar()).label
        )

    def test_passes_as_it_is_when_no_duty_asks(self, name: str, kind: str) -> None:
        raw = (DATA / name).read_bytes()

        assert raw == files(is_due=False)(raw, kind)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "image"),
        (b"\x00\x01" * 500, "audio"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        ((DATA / "ffmpeg.png").read_bytes(), "audio"),
        ((DATA / "ffmpeg.png").read_bytes(), "text"),
        ((DATA / "ffmpeg.wav").read_bytes(), "image"),
        ((DATA / "ffmpeg.png").read_bytes()[:-3], "image"),
    ],
)
def test_what_cannot_be_labelled_does_not_pass(raw: bytes, kind: str) -> None:
    """Damaged, of another kind than is said, or without a container."""
    with pytest.raises(LabelError):
        files()(raw, kind)


def test_raw_samples_have_no_container() -> None:
    with pytest.raises(UnknownContainer, match="audio"):
        files()(bytes(4_000), "audio")


def test_whoever_made_it_stays_its_producer() -> None:
    """cn/gb-45438-2025/cl-6-1-one: one label, and the service stands as propagator."""
    made = AIGCLabel.first_write(label="1", producer="Upstream", produce_id="u-1")
    raw = write_bytes((DATA / "ffmpeg.png").read_bytes(), made, grammar())

    out = files()(raw, "image")
    reading = read_bytes(out, grammar())

    assert 1 == len(reading.sites)
    assert made.propagated(by="Demo", propagate_id="n-1") == reading.label


def test_labels_that_conflict_do_not_pass() -> None:
    import struct
    import zlib

    raw = (DATA / "ffmpeg.png").read_bytes()
    chunk = b"tEXtAIGC\x00yes"
    bad = struct.pack(">I", len(chunk) - 4) + chunk + zlib.crc32(chunk).to_bytes(4)

    with pytest.raises(LabelNotWritten, match="cannot be read"):
        files()(raw[:33] + bad + raw[33:], "image")

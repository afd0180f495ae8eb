"""Steps of other tools that lose a label: seen by `diff`, mended by `capture` and `restore`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from hegui.cli.label_law import grammar
from hegui.cli.main import app
from hegui.labels import AIGCLabel, capture, compare, read, restore, write

DATA = Path(__file__).parents[2] / "_data" / "labels"
LABEL = AIGCLabel.first_write(
    label="1", producer="001191440300708461136T1XGW3", produce_id="a&b<c>'d'"
)


def ffmpeg(*arguments: str | Path) -> bytes:
    """Run ffmpeg as a user would, and return what it printed."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def copied(source: Path, target: Path) -> None:
    """Change the container and keep the packets, as pipelines do."""
    ffmpeg("-i", source, "-c", "copy", target)


def encoded(source: Path, target: Path) -> None:
    """Encode anew."""
    ffmpeg("-i", source, target)


def saved(source: Path, target: Path) -> None:
    """Open and save with Pillow."""
    with Image.open(source) as picture:
        picture.convert("RGB").save(target)


def smaller(source: Path, target: Path) -> None:
    """Scale down with Pillow."""
    with Image.open(source) as picture:
        picture.convert("RGB").resize((24, 24)).save(target)


LOSES = {
    "mp4 copied": ("ffmpeg_moov_last.mp4", ".mp4", copied),
    "mp4 to mov": ("ffmpeg_faststart_itunes_title.mp4", ".mov", copied),
    "flv to mp4": ("ffmpeg.flv", ".mp4", encoded),
    "wav encoded": ("ffmpeg.wav", ".wav", encoded),
    "mp3 to m4a": ("ffmpeg_id3v24.mp3", ".m4a", encoded),
    "jpeg saved": ("ffmpeg.jpg", ".jpg", saved),
    "jpeg to png": ("pillow_exif.jpg", ".png", saved),
    "png saved": ("ffmpeg.png", ".png", saved),
    "webp made smaller": ("pillow_lossy.webp", ".webp", smaller),
    "gif to webp": ("pillow_single.gif", ".webp", saved),
}


@pytest.mark.parametrize("name", LOSES)
class TestAStepThatLoses:
    """cn/gb-45438-2025/cl-6-1-metadata: what a step drops is seen, and can be put back."""

    def test_it_is_seen_and_mended(self, name: str, tmp_path: Path) -> None:
        fixture, suffix, step = LOSES[name]
        before = tmp_path / f"before{Path(fixture).suffix}"
        after = tmp_path / f"after{suffix}"
        write(DATA / fixture, LABEL, grammar(), to=before)
        kept = capture(read(before, grammar()), name=before.name)

        step(before, after)
        lost = compare(read(before, grammar()), read(after, grammar()))
        restore(kept, after, grammar())
        mended = compare(read(before, grammar()), read(after, grammar()))

        assert (False, ["lost"]) == (lost.is_kept, [change.code for change in lost.changes])
        assert (True, ()) == (mended.is_kept, mended.changes)


def test_restoring_leaves_packets_alone(tmp_path: Path) -> None:
    """Every packet has the same digest before and behind it."""
    before, after = tmp_path / "before.mp4", tmp_path / "after.mp4"
    write(DATA / "ffmpeg_moov_last.mp4", LABEL, grammar(), to=before)
    copied(before, after)
    digests = ffmpeg("-i", after, "-c", "copy", "-f", "framemd5", "-")

    restore(capture(read(before, grammar()), name="before.mp4"), after, grammar())

    assert digests == ffmpeg("-i", after, "-c", "copy", "-f", "framemd5", "-")


def test_a_step_that_keeps_the_label_passes(tmp_path: Path) -> None:
    """MP4 to MKV keeps it, with ffmpeg's own hands."""
    before, after = tmp_path / "before.mp4", tmp_path / "after.mkv"
    write(DATA / "ffmpeg_moov_last.mp4", LABEL, grammar(), to=before)
    copied(before, after)

    assert compare(read(before, grammar()), read(after, grammar())).is_kept


def test_the_three_verbs(tmp_path: Path) -> None:
    """As a person types them, around a real step."""
    run = CliRunner()
    before, after = tmp_path / "film.mp4", tmp_path / "small.mp4"
    write(DATA / "ffmpeg_moov_last.mp4", LABEL, grammar(), to=before)

    captured = run.invoke(app, ["label", "capture", str(before)])
    copied(before, after)
    lost = run.invoke(app, ["label", "diff", str(before), str(after)])
    note = f"{before}.label.json"
    restored = run.invoke(
        app, ["label", "restore", str(after), "--from", note, "--propagate", "Platform"]
    )
    kept = run.invoke(app, ["label", "diff", str(before), str(after)])

    assert (0, 1, 0, 0) == (
        captured.exit_code,
        lost.exit_code,
        restored.exit_code,
        kept.exit_code,
    )
    assert "NOT KEPT" in lost.output
    assert "propagated ContentPropagator" in kept.output

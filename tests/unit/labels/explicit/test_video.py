"""Videos with words over their opening, looked at frame by frame."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import av
import numpy as np
import pytest
from tests.unit.labels.explicit.made import GRAMMAR, LABEL, RULES, white_rows, write_video

from hegui.errors import LabelNotRendered
from hegui.labels import read, write
from hegui.labels.explicit import RenderedVideo, render_video
from hegui.labels.explicit.encoders import ENCODERS, choose_encoder

Grey = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def _boxes(path: Path, done: RenderedVideo) -> list[Grey]:
    left, top, right, bottom = done.box
    with av.open(str(path), "r") as opened:
        return [
            frame.to_ndarray(format="gray")[top:bottom, left:right].astype(np.uint8)
            for frame in opened.decode(video=0)
        ]


def _sound(path: Path) -> list[bytes]:
    with av.open(str(path), "r") as opened:
        return [bytes(packet) for packet in opened.demux(audio=0) if packet.size]


def _turned(path: Path, matrix: tuple[int, ...]) -> None:
    """Put a rotation into the header of a track, as a telephone does."""
    whole = bytearray(path.read_bytes())
    struct.pack_into(">9i", whole, whole.index(b"tkhd") + 44, *matrix)
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("name", "codec", "sound"),
    [
        ("a.mp4", "mpeg4", "aac"),
        ("a.mov", "mpeg4", "aac"),
        ("a.mkv", "mpeg4", "libopus"),
        ("a.webm", "libvpx-vp9", "libopus"),
        ("a.avi", "mpeg4", "libmp3lame"),
        ("a.flv", "flv", "aac"),
    ],
)
def test_words_stand_for_two_seconds_and_then_go(
    name: str, codec: str, sound: str, tmp_path: Path
) -> None:
    """Ink counted in every labelled frame; sound the same, packet by packet."""
    path = tmp_path / name
    write_video(path, codec, sound=sound)
    heard = _sound(path)

    done = render_video(path, RULES, GRAMMAR, label=LABEL)

    boxes = _boxes(path, done)
    heights = [white_rows(box, threshold=225) for box in boxes]
    assert (60, 60, 2.0) == (done.frames, len(boxes), round(done.shown_s, 2))
    assert all(height >= 0.05 * 128 for height in heights[:47])
    assert all(height == 0 for height in heights[49:])
    assert heard == _sound(path)
    assert (LABEL, 1) == (read(path, GRAMMAR).label, len(read(path, GRAMMAR).sites))
    assert "GPL" != done.encoder_licence[:3]


def test_all_frames_and_other_words(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, frames=60)
    write(path, LABEL, GRAMMAR)
    seen: list[tuple[int, int]] = []

    done = render_video(
        path,
        RULES,
        GRAMMAR,
        to=tmp_path / "b.mp4",
        words="本视频由AI合成",
        at="top",
        is_whole=True,
        progress=lambda step, of: seen.append((step, of)),
    )

    boxes = _boxes(tmp_path / "b.mp4", done)
    assert all(white_rows(box, threshold=225) >= 0.05 * 128 for box in boxes)
    assert ((60, 60), LABEL) == (seen[-1], done.label)
    with av.open(str(tmp_path / "b.mp4"), "r") as opened:
        assert "a title" == opened.metadata["title"]
    assert 0 < done.box.top < 10
    assert "本视频由AI合成" == done.as_dict()["words"]


def test_less_than_the_rules_is_never_shown(tmp_path: Path) -> None:
    """A shorter wish is lifted to the rules' time; a short video is labelled whole."""
    write_video(tmp_path / "a.mp4", frames=60, sound="")
    write_video(tmp_path / "b.mp4", frames=20, sound="")

    long = render_video(tmp_path / "a.mp4", RULES, GRAMMAR, shown_s=0.1)
    short = render_video(tmp_path / "b.mp4", RULES, GRAMMAR)

    assert (2.0, 0.83) == (round(long.shown_s, 2), round(short.shown_s, 2))
    assert all(
        white_rows(box, threshold=225) >= 0.05 * 128 for box in _boxes(tmp_path / "b.mp4", short)
    )


_ONE = 1 << 16


@pytest.mark.parametrize(
    ("degrees", "matrix"),
    [
        (90, (0, _ONE, 0, -_ONE, 0, 0, 128 * _ONE, 0, 1 << 30)),
        (180, (-_ONE, 0, 0, 0, -_ONE, 0, 192 * _ONE, 128 * _ONE, 1 << 30)),
        (270, (0, -_ONE, 0, _ONE, 0, 0, 0, 192 * _ONE, 1 << 30)),
    ],
)
def test_a_rotation_is_carried_out(degrees: int, matrix: tuple[int, ...], tmp_path: Path) -> None:
    """What players turn is turned already, and the words stand upright in it."""
    path = tmp_path / "a.mp4"
    write_video(path, frames=30, sound="")
    with av.open(str(path), "r") as opened:
        flat = next(opened.decode(video=0)).to_ndarray(format="gray").astype(int)
    _turned(path, matrix)

    done = render_video(path, RULES, GRAMMAR)

    with av.open(str(path), "r") as opened:
        first = next(opened.decode(video=0))
    turned = np.rot90(flat, k=-degrees // 90)
    assert (0, turned.shape) == (first.rotation, (done.height, done.width))
    away = np.s_[: done.box.top - 8]
    assert np.abs(first.to_ndarray(format="gray").astype(int)[away] - turned[away]).mean() < 6


def test_an_encoder_under_the_gpl_is_for_those_who_ask(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, "libx264", frames=30)

    free = render_video(path, RULES, GRAMMAR, to=tmp_path / "b.mp4")
    asked = render_video(path, RULES, GRAMMAR, to=tmp_path / "c.mp4", encoder="libx264")

    assert not ENCODERS[free.encoder].is_gpl
    assert ("libx264", "GPL-2.0-or-later") == (asked.encoder, asked.encoder_licence)


@pytest.mark.parametrize("kind", ["mp4", "mov", "matroska", "webm", "avi", "flv"])
@pytest.mark.parametrize("codec", ["h264", "hevc", "av1", "vp9", "vp8", "mpeg4", "flv1"])
def test_none_under_the_gpl_is_chosen(kind: str, codec: str) -> None:
    assert not choose_encoder("a", kind, codec).is_gpl


@pytest.mark.parametrize(
    ("encoder", "name", "source"),
    [
        ("mpeg4", "a.mp4", "mpeg4"),
        ("libx264", "a.mp4", "mpeg4"),
        ("libvpx-vp9", "a.webm", "libvpx"),
        ("libvpx", "a.webm", "libvpx"),
        ("flv", "a.flv", "flv"),
    ],
)
def test_drawing_takes_no_priority(encoder: str, name: str, source: str, tmp_path: Path) -> None:
    """An encoder that makes its caller a real-time process starves the whole machine."""
    before = os.sched_getscheduler(0)
    write_video(tmp_path / name, source, sound="", frames=10)

    render_video(tmp_path / name, RULES, GRAMMAR, encoder=encoder)

    tasks = [int(task.name) for task in Path("/proc/self/task").iterdir()]
    assert {before} == {os.sched_getscheduler(task) for task in tasks}


def test_every_encoder_that_is_here_was_asked_for_its_priority() -> None:
    known = {"mpeg4", "libx264", "libvpx-vp9", "libvpx", "flv"}

    assert {name for name in ENCODERS if name in av.codecs_available} == known


def test_what_cannot_be_done_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path, frames=10)
    whole = path.read_bytes()

    with pytest.raises(LabelNotRendered, match="expected an encoder of"):
        render_video(path, RULES, GRAMMAR, encoder="libx265")
    with pytest.raises(LabelNotRendered, match="no room"):
        render_video(path, RULES, GRAMMAR, words="人工智能生成" * 20)
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(LabelNotRendered):
        render_video(tmp_path / "b.png", RULES, GRAMMAR)

    assert whole == path.read_bytes()
    assert {"a.mp4", "b.png"} == {file.name for file in tmp_path.iterdir()}

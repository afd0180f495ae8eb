"""Sounds with a rhythm or a clip between their samples."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from tests.unit.labels.explicit.made import GRAMMAR, LABEL, RULES, write_sound

from hegui.errors import InvalidPlacement, LabelNotRendered, UnclearLabel
from hegui.labels import read, write
from hegui.labels.explicit import Voice, render_sound
from hegui.labels.explicit.sound import Moment

KINDS: dict[str, tuple[object, ...]] = {
    "a.wav": ("pcm_s16le",),
    "mono.wav": ("pcm_s16le", 16_000, "", "mono"),
    "deep.wav": ("pcm_s24le",),
    "float.wav": ("pcm_f32le",),
    "low.wav": ("pcm_u8",),
    "a.flac": ("flac",),
    "deep.flac": ("flac", 24_000, "s32"),
    "a.mp3": ("libmp3lame",),
    "a.m4a": ("aac", 44_100, "", "stereo", 2.0, "ipod"),
    "lossless.m4a": ("alac", 44_100, "", "stereo", 2.0, "ipod"),
    "a.opus": ("libopus", 48_000, "", "stereo", 2.0, "ogg"),
}


def _file(folder: Path, name: str) -> Path:
    write_sound(folder / name, *KINDS[name])  # type: ignore[arg-type]
    return folder / name


def _samples(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the first channel, as a float of the file's own scale."""
    blocks = []
    with av.open(str(path), "r") as opened:
        for frame in opened.decode(audio=0):
            block = frame.to_ndarray()
            width = 1 if frame.format.is_planar else frame.layout.nb_channels
            blocks.append(block[0][::width].astype(np.float64))
    return np.concatenate(blocks)


@pytest.mark.parametrize("name", KINDS)
def test_the_rhythm_is_in_the_finished_file(name: str, tmp_path: Path) -> None:
    """At the start, in the midst and at the end; what was there before is there still."""
    path = _file(tmp_path, name)
    before = _samples(path)
    with av.open(str(path), "r") as opened:
        rate = opened.streams.audio[0].rate

    done = render_sound(path, RULES, GRAMMAR, at=("start", 1.0, "end"), label=LABEL)

    after = _samples(path)
    inserted = round(rate * (9 * 0.12 + 2 * 0.24))
    assert (3, LABEL) == (len(done.at_s), read(path, GRAMMAR).label)
    assert abs(len(after) - len(before) - 3 * inserted) <= (1 if done.is_lossless else 4_096)
    if done.is_lossless:
        second = inserted + rate
        assert np.array_equal(before[:rate], after[inserted:second])
        assert np.array_equal(before[rate:], after[second + inserted : -inserted])
    for at in done.at_s:
        tone = after[round((at + 0.02) * rate) : round((at + 0.1) * rate)]
        gap = after[round((at + 0.15) * rate) : round((at + 0.2) * rate)]
        middle = np.median(after)
        assert np.abs(tone - middle).mean() > 10 * np.abs(gap - middle).mean()


def test_tags_and_the_label_of_before_come_over(tmp_path: Path) -> None:
    for name in ("a.wav", "a.mp3", "a.flac", "a.m4a", "a.opus"):
        path = _file(tmp_path, name)
        write(path, LABEL, GRAMMAR)

        done = render_sound(path, RULES, GRAMMAR)

        with av.open(str(path), "r") as opened:
            tags = {**opened.metadata, **opened.streams.audio[0].metadata}
        assert "a title" == {k.lower(): v for k, v in tags.items()}["title"]
        assert (LABEL, 1) == (done.label, len(read(path, GRAMMAR).sites))


def test_a_clip_of_speech_takes_the_place(tmp_path: Path) -> None:
    """Its speed is told, for a person to compare with the note on normal speed."""
    path = _file(tmp_path, "a.wav")
    write_sound(tmp_path / "clip.wav", "pcm_s16le", 16_000, "", "mono", 3.0)

    done = render_sound(
        path, RULES, GRAMMAR, clip=tmp_path / "clip.wav", spoken="人工智能合成", at=("end",)
    )

    assert ("speech", (2.24,)) == (done.form, tuple(round(at, 2) for at in done.at_s))
    assert 119 < done.characters_a_minute < 121
    assert 5.48 == round(done.seconds, 2)
    assert "speech" == done.as_dict()["form"]
    with pytest.raises(UnclearLabel):
        render_sound(path, RULES, GRAMMAR, clip=tmp_path / "clip.wav", spoken="欢迎收听")


@pytest.mark.parametrize("at", [(), ("middle",), (-1.0,)])
def test_a_moment_that_is_none_is_refused(at: tuple[Moment, ...], tmp_path: Path) -> None:
    with pytest.raises(InvalidPlacement):
        render_sound(_file(tmp_path, "a.wav"), RULES, GRAMMAR, at=at)


def test_what_cannot_be_done_leaves_the_file(tmp_path: Path) -> None:
    """A moment behind the end, a level that nobody hears, no sound, no encoder."""
    path = _file(tmp_path, "a.wav")
    before = path.read_bytes()

    with pytest.raises(LabelNotRendered, match="lies behind its end"):
        render_sound(path, RULES, GRAMMAR, at=(9.0,))
    with pytest.raises(LabelNotRendered, match="heard nothing"):
        render_sound(path, RULES, GRAMMAR, voice=Voice(level_dbfs=-110))
    (tmp_path / "a.html").write_text("<html><head></head></html>")
    with pytest.raises(LabelNotRendered, match="holds no sound"):
        render_sound(tmp_path / "a.html", RULES, GRAMMAR)

    assert before == path.read_bytes()
    assert {"a.wav", "a.html"} == {file.name for file in tmp_path.iterdir()}


def test_a_claim_of_billions_of_samples_fills_no_memory(tmp_path: Path) -> None:
    """A damaged header: a label of that rate would be gigabytes."""
    path = _file(tmp_path, "mono.wav")
    whole = bytearray(path.read_bytes())
    whole[24:28] = (2_000_000_000).to_bytes(4, "little")
    path.write_bytes(whole)

    with pytest.raises(LabelNotRendered, match="samples a second"):
        render_sound(path, RULES, GRAMMAR)


def test_progress_counts_seconds(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = _file(tmp_path, "a.wav")

    render_sound(path, RULES, GRAMMAR, progress=lambda done, of: seen.append((done, of)))

    assert (2, 2) == seen[-1]

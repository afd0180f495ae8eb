"""Whatever ffmpeg and Pillow make: labelled, replaced, and media as they were."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageSequence
from tests.conformance.labels.made import PICTURES, SHAPES, make
from tests.conformance.labels.media import FILES, media

from hegui.controls.label_law import grammar
from hegui.labels import CONTAINERS, AIGCLabel, read, read_bytes, write_bytes

FIRST = AIGCLabel.first_write(label="1", producer="Demo", produce_id="a&b<c>")
LONGER = AIGCLabel.first_write(label="1", producer="Demo", produce_id="n" * 3_000)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of this session."""
    folder = tmp_path_factory.mktemp("made")
    make(folder)
    return folder


def pixels(file: Path, whole: bytes) -> list[tuple[str, bytes]]:
    """Return what Pillow decodes, frame by frame."""
    file.write_bytes(whole)
    with Image.open(file) as picture:
        return [(frame.mode, frame.tobytes()) for frame in ImageSequence.Iterator(picture)]


def test_there_are_six_of_each_made_here() -> None:
    assert min(Counter(Path(name).suffix for name in SHAPES).values()) >= 6


def test_there_are_six_for_each_container() -> None:
    """Of independent programs, stored or made here; HEIC apart from AVIF, which shares its own."""
    container_of = {file.suffix: read(file, grammar()).container for file in FILES}
    suffixes = [file.suffix for file in FILES] + [Path(name).suffix for name in SHAPES]
    seen = Counter(container_of[suffix] for suffix in suffixes)

    assert set(CONTAINERS) == {name for name, count in seen.items() if count >= 6}
    for suffix in (".heic", ".avif", ".docx", ".xlsx", ".webm", ".mov", ".m4a", ".opus"):
        assert (suffix, True) == (suffix, suffixes.count(suffix) >= 6)


@pytest.mark.parametrize("name", SHAPES)
def test_the_media_stay(name: str, made: Path, tmp_path: Path) -> None:
    """A first label, then a longer one: exactly one stands there, and nothing else changed."""
    old = (made / name).read_bytes()
    once = write_bytes(old, FIRST, grammar(), name=name)
    twice = write_bytes(once, LONGER, grammar(), name=name)
    reading = read_bytes(twice, grammar(), name=name)

    assert FIRST == read_bytes(once, grammar(), name=name).label
    assert (LONGER, 1, ()) == (reading.label, len(reading.sites), reading.problems)
    assert media(old, Path(name).suffix) == media(twice, Path(name).suffix)
    if name in PICTURES:
        assert pixels(made / name, old) == pixels(tmp_path / name, twice)

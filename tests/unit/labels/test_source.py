"""An untrusted file gets so much and no more."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

from hegui.errors import DamagedFile, FileNotReadable, OverLimit
from hegui.labels.source import Limits, Source


def small(**limits: int) -> Source:
    return Source.of_bytes(b"0123456789" * 10_000, limits=Limits(**limits))


def test_bytes_come_by_offset(tmp_path: Path) -> None:
    """From a file as from memory, in order and by jumps."""
    whole = os.urandom(300_000)
    (tmp_path / "a").write_bytes(whole)

    with Source.open(tmp_path / "a") as source:
        for at, length in ((0, 10), (10, 5_000), (290_000, 10_000), (3, 1), (0, 300_000)):
            assert whole[at : at + length] == source.read(at, length)
        assert b"" == source.upto(300_000, 9)


def test_reading_in_all_is_counted() -> None:
    source = small(read_bytes=50_000)

    source.read(0, 40_000)

    with pytest.raises(OverLimit, match="bytes read"):
        source.read(60_000, 30_000)


def test_a_piece_elements_and_depth_are_limited() -> None:
    source = small(piece_bytes=10, elements=3, depth=1)

    with pytest.raises(OverLimit, match="one piece"):
        source.read(0, 11)
    source.count(3)
    with pytest.raises(OverLimit, match="elements"):
        source.count()
    with source.deeper(), pytest.raises(OverLimit, match="nesting"), source.deeper():
        pass


def test_inflating_is_limited() -> None:
    """A bomb stops at the limit, not in memory."""
    bomb = zlib.compress(b"\x00" * 50_000_000)

    with pytest.raises(OverLimit, match="compressed"):
        small(piece_bytes=1_000).inflate(bomb, 0)
    with pytest.raises(DamagedFile, match="zlib"):
        small().inflate(b"no", 7)


@pytest.mark.parametrize(("at", "length"), [(99_999, 2), (-1, 1), (0, -1), (200_000, 1)])
def test_outside_is_damage(at: int, length: int) -> None:
    with pytest.raises(DamagedFile):
        small().read(at, length)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A named pipe does not hold the program."""
    os.mkfifo(tmp_path / "pipe")

    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe"):
        with pytest.raises(FileNotReadable), Source.open(path):
            pass


def test_a_file_that_shrinks_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)

    with Source.open(tmp_path / "a") as source:
        (tmp_path / "a").write_bytes(b"x")
        with pytest.raises(DamagedFile):
            source.read(50, 10)

"""A new file takes the old one's place whole, or not at all."""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import struct
from pathlib import Path

import pytest

from hegui.errors import LabelNotWritten
from hegui.labels.splice import Keep, Piece, blank, join, replace_file, size_of


def replace(old: Path, target: Path, *, mode: int = 0o640) -> None:
    descriptor = os.open(old, os.O_RDONLY)
    try:
        pieces: list[Piece] = [b"new ", Keep(0, 3), b"!"]
        replace_file(descriptor, pieces, target, lambda _: None, mode=mode)
    finally:
        os.close(descriptor)


def test_pieces_make_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old file")

    replace(tmp_path / "a", tmp_path / "a")

    assert b"new old!" == (tmp_path / "a").read_bytes()
    assert 0o640 == (tmp_path / "a").stat().st_mode & 0o777
    assert ["a"] == [file.name for file in tmp_path.iterdir()]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old file")
    (tmp_path / "link").symlink_to("a")

    replace(tmp_path / "a", tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert b"new old!" == (tmp_path / "a").read_bytes()


def test_what_looks_wrong_never_arrives(tmp_path: Path) -> None:
    """The look comes before the change of places, and nothing is left behind."""
    (tmp_path / "a").write_bytes(b"old file")

    def look(beside: Path) -> None:
        assert b"new" == beside.read_bytes()
        raise LabelNotWritten("a", "it looks wrong")

    with (tmp_path / "a").open("rb") as file, pytest.raises(LabelNotWritten, match="looks wrong"):
        replace_file(file.fileno(), [b"new"], tmp_path / "a", look, mode=0o600)

    assert b"old file" == (tmp_path / "a").read_bytes()
    assert ["a"] == [file.name for file in tmp_path.iterdir()]


def test_a_full_disk_is_a_clear_error(tmp_path: Path) -> None:
    """The device that is always full stands for the disk: the target stays absent."""
    (tmp_path / "a").write_bytes(b"old file")

    with pytest.raises(LabelNotWritten, match=os.strerror(errno.ENOENT)):
        replace(tmp_path / "a", tmp_path / "none" / "a")


class TestSharing:
    """Where a file system can, both files have the same blocks.

    The system call is played by one that copies and keeps to the rules that
    XFS has: whole blocks, or up to the end of the old file.
    """

    old = bytes(range(251)) * 20_000
    asked: list[tuple[int, int, int]]

    @pytest.fixture(autouse=True)
    def _sharing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = []

        def ioctl(target: int, request: int, argument: bytes) -> int:
            source, start, length, placed = struct.unpack("=qQQQ", argument)
            is_to_the_end = start + length == os.fstat(source).st_size
            if request != 0x4020940D or (start | placed) % 4_096:
                raise OSError(errno.EINVAL, "beside the blocks")
            if length % 4_096 and not is_to_the_end:
                raise OSError(errno.EINVAL, "half a block")
            self.asked.append((start, length, placed))
            return os.pwrite(target, os.pread(source, length, start), placed)

        monkeypatch.setattr(fcntl, "ioctl", ioctl)

    @pytest.mark.parametrize(
        ("pieces", "asked"),
        [
            ([Keep(0, len(old)), b"more"], [(0, len(old), 0)]),
            ([b"new", Keep(3, len(old))], [(4_096, len(old) - 4_096, 4_096)]),
            ([bytes(4_099), Keep(3, 2_000_000), b"x"], [(4_096, 1_994_752, 8_192)]),
            ([b"new", Keep(4, len(old))], []),
            ([Keep(0, 70_000), b"more"], []),
        ],
        ids=["all", "to the end", "up to a block", "elsewhere in a page", "short"],
    )
    def test_as_much_as_can_be(
        self, pieces: list[Piece], asked: list[tuple[int, int, int]], tmp_path: Path
    ) -> None:
        (tmp_path / "a").write_bytes(self.old)

        with (tmp_path / "a").open("rb") as file:
            replace_file(file.fileno(), pieces, tmp_path / "b", lambda _: None, mode=0o600)

        assert join(pieces, self.old) == (tmp_path / "b").read_bytes()
        assert asked == self.asked


@pytest.mark.parametrize("start", [0, 3, 4_096, 5_000])
@pytest.mark.parametrize("is_mapped", [True, False])
def test_long_ranges_arrive_whole(
    start: int, is_mapped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moved by a few bytes, by none or by many, and where a file system has no mappings."""
    old = bytes(range(251)) * 80_000
    (tmp_path / "a").write_bytes(old)
    if not is_mapped:
        monkeypatch.setattr(mmap, "mmap", lambda *_, **__: (_ for _ in ()).throw(OSError("none")))
    pieces: list[Piece] = [b"new", Keep(start, len(old) - 7), b"more"]

    with (tmp_path / "a").open("rb") as file:
        replace_file(file.fileno(), pieces, tmp_path / "b", lambda _: None, mode=0o600)

    assert join(pieces, old) == (tmp_path / "b").read_bytes()


def test_a_long_file_that_shrinks_is_not_written(tmp_path: Path) -> None:
    """Cut between the walk and the copy: no signal ends the program, and an error tells."""
    (tmp_path / "a").write_bytes(bytes(5 << 20))

    with (tmp_path / "a").open("rb") as file, pytest.raises(LabelNotWritten, match="shorter"):
        replace_file(
            file.fileno(), [b"x", Keep(0, 9 << 20)], tmp_path / "b", lambda _: None, mode=0o600
        )

    assert ["a"] == [each.name for each in tmp_path.iterdir()]


def test_a_file_that_shrinks_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ab")

    with pytest.raises(LabelNotWritten, match="shorter"):
        replace(tmp_path / "a", tmp_path / "b")

    assert ["a"] == [file.name for file in tmp_path.iterdir()]


def test_blanks_fall_only_on_what_is_kept() -> None:
    pieces: list[Piece] = [b"head", Keep(2, 6), b"new", Keep(8, 10)]

    blanked = blank(pieces, [(0, 3), (5, 9)])

    assert b"head de new j" == join(blanked, b"abcdefghij")
    assert size_of(pieces) == size_of(blanked)

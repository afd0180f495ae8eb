"""A new file takes the old one's place whole, or not at all."""

from __future__ import annotations

import errno
import mmap
import os
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


def test_other_file_systems_are_copied_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the kernel does not copy between files, the program does."""
    (tmp_path / "a").write_bytes(b"old file")

    def refuse(*_: object, **__: object) -> int:
        raise OSError(errno.EXDEV, "across file systems")

    monkeypatch.setattr(os, "copy_file_range", refuse)
    replace(tmp_path / "a", tmp_path / "b")

    assert b"new old!" == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("start", [0, 1, 4_096, 5_000])
@pytest.mark.parametrize("is_mapped", [True, False])
def test_long_ranges_arrive_whole(
    start: int, is_mapped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever page they begin on, and where a file system has no mappings."""
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

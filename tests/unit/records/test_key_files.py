"""Secrets that are files."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hegui.records import key_files


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    """The second reading finds the first secret."""
    path = tmp_path / "keys" / "a.key"

    assert key_files.read_or_make(path) == key_files.read_or_make(path)


def test_who_comes_together_agrees(tmp_path: Path) -> None:
    """Of many that start at once, all use the one secret that came first."""
    path = tmp_path / "a.key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: key_files.read_or_make(path), range(32)))

    assert {path.read_text(encoding="ascii")} == found
    assert ["a.key"] == [file.name for file in tmp_path.iterdir()]


def test_writing_replaces_the_whole_file(tmp_path: Path) -> None:
    """The new content stands alone, and only its owner can read it."""
    path = tmp_path / "a.key"
    key_files.write(path, "first and longer")
    key_files.write(path, "second")

    assert "second" == key_files.read(path)
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_a_missing_secret_is_empty(tmp_path: Path) -> None:
    """Reading makes nothing."""
    assert "" == key_files.read(tmp_path / "none.key")

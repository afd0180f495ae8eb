"""Fixtures: folders that are ready for use, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Listening", "ledger", "migrated", "var"]


@dataclass(frozen=True)
class Written:
    """The receipt of a listening ledger."""

    id: str
    seq: int


@dataclass
class Listening:
    """A ledger that keeps entries in a list; `is_broken` makes it refuse."""

    entries: list[tuple[str, Mapping[str, Any], tuple[str, ...]]] = field(default_factory=list)
    is_broken: bool = False

    def append_sync(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        refs: Sequence[str] = (),
        receipt: str | None = None,
    ) -> Written:
        """Keep the entry."""
        if self.is_broken:
            raise OSError("no space left")
        self.entries.append((kind, payload, tuple(refs)))
        seq = len(self.entries) - 1
        return Written(id=receipt or f"r-{seq:026d}", seq=seq)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with migrated tables and first rows. Copy it; do not write into it."""
    from hegui.records.setup import prepare

    folder = tmp_path_factory.mktemp("migrated")
    prepare(folder)
    from django.db import connections

    connections.close_all()
    return folder


@pytest.fixture
def var(migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh folder whose records this process uses."""
    from django.db import connections

    from hegui.records.setup import prepare

    monkeypatch.setenv("HEGUI_VAR", str(tmp_path))
    monkeypatch.delenv("HEGUI_DATABASE", raising=False)
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    prepare(tmp_path)
    yield tmp_path
    connections.close_all()


@pytest.fixture
def ledger() -> Listening:
    """A ledger that listens."""
    return Listening()

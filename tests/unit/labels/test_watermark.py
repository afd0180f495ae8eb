"""A package that offers a watermark is found and asked; without one nothing happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.labels.watermark import installed, traces

PACKAGE = """
from hegui.labels.watermark import Detection


class Mark:
    kinds = frozenset({"text"})

    def render(self, whole, kind, message):
        return whole + b"::" + message.encode()

    def detect(self, whole, kind):
        _, found, message = whole.partition(b"::")
        return Detection(is_found=bool(found), score=0.5, message=message.decode())
"""


def test_nothing_is_shipped() -> None:
    assert {} == installed()
    assert [] == traces(b"x", "text", installed())


def test_an_installed_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A distribution with an entry point, as pip leaves it."""
    facts = tmp_path / "marks-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: marks\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("[hegui.watermarks]\nplain = own_marks:Mark\n")
    (tmp_path / "own_marks.py").write_text(PACKAGE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    marks = installed()
    marked = marks["plain"].render(b"hello", "text", "demo")

    assert ["plain 0.50 demo"] == [trace.value for trace in traces(marked, "text", marks)]
    assert [] == traces(b"hello", "text", marks)
    assert [] == traces(marked, "image", marks)

"""The drawing of the storeys in ARCHITECTURE.md and ADR 0001, from the contract itself."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

__all__ = ["FILES", "layers", "pages"]

FILES: Final = ("ARCHITECTURE.md", "docs/adr/0001-storeys.md")
"""Files that show the drawing: a fence that begins with ``cli`` and ends with ``errors``."""

_ROOT: Final = Path(__file__).parents[2]
_DRAWING: Final = re.compile(r"^```\ncli\n.*?^errors\n```$", re.DOTALL | re.MULTILINE)


def layers() -> tuple[str, ...]:
    """Return the storeys from the top down, as import-linter reads them."""
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return tuple(next(each["layers"] for each in contracts if each["type"] == "layers"))


def pages() -> dict[str, str]:
    """Return the files with the drawing as it should be now."""
    drawing = "\n".join(("```", *layers(), "```"))
    return {
        name: _DRAWING.sub(lambda _: drawing, (_ROOT / name).read_text(encoding="utf-8"))
        for name in FILES
    }

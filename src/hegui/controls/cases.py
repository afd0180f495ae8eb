"""The pass and fail cases of a control, as a lawyer reads them.

A case is a small TOML file beside the tests, ``tests/controls/<family>/<claim>/
<what>.{pass,fail}.toml``. ``pass`` is a subject that must be left alone (or
evidence that must be judged ok); ``fail`` is one that must be acted on. The
installed package carries them, so that the console can show what a control
has been proved on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

__all__ = ["Case", "folder", "of"]

_INSTALLED: Final = Path(__file__).parent / "_cases"
_CHECKOUT: Final = Path(__file__).parents[3] / "tests" / "controls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case file."""

    name: str
    """What it shows, for example ``split_by_zero_width``."""

    kind: Literal["pass", "fail"]
    text: str
    """The file as written, comments included."""


def folder() -> Path:
    """Return where the cases lie: in the installed package, or in the checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def of(name: str) -> tuple[Case, ...]:
    """Return the cases of the control ``family/claim``, fails first, by name.

    Empty when the control has none; the traceability test does not let that stand.
    """
    found = sorted((folder() / name).glob("*.toml"))
    return tuple(
        Case(
            name=file.name.removesuffix(f".{kind}.toml"),
            kind=kind,
            text=file.read_text(encoding="utf-8"),
        )
        for kind in _KINDS
        for file in found
        if file.name.endswith(f".{kind}.toml")
    )


_KINDS: Final[tuple[Literal["fail", "pass"], ...]] = ("fail", "pass")

"""Watermarks: a protocol for packages that put signals into content itself. None is shipped.

A watermark survives what metadata do not, and needs a detector of its own kind;
the labelling rules encourage it and do not ask for it. An installed package
offers one under the entry point group `GROUP`:

    [project.entry-points."hegui.watermarks"]
    dwt-dct = "some_package:Watermark"

It names a class without arguments that follows `Watermark`. hegui finds it,
asks it, and reports what it says as a trace: a detection is a hint, and what is
not detected says nothing. For one package that offers none itself,
``blind-watermark``, hegui brings the class (`hegui.labels.dwt_dct_svd`); where
the package is not installed there is no trace of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Final, Protocol, cast

from hegui.labels.site import Trace

__all__ = ["GROUP", "Detection", "Watermark", "installed", "traces"]

GROUP: Final = "hegui.watermarks"
"""Entry points under this name are watermarks."""

_OURS: Final = (
    (
        EntryPoint("blind-watermark", "hegui.labels.dwt_dct_svd:DwtDctSvd", GROUP),
        ("blind_watermark", "PIL"),
    ),
)
"""Classes of ours for packages of others, and what has to be there for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """What a detector says of one file."""

    is_found: bool
    score: float
    """Confidence in [0, 1], as its maker means it."""

    message: str = ""
    """What was carried, if anything."""


class Watermark(Protocol):
    """Puts a signal into content and looks for it. Both decode the file: not lossless."""

    @property
    def kinds(self) -> frozenset[str]:
        """Of ``image``, ``audio``, ``video``, ``text``: what it works on."""
        ...

    def render(self, whole: bytes, kind: str, message: str) -> bytes:
        """Return a new encoding of the content that carries a short message."""
        ...

    def detect(self, whole: bytes, kind: str) -> Detection:
        """Look for it."""
        ...


def installed() -> dict[str, Watermark]:
    """Return the watermarks of installed packages by name, sorted.

    Imports the packages that offer one themselves, and ours only when asked. What
    a package offers under the name of one of ours takes its place.
    """
    ours = [each for each, needed in _OURS if all(map(find_spec, needed))]
    found = {each.name: each for each in (*ours, *entry_points(group=GROUP))}
    return {name: cast("Watermark", found[name].load()()) for name in sorted(found)}


def traces(whole: bytes, kind: str, marks: dict[str, Watermark]) -> list[Trace]:
    """Return one trace for each watermark that is detected.

    Args:
        whole: the file. The detectors decode it: give them no file of a stranger
            outside a sandbox.
        kind: ``image``, ``audio``, ``video`` or ``text``.
        marks: from `installed`, or your own.
    """
    found: list[Trace] = []
    for name, mark in marks.items():
        if kind in mark.kinds and (seen := mark.detect(whole, kind)).is_found:
            value = f"{name} {seen.score:.2f} {seen.message}".rstrip()[:200]
            found.append(Trace(kind="watermark", place="content", offset=0, value=value))
    return found

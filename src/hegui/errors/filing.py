"""Errors about documents."""

from __future__ import annotations

from hegui.errors.base import HeguiError

__all__ = ["DocumentNotRendered", "FilingError", "FontMissing", "SnapshotAltered"]


class FilingError(HeguiError):
    """Documents."""


class FontMissing(FilingError):
    """No font for Chinese text is at hand, so a PDF would show boxes."""

    hint = "Install a Chinese font (Debian: fonts-noto-cjk) or name a folder with --fonts."

    def __init__(self, tried: tuple[str, ...]) -> None:
        self.tried = tried
        super().__init__(f"expected one of the fonts {', '.join(tried)}; found none of them")


class DocumentNotRendered(FilingError):
    """A document cannot be written as it should be; nothing was written in its place."""

    def __init__(self, kind: str, *, found: str) -> None:
        self.kind = kind
        self.found = found
        if "could not be displayed" in found:
            self.hint = "Name a folder with a font that has the character with --fonts."
        super().__init__(f"expected a {kind} with every character shown; {found}")


class SnapshotAltered(FilingError, ValueError):
    """A snapshot is not the one that was frozen, or is none."""

    hint = "Freeze the facts again with `hegui file notice`."

    def __init__(self, *, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected}; found {found}")

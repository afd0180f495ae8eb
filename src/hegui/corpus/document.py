"""What a reader yields: a document, or a place that could not be read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Document", "Input", "Unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text of a corpus."""

    id: str
    """As the corpus calls it, else its place. Not always unique."""

    text: str

    source: str
    """Where it came from, as the corpus says, else the file or folder given."""

    place: str
    """``file:line``, or the file when it is one document. Unique within a scan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A line or file that is no document, and why. Never dropped silently."""

    file: str
    line: int | None
    """From 1; None when it is the whole file."""

    because: str

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the place and the reason for JSON."""
        return {"file": self.file, "line": self.line, "because": self.because}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that was read to its end."""

    file: str
    bytes: int
    sha256: str
    """Hex, over the bytes as stored (so over the compressed ones)."""

    blank: int
    """Lines of white space only; no documents."""

    def as_dict(self) -> dict[str, str | int]:
        """Return all fields for JSON."""
        return {
            "file": self.file,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "blank": self.blank,
        }

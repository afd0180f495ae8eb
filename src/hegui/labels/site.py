"""What a container's reader reports: sites of labels, traces, seals and problems.

A *site* is a place in a file where a label stands. A file should have one, at
the canonical place of its container; the world has others. A *trace* is
anything else machine-readable that speaks of generation. A *seal* is a
signature over the file, which writing would break.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Found", "Seal", "Site", "Trace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One place where a label stands."""

    place: str
    """The container's own words, for example ``iTXt XML:com.adobe.xmp``."""

    offset: int
    """First byte, in the file, of the element that holds the value."""

    raw: bytes
    """The value, with the container's own escapes undone."""

    is_canonical: bool
    """Whether this is the one place where we write."""

    spans: tuple[tuple[int, int], ...] = ()
    """Half-open byte ranges of the file that hold key and value as plain text, or
    nothing. Blanks there leave the container whole; a writer uses it to keep
    one label when it puts a new one into the canonical place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Something else that tells of generation."""

    kind: str
    """``c2pa``, ``iptc-source-type``, ``generator-parameters``, ``vendor-label`` …"""

    place: str
    offset: int
    value: str
    """At most 200 characters of what it says."""

    speaks_of_ai: bool = True
    """Whether it says that the content is generated, or only may be of use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A signature or encryption that writing would break."""

    kind: str
    """``c2pa``, ``signature`` or ``encryption``."""

    offset: int


@dataclass(slots=True)
class Found:
    """Everything that one pass over a file reported, in the order of the file."""

    sites: list[Site] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Oddities of the file itself, such as bytes behind its end."""

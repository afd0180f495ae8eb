"""Cut a text into pieces that are clean and pieces with findings in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from hegui.finding import Finding, Span

__all__ = ["LONGEST_PIECE", "Piece", "Segment", "cut", "order", "pieces"]

LONGEST_PIECE: Final = 1024
"""Code points after which a piece of overlapping findings ends, so that a stream that repeats a
term for ever is not held for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a text. Segments in order make up the whole."""

    text: str

    span: Span
    """Its place in the whole, in code points."""

    findings: tuple[Finding, ...] = ()
    """What was found in it, by place; empty means clean. Spans are places in the whole."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found in it."""
        return not self.findings


Piece = tuple[int, int, list[Finding]]
"""Start, end and findings; the end may still move while more findings come."""


def order(finding: Finding) -> tuple[int, int, str]:
    """Return the sort key of a finding that has a place: start, end, rule."""
    span = finding.span
    assert span is not None, "engines that cut text report places"  # noqa: S101 - a bug if not
    return span.start, span.end, finding.rule


def pieces(findings: Iterable[Finding], base: int) -> Iterator[Piece]:
    """Yield overlapping findings together.

    A piece that has grown to `LONGEST_PIECE` takes no more: what overlaps it
    begins where it ends, and what lies inside it is already told by it.

    Args:
        findings: sorted by `order`.
        base: nothing before this place is cut any more.
    """
    piece: Piece | None = None
    for finding in findings:
        start, end, _ = order(finding)
        if piece is not None:
            first, last, inside = piece
            if start < last and last - first < LONGEST_PIECE:
                inside.append(finding)
                piece = (first, max(last, end), inside)
                continue
            yield piece
            base = last
            piece = None
        if end > base:
            piece = (max(start, base), end, [finding])
    if piece is not None:
        yield piece


def cut(text: str, base: int, found: Iterable[Piece]) -> Iterator[Segment]:
    """Yield the segments of `text`, which begins at place `base` of the whole."""
    at = base
    for start, end, findings in found:
        if at < start:
            yield Segment(text=text[at - base : start - base], span=Span(at, start))
        yield Segment(
            text=text[start - base : end - base],
            span=Span(start, end),
            findings=tuple(findings),
        )
        at = end
    if at < base + len(text):
        yield Segment(text=text[at - base :], span=Span(at, base + len(text)))

"""How the report on a list is told: to a person, and to a machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Final

from rich.console import Console

from hegui.moderation.importing import Import

__all__ = ["as_dict", "show"]

Written = tuple[Path, int]
"""The file that was written, and its number of terms; no file when there are none."""

_LONGEST: Final = 60


def as_dict(file: Path, report: Import, written: Written | None) -> Mapping[str, object]:
    """Return the whole report, ready for JSON."""
    return {
        "list": str(file),
        "encoding": report.encoding,
        "entries": report.read,
        "terms": len(report.terms),
        "refused": dict(report.reasons),
        "refusals": [asdict(each) for each in report.refusals],
        "doubts": dict(report.doubts),
        "flags": [asdict(each) for each in report.flags],
        "benign_passages": report.benign,
        "newly_blocked": [
            {"source": each.passage.source, "text": each.passage.text, "terms": each.terms}
            for each in report.blocked
        ],
        "written": None
        if written is None or not written[1]
        else {"file": str(written[0]), "terms": written[1]},
    }


def show(file: Path, report: Import, written: Written | None, *, most: int) -> None:
    """Print a report for a person, with at most so many lines of each kind."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(
        f"{file}  {report.read:,} entries ({report.encoding}), {len(report.terms):,} terms, "
        f"{len(report.refusals):,} refused"
    )
    _part(
        console,
        "refused",
        report.reasons,
        (
            f"line {each.line}  {each.reason}  {_told(each.text, each.detail)}"
            for each in report.refusals
        ),
        most,
    )
    _part(
        console,
        "look at",
        report.doubts,
        (
            f"term {each.place}  {each.doubt}  {_told(each.text, each.detail)}"
            for each in report.flags
        ),
        most,
    )
    console.print(
        f"  would newly block {len(report.blocked):,} of {report.benign:,} benign passages "
        f"({report.newly_blocked:.1%})"
    )
    for each in report.blocked[:most]:
        console.print(f"    {each.passage.source}  {'|'.join(each.terms)}  in  {each.passage.text}")
    if written is not None:
        target, count = written
        console.print(
            f"  wrote {target}: {count:,} terms, {len(report.terms) - count:,} left out"
            if count
            else "  wrote nothing: no term is left"
        )


def _part(
    console: Console, title: str, counts: Mapping[str, int], lines: Iterable[str], most: int
) -> None:
    if not counts:
        return
    total = sum(counts.values())
    console.print(f"  {title}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items()))
    for line in islice(lines, most):
        console.print(f"    {line}")
    if total > most:
        console.print(f"    and {total - most:,} more (--most, or --json for all)")


def _told(text: str, detail: str) -> str:
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    return f"{shown}  {detail}" if detail else shown

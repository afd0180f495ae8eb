"""Rows of the posture by the step that would mend them: each step once, what mends most first."""

from __future__ import annotations

from collections.abc import Iterable

from hegui.audit.posture import Row

__all__ = ["by_step"]


def by_step(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows in groups of one next step, or of one reason where none is named."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault((row.next_step or row.reason).zh, []).append(row)
    return sorted(groups.values(), key=lambda group: -len(group))

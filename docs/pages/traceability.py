"""docs/reference/traceability.md: obligation ↔ controls ↔ cases ↔ page, in one table."""

from __future__ import annotations

from typing import Final

from docs.pages.controls import obligation_link
from docs.pages.markdown import page, table
from hegui import controls
from hegui.controls import cases
from hegui.law import Obligation, load

__all__ = ["pages"]

_INTRO: Final = """\
Every obligation that is in force has a control or a written reason why a person must act.
`tests/test_traceability.py` demands it; `hegui trace <id>` prints one line of this table with its
evidence."""


def _row(duty: Obligation) -> list[str]:
    answering = controls.of_obligation(duty.id)
    proved = [cases.of(control.name) for control in answering]
    fails = sum(case.kind == "fail" for found in proved for case in found)
    passes = sum(case.kind == "pass" for found in proved for case in found)
    return [
        obligation_link(duty.id, ""),
        "<br>".join(f"[{control.name}](controls/{control.name}.md)" for control in answering)
        or "a person",
        f"{fails} fail, {passes} pass" if answering else "–",
        duty.confidence,
    ]


def pages() -> dict[str, str]:
    """Return the one page."""
    duties = tuple(load().obligations.values())
    by_control = sum(bool(controls.of_obligation(duty.id)) for duty in duties)
    counted = (
        f"{len(duties)} obligations: {by_control} answered by {len(controls.ALL)} controls, "
        f"{len(duties) - by_control} by a person."
    )
    return {
        "docs/reference/traceability.md": page(
            "Traceability",
            _INTRO,
            counted,
            table(
                ["Obligation", "Controls", "Cases", "Confidence"],
                (_row(duty) for duty in duties),
            ),
        )
    }

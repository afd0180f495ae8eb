"""Where law meets engines: one file per control, named as a claim.

Read a family's folder as a list of sentences that are true of a good service.
`ALL` holds every control; `plan.make_plan` picks those that bind a service on a
day; `cases.of` gives the pass and fail cases that prove a control.
"""

from __future__ import annotations

from hegui.controls.registry import ALL, by_name, of_obligation

__all__ = ["ALL", "by_name", "of_obligation"]

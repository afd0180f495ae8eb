"""The running service: parts put together, kept up to date, and taken down again.

::

    run        start → serve → stop, in this order and its reverse
    live       what is in use now: profile, plan, rules; swapped by reference
    keeper     background: midnight, changed files, daily verification
    welcome    what the terminal prints, and run.json for programs
"""

from __future__ import annotations

from hegui.cli.service.run import run

__all__ = ["run"]

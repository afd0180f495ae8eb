"""The running parts that pages read, handed in once by whoever starts the console.

Django makes views without arguments, so the parts stand here. `install` is
called before the first request; a page that comes earlier gets an error that
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hegui.controls.plan import Plan
from hegui.errors import ConsoleNotStarted
from hegui.law import Law, Profile
from hegui.ledger import Ledger, Reader
from hegui.moderation import RuleSet

__all__ = ["Runtime", "current", "install"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The parts of one running service. Callables give what is in force now."""

    law: Law
    profile: Callable[[], Profile]
    plan: Callable[[], Plan]
    rules: Callable[[], RuleSet]
    ledger: Ledger
    reader: Reader

    refresh: Callable[[], object]
    """Takes up a changed profile at once, so that nobody waits for the watch."""


_installed: list[Runtime] = []


def install(runtime: Runtime) -> None:
    """Hand in the parts. A later call replaces them."""
    _installed[:] = [runtime]


def current() -> Runtime:
    """Return the parts.

    Raises:
        ConsoleNotStarted: `install` was not called yet.
    """
    if not _installed:
        raise ConsoleNotStarted
    return _installed[0]

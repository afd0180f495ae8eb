"""The running parts that pages read, handed in once by whoever starts the console.

Django makes views without arguments, so the parts stand here. `install` is
called before the first request; a page that comes earlier gets an error that
says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hegui.controls.plan import Plan
from hegui.errors import ConsoleNotStarted
from hegui.law import Law, Profile
from hegui.ledger import Ledger, Reader
from hegui.moderation import RuleSet

__all__ = ["PeopleDesk", "Runtime", "current", "install"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDesk:
    """How pages find end users, when the service knows its end users."""

    by_token: Callable[[str], str]
    """Returns the digest of whom a signed token names; raises when it is not accepted."""

    by_id: Callable[[str], tuple[str, ...]]
    """Returns the digests under which an id of the service may be kept."""

    has_tokens: bool
    inputs_min: timedelta
    acts_min: Callable[[], timedelta]
    """How long records of acts are kept at least."""


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

    people: PeopleDesk | None = None
    """None when the service knows no end users."""


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

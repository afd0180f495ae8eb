"""`Users` over a store in memory and a ledger that listens, and a clock that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hegui import clock
from hegui.controls.plan import Plan
from hegui.controls.user_rules import UserRules
from hegui.gateway.users import Users
from hegui.gateway.users.settings import read_text
from hegui.records.end_user import EndUser
from hegui.records.measure import Taken

__all__ = ["NOON", "PLAN", "Clock", "Kept", "Listening", "no_header", "plan", "users"]

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
"""12:00 in Beijing."""


class Clock:
    """A clock that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: datetime = NOON) -> None:
        self.at = at
        monkeypatch.setattr(clock, "now", lambda: self.at)

    def forward(self, **delta: float) -> None:
        """Move it."""
        self.at += timedelta(**delta)


@dataclass
class Kept:
    """A store in memory."""

    rows: dict[str, EndUser] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    sealed: list[tuple[str, str, str]] = field(default_factory=list)
    theirs: list[EndUser] = field(default_factory=list)
    loads: int = 0
    gone: list[str] = field(default_factory=list)
    broken: bool = False

    def load(self, digest: str) -> EndUser | None:
        """Return the row."""
        self.loads += 1
        if self.broken:
            raise OSError("no disk")
        return self.rows.get(digest)

    def save(self, users: Sequence[EndUser]) -> Sequence[EndUser]:
        """Keep rows; those that others changed are returned."""
        if self.broken:
            raise OSError("no disk")
        self.rows.update({user.digest: user for user in users})
        return ()

    def acted(self, since: datetime) -> Sequence[EndUser]:  # noqa: ARG002 - all of them
        """Return what others changed."""
        return self.theirs

    def erased(self, since: datetime) -> Sequence[str]:  # noqa: ARG002 - all of them
        """Return who was erased."""
        return self.gone

    def record(self, user: EndUser, taken: Taken) -> None:
        """Keep a measure."""
        if self.broken:
            raise OSError("no disk")
        self.rows[user.digest] = user
        self.taken.append(taken)

    def seal(self, ref: str, receipt: str, texts: Sequence[str], at: datetime) -> None:  # noqa: ARG002
        """Keep texts."""
        self.sealed += [(ref, receipt, text) for text in texts]


@dataclass
class _Receipt:
    id: str
    seq: int


@dataclass
class Listening:
    """A ledger that listens."""

    entries: list[tuple[str, Mapping[str, Any], tuple[str, ...]]] = field(default_factory=list)

    async def append(
        self, kind: str, payload: Mapping[str, Any], *, refs: Sequence[str] = ()
    ) -> _Receipt:
        """Take one entry."""
        self.entries.append((kind, payload, tuple(refs)))
        return _Receipt(id=f"r-{len(self.entries)}", seq=len(self.entries) - 1)


def plan(**rules: int) -> Plan:
    """Return a plan with the law's numbers and nothing else."""
    given = {"in_a_row": 3, "in_a_day": 5, "remind_hours": 2, "child_under": 14, **rules}
    return Plan(
        day=NOON.date(),
        digest="sha256:0",
        law="sha256:0",
        bound=(),
        text_label=None,
        user_rules=UserRules(**given),
    )


PLAN = plan()


def users(text: str = "", *, store: Kept | None = None, ledger: Listening | None = None) -> Users:
    """Return `Users` that take the request's field, with more settings in TOML."""
    from pathlib import Path

    settings = read_text(f'[users]\nidentity = "field"\n{text}', Path("hegui.toml"))
    assert settings is not None
    return Users(settings, pepper=b"p", store=store or Kept(), ledger=ledger or Listening())


def no_header(name: bytes) -> str | None:  # noqa: ARG001 - there is none of any name
    """Return no header."""
    return None

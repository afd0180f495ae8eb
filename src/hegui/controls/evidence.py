"""The evidence that standing controls look at, as plain values.

The audit gathers it from the ledger and the records; a control only reads it.
So a control can be tested with a few lines of TOML, and no control ever opens
a database.

Every instant is aware UTC. ``None`` means *not known*, never *no*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

__all__ = [
    "Attested",
    "CaseLoad",
    "Evidence",
    "KeyUse",
    "LedgerState",
    "LexiconState",
    "Published",
    "Run",
    "Runs",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """How often an acting control ran in the window, as the ledger tells."""

    ran: int
    """Exchanges in which it was asked."""

    acted: int
    """Exchanges in which it did something other than allow."""

    errors: int
    """Exchanges in which it raised, so that it stopped blindly."""

    last_at: datetime | None
    """When it last ran."""

    entries: tuple[int, ...] = ()
    """The newest entries in which it acted, or ran if it never acted; newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerState:
    """The ledger as a whole."""

    size: int
    """Entries."""

    first_at: datetime | None
    last_at: datetime | None
    checkpoint_at: datetime | None
    """When the newest checkpoint was signed."""

    verified_at: datetime | None
    """When somebody last ran a full verification."""

    is_intact: bool | None
    """What that verification said; None when there was none."""

    exchanges: int = 0
    """Requests recorded in the window."""

    failed: int = 0
    """Exchanges in the window that hegui or the upstream failed to serve."""

    texts_kept: int = 0
    """Entries in the sample whose payload holds a prompt or an answer in clear."""

    sampled: int = 0
    """Entries looked at for `texts_kept`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Something the service tells the public."""

    kind: str
    """``complaint-entry``, ``complaint-handling``, ``purpose``, ``guidance``, ``agreement`` …"""

    since: date
    fields: Mapping[str, str]
    """What it states, for example ``{"answer_days": "15"}``."""

    entry: int | None = None
    """The ledger entry of its publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """A person's signed statement that a duty is met, with the period it covers."""

    author: str
    on: date
    covers_until: date
    """Exclusive."""

    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLoad:
    """Complaints, reports and appeals in the window."""

    opened: int
    answered: int
    overdue: int
    """Open past the limit that the service itself published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """API keys."""

    active: int
    client_labels: int
    """Active keys whose holder declared that the client shows the label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconState:
    """The rules in use."""

    terms: int
    categories: tuple[str, ...]
    changed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished batch run: a corpus scan, an assessment, a fairness audit."""

    kind: str
    at: datetime
    figures: Mapping[str, float]
    """Named results, for example ``{"share_illegal": 0.004, "sampled": 4000}``."""

    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known at one instant about one service."""

    now: datetime
    window_days: int
    """Length of the window that `runs`, `exchanges` and `cases` count over."""

    ledger: LedgerState
    runs: Mapping[str, Runs] = field(default_factory=dict)
    """By control name. A control that is missing never ran."""

    published: Mapping[str, Published] | None = field(default_factory=dict)
    """By kind; None when the records could not be read."""

    attested: Mapping[str, Attested] = field(default_factory=dict)
    """By obligation id, the latest."""

    cases: CaseLoad | None = None
    keys: KeyUse | None = None
    lexicon: LexiconState | None = None
    batch: Mapping[str, Run] = field(default_factory=dict)
    """By kind, the latest."""

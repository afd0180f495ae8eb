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
    "BaseModel",
    "CaseLoad",
    "Evidence",
    "Files",
    "Handovers",
    "KeyUse",
    "KeywordLibrary",
    "LedgerState",
    "Published",
    "Run",
    "Runs",
    "UserState",
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
    """First Beijing day that it covers."""

    covers_until: date
    """Exclusive."""

    entry: int | None = None
    made_on: date | None = None
    """Beijing day on which it was made; None when that is not told."""

    looked_at: str = ""
    """What the author looked at."""

    evidence: str = ""
    """The document or address that shows it."""

    stands_in_for: tuple[str, ...] = ()
    """Controls that saw nothing of this when it was made; empty where a duty has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLoad:
    """Complaints, reports and appeals in the window."""

    opened: int
    answered: int
    overdue: int
    """Open past the limit that the service itself published."""

    known: int = 0
    """On record at all, whenever they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """API keys."""

    active: int
    client_labels: int
    """Active keys whose holder declared that the client shows the label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeywordLibrary:
    """The words in use, as the running service last said."""

    at: datetime
    """When it said so: at its start, at each change of the words, and each midnight in Beijing."""

    terms: int
    """Different words in all."""

    risks: Mapping[str, int]
    """Different words of each risk, by category."""

    newest: date | None
    """The day on which the newest word was added, as the files say."""

    since: datetime
    """From when on these very words have been in use, as far as the entries tell."""

    is_changed: bool
    """Other words were in use before `since`; without it, nothing older was looked at."""

    entry: int | None = None
    """Of `at`."""

    since_entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished batch run: a corpus scan, an assessment, a fairness audit."""

    kind: str
    at: datetime
    figures: Mapping[str, float]
    """Named results, for example ``{"share_illegal": 0.004, "sampled": 4000}``."""

    entry: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseModel:
    """A model behind the gateway, as the operator declared it."""

    name: str
    """What the operator calls its server."""

    region: str = ""
    """Where it is served from: ISO 3166-1 alpha-2 in lower case; empty: not known."""

    base_model: str = ""
    filing: str = ""
    """Its number on the public list of filed services; empty: not known."""

    substitutes: tuple[str, ...] = ()
    """Servers that stand behind it in every route of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserState:
    """End users: the policy in force, and what the records show of them."""

    policy: Mapping[str, str | int | bool] | None = None
    """By name, as the newest ``user-policy`` entry says; None when there is no policy."""

    entry: int | None = None
    """That entry."""

    known: int = 0
    verified: int = 0
    """Whose real identity is verified."""

    minors: int = 0
    children: int = 0
    """Of them: below the age at which a guardian consents."""

    consented: int = 0
    """Children whose guardian agreed."""

    unanswered: int = 0
    """Users over a limit of unlawful inputs with no measure in force."""

    measures: int = 0
    """Measures taken in the window."""

    reminded: int = 0
    """Requests in the window in which a reminder was given."""

    training_refused: int = 0
    overdue: int = 0
    """Rows past the time for which they may be kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files that the gateway delivered in the window."""

    labelled: int
    """Exchanges in which a file went out with its implicit label."""

    unlabelled: int
    """Exchanges in which one went out without."""

    entries: tuple[int, ...] = ()
    """The newest without, or with if there is none without; newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handovers:
    """Content given without its explicit label, on request."""

    rows: int
    """Pieces of content whose recipients are on record."""

    missing: int
    """Entries whose term is not over and whose row is gone."""

    short: int
    """Rows that are kept for less than the law asks."""

    entries: tuple[int, ...] = ()
    """The newest entries, newest first."""


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
    keywords: KeywordLibrary | None = None
    """None: no start is recorded."""

    users: UserState | None = None
    batch: Mapping[str, Run] = field(default_factory=dict)
    """By kind, the latest."""

    base_models: tuple[BaseModel, ...] | None = None
    """Behind the gateway since its last start or change of routes; None: never recorded."""

    base_models_entry: int | None = None
    """The ledger entry that says so."""

    files: Files | None = None
    """None when the ledger was not asked."""

    handovers: Handovers | None = None
    """None when the records could not be read."""

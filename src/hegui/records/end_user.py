"""What is known of one end user: counts, states and times; no name, no number, no text.

Who the person is stays with the service. What is kept here is a keyed hash of
the id that the service uses (`EndUser.digest`) and a random reference
(`EndUser.ref`) that stands in entries. Erasing the row unlinks every entry from
the person and leaves every proof valid.

    unlawful    counts of unlawful inputs, for the measures
    measure     what is in force: nothing, a limit, a suspension, the end
    use         how long without a break, and how long today in Beijing
    age         a band, never a birthday
    real_name   whether verified, how and when
    guardian    what a guardian set for a minor
    training    whether the person refused that inputs train models

Values are immutable: the gateway makes the next one and swaps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

__all__ = [
    "Age",
    "EndUser",
    "Guardian",
    "Measure",
    "MeasureKind",
    "RealName",
    "RealNameState",
    "Unlawful",
    "Use",
]


class Age(StrEnum):
    """The band in which a person's age falls."""

    UNKNOWN = "unknown"
    CHILD = "child"
    """Below the age under which a guardian consents."""
    MINOR = "minor"
    """Above it and not of age."""
    ADULT = "adult"


class RealNameState(StrEnum):
    """Whether the person's real identity was verified."""

    NONE = "none"
    PENDING = "pending"
    VERIFIED = "verified"
    FAILED = "failed"


class MeasureKind(StrEnum):
    """What may be in force against a user, from mild to final."""

    NONE = "none"
    WARN = "warn"
    LIMIT = "limit"
    SUSPEND = "suspend"
    END = "end"

    @property
    def is_stop(self) -> bool:
        """Whether nothing is served under it."""
        return self in (MeasureKind.SUSPEND, MeasureKind.END)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlawful:
    """Counts of unlawful inputs."""

    in_a_row: int = 0
    day: date | None = None
    """The Beijing day that `on_day` counts."""
    on_day: int = 0
    rung: int = 0
    """How often the limits were reached: the rung of the ladder climbed last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure, in force from `since` until `until`."""

    kind: MeasureKind = MeasureKind.NONE
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive; None stands until a person lifts it."""
    receipt: str = ""
    """Of the entry that recorded it."""

    def in_force(self, at: datetime) -> MeasureKind:
        """Return what is in force at an instant."""
        if self.until is not None and at >= self.until:
            return MeasureKind.NONE
        return self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How long the person has been using the service."""

    began: datetime | None = None
    """Start of the present run without a break."""
    last: datetime | None = None
    """The last sign of use in it."""
    reminded: int = 0
    """Reminders given in this run."""
    day: date | None = None
    """The Beijing day that `day_s` counts."""
    day_s: float = 0.0
    """Seconds of use on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealName:
    """Whether the identity was verified, by what method and when. Nothing of the identity."""

    state: RealNameState = RealNameState.NONE
    method: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """What a guardian set. None: the service's own limit for minors holds."""

    minutes_a_day: int | None = None
    opens: str = ""
    """``HH:MM`` in Beijing from which use is allowed; empty: the service's own."""
    closes: str = ""
    topics: tuple[str, ...] = ()
    """Further categories refused."""
    may_pay: bool = False
    has_consented: bool = False
    """A guardian agreed that a child uses the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUser:
    """One end user as hegui knows them."""

    ref: str
    """``u-`` and 20 hex digits, random; stands in entries."""
    digest: str
    """HMAC-SHA-256 of the service's id for the person, 64 hex digits."""
    created: datetime
    seen: datetime
    age: Age = Age.UNKNOWN
    unlawful: Unlawful = field(default_factory=Unlawful)
    measure: Measure = field(default_factory=Measure)
    use: Use = field(default_factory=Use)
    real_name: RealName = field(default_factory=RealName)
    guardian: Guardian = field(default_factory=Guardian)
    training_refused: datetime | None = None
    """Since when; None: not refused."""
    erasing: bool = False
    """Erased but for what must still be kept; the purge removes the rest."""
    revision: int = 0
    """Rises with every act that is not the gateway's own count; see `hegui.records.end_users`."""

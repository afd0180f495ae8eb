"""What a control is: a claim that is true of a good service, made executable.

Two kinds:

* `Acting` controls sit on the request path. They look at a `Subject` (a
  prompt, a segment of output with findings in it, a finished answer) and
  return an `Action`.
* `Standing` controls look at `Evidence` gathered over a period and return an
  `Opinion`: one of ``ok · failing · stale · unknown``, with the reason.

A control holds thresholds and decides; engines only report. Every control file
exports ``CONTROL`` and opens with the headings *Duty / What it does / What it
does not do / Evidence*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.evidence import Evidence
from hegui.finding import Finding

__all__ = [
    "ALLOWED",
    "Acting",
    "Action",
    "Control",
    "Moment",
    "Opinion",
    "Parameters",
    "Standing",
    "Status",
    "Subject",
    "Verdict",
]

Parameters = Mapping[str, object]
"""The numbers and words of the law for one control: its duties' ``parameters``, merged."""


class Action(IntEnum):
    """What is done to content, from weakest to strongest; the strongest of several wins."""

    ALLOW = 0
    REDACT = 1
    """Deliver with the findings' spans masked."""
    REPLACE = 2
    """Deliver something else in its place, for example the text with its label added."""
    HOLD = 3
    """Keep until a person or a slower judge has decided."""
    STOP = 4
    """Deliver nothing of it and end the answer with a refusal."""


class Moment(StrEnum):
    """When an acting control is asked."""

    PROMPT = "prompt"
    """Once for each request, before the model sees it. `Subject.text` is the user's text."""

    SEGMENT = "segment"
    """For each piece of output in which an engine found something, before it is delivered."""

    ANSWER = "answer"
    """Once at the end. `Subject.text` is the whole text as delivered, label included."""


class Status(StrEnum):
    """State of a control or an obligation. Everything starts at unknown."""

    OK = "ok"
    FAILING = "failing"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an acting control looks at."""

    moment: Moment

    findings: tuple[Finding, ...] = ()
    """What the engines found in it."""

    text: str = ""
    """The text concerned; see `Moment` for which."""

    client_labels: bool = False
    """The key's holder has declared that the client shows the explicit label itself."""

    label_beside: bool = False
    """JSON was asked for, and the client was handed the label in a header, to show it."""

    shielded: tuple[str, ...] = ()
    """Categories, or their beginnings, refused to this end user beyond those refused to all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one control decided about one subject."""

    control: str
    """Name of the control, for example ``content/illegal_output_is_stopped``."""

    action: Action

    findings: tuple[Finding, ...] = ()
    """The findings that decided it; empty for ALLOW."""

    reason: Bilingual | None = None
    """Why, for a person; None for ALLOW."""


Decision = tuple[Action, tuple[Finding, ...], Bilingual | None]

ALLOWED: Final[Decision] = (Action.ALLOW, (), None)
"""What `decide` returns when the claim already holds of the subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """A control on the request path."""

    module: str
    """``__name__`` of its file; the control's name is derived from it."""

    obligations: tuple[str, ...]
    """The duties it answers, as full ids."""

    claim: Bilingual
    """What is true of a good service."""

    moment: Moment

    decide: Callable[[Subject, Parameters], Decision]
    """Pure; O(findings). An exception is turned into a STOP by `Plan.judge`."""

    asked_in: str = ""
    """Index word of the entries in which it has something to decide; empty: its moment's."""

    @property
    def name(self) -> str:
        """Family and file, for example ``content/illegal_output_is_stopped``."""
        return name_of(self.module)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a control's evidence shows over its period."""

    status: Status

    reason: Bilingual
    """One sentence with the numbers that decided."""

    entries: tuple[int, ...] = ()
    """Ledger entries that prove it, newest first."""

    next_step: Bilingual | None = None
    """What a person does to make it ok; None when it is."""

    is_unseen: bool = False
    """Unknown because hegui never carried it out for this service, or is not set up to.

    Where it is done elsewhere, a person may attest that; see `hegui.audit.attestation`.
    """

    def __post_init__(self) -> None:
        if self.is_unseen and self.status is not Status.UNKNOWN:
            msg = f"expected an unseen opinion to be unknown; got {self.status.value}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A control over a period of evidence."""

    module: str
    """``__name__`` of its file; the control's name is derived from it."""

    obligations: tuple[str, ...]
    """The duties it answers, as full ids."""

    claim: Bilingual
    """What is true of a good service."""

    look: Callable[[Evidence, Parameters], Opinion]
    """Pure. An exception is turned into FAILING by the audit: an error is never ok."""

    @property
    def name(self) -> str:
        """Family and file, for example ``users/complaint_entry_is_published``."""
        return name_of(self.module)


Control = Acting | Standing


def name_of(module: str) -> str:
    """Return ``family/claim`` for a dotted module name.

    >>> name_of('hegui.controls.content.illegal_output_is_stopped')
    'content/illegal_output_is_stopped'
    """
    return "/".join(module.split(".")[-2:])

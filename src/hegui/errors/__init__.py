"""Every error of hegui, as one drawn tree.

    HeguiError                    an operator, author or caller can mend it
    ├── LawError                  the law as data, or the profile it is asked about
    ├── ModerationError           lexicons and rule sets
    ├── LabelError                labels and files
    ├── LedgerError               evidence: writing, reading, verifying
    ├── CaseError                 cases and their clocks
    ├── CorpusError               training data
    ├── AssessmentError           banks and targets
    ├── FairnessError             audits of outcomes
    ├── FilingError               documents
    ├── ControlError              controls and the plan
    ├── RecordsError              tables, keys, attestations
    ├── SettingsError             how the program was started
    └── GatewayError              what an API client is told; carries an HTTP status

A message says what was expected, what was found and where; `hint` is one
imperative sentence. Facts are attributes. Bugs stay AssertionError and
TypeError and are never caught. At the edge: the command line prints message
and hint and exits with 2; the gateway answers in OpenAI's shape with the class
name as ``code``; the console shows message and hint.
"""

from __future__ import annotations

from hegui.errors.assessment import (
    AssessmentError,
    InvalidBank,
    InvalidTarget,
    NoTarget,
    TargetFailed,
)
from hegui.errors.base import (
    HeguiError,
    nearest,
)
from hegui.errors.cases import (
    CaseError,
    InvalidLimit,
    MalformedNumber,
    MoveNotAllowed,
    ReasonMissing,
)
from hegui.errors.controls import (
    ControlError,
    InvalidParameter,
    NotBound,
    UnknownControl,
)
from hegui.errors.corpus import (
    CorpusError,
    NothingToScan,
    OutputInsideCorpus,
    UnsupportedCorpus,
)
from hegui.errors.fairness import (
    FairnessError,
    InvalidSample,
)
from hegui.errors.filing import (
    DocumentNotRendered,
    FilingError,
    FontMissing,
    SnapshotAltered,
)
from hegui.errors.gateway import (
    AnswerWithheld,
    AtCapacity,
    BodyTooLarge,
    EvidenceUnavailable,
    GatewayError,
    IdentityUnavailable,
    InternalFailure,
    InvalidApiKey,
    InvalidJson,
    InvalidValue,
    MethodNotAllowed,
    ModelNotFound,
    ModerationUnavailable,
    PlanUnavailable,
    RequestTimeout,
    ShuttingDown,
    UnjudgeableContent,
    UnknownRoute,
    UnsupportedParameter,
    UpstreamBusy,
    UpstreamCut,
    UpstreamFailed,
    UpstreamForbidden,
    UpstreamInvalid,
    UpstreamRejected,
    UpstreamTimeout,
    UpstreamTooLong,
    UpstreamUnreachable,
)
from hegui.errors.labels import (
    DamagedFile,
    FileNotReadable,
    InvalidLabel,
    InvalidPosition,
    LabelError,
    LabelNotWritten,
    MalformedProviderCode,
    OverLimit,
    UnclearLabel,
    UnknownContainer,
    UnreadableText,
)
from hegui.errors.law import (
    DayNotPublished,
    InvalidAnswer,
    InvalidInstrument,
    InvalidProfile,
    LawError,
    MalformedCondition,
    MalformedId,
    ProfileExists,
    ProfileNotEdited,
    ProfileNotFound,
    ProfileNotWritten,
    UnknownFact,
    UnknownInstrument,
    UnknownObligation,
    UnknownRegime,
)
from hegui.errors.ledger import (
    DuplicateReceipt,
    InvalidNote,
    InvalidProof,
    LedgerError,
    LedgerKeyUnusable,
    LedgerLocked,
    LedgerMissing,
    LedgerTampered,
    LedgerUnavailable,
    MalformedEntry,
    NotCovered,
    UnknownEntry,
)
from hegui.errors.moderation import (
    InvalidExamples,
    InvalidExpression,
    InvalidLexicon,
    InvalidModel,
    InvalidPolicy,
    LexiconTwice,
    ModerationError,
    NoLexicon,
    UnknownIdentifier,
)
from hegui.errors.records import (
    InvalidDatabaseUrl,
    KeyAlreadyRevoked,
    KeysUnavailable,
    LoginTicketRefused,
    RecordsError,
)
from hegui.errors.settings import (
    ConsoleNotStarted,
    InvalidDay,
    InvalidSetting,
    MissingExtra,
    PortTaken,
    SettingsError,
)

__all__ = [
    "AnswerWithheld",
    "AssessmentError",
    "AtCapacity",
    "BodyTooLarge",
    "CaseError",
    "ConsoleNotStarted",
    "ControlError",
    "CorpusError",
    "DamagedFile",
    "DayNotPublished",
    "DocumentNotRendered",
    "DuplicateReceipt",
    "EvidenceUnavailable",
    "FairnessError",
    "FileNotReadable",
    "FilingError",
    "FontMissing",
    "GatewayError",
    "HeguiError",
    "IdentityUnavailable",
    "InternalFailure",
    "InvalidAnswer",
    "InvalidApiKey",
    "InvalidBank",
    "InvalidDatabaseUrl",
    "InvalidDay",
    "InvalidExamples",
    "InvalidExpression",
    "InvalidInstrument",
    "InvalidJson",
    "InvalidLabel",
    "InvalidLexicon",
    "InvalidLimit",
    "InvalidModel",
    "InvalidNote",
    "InvalidParameter",
    "InvalidPolicy",
    "InvalidPosition",
    "InvalidProfile",
    "InvalidProof",
    "InvalidSample",
    "InvalidSetting",
    "InvalidTarget",
    "InvalidValue",
    "KeyAlreadyRevoked",
    "KeysUnavailable",
    "LabelError",
    "LabelNotWritten",
    "LawError",
    "LedgerError",
    "LedgerKeyUnusable",
    "LedgerLocked",
    "LedgerMissing",
    "LedgerTampered",
    "LedgerUnavailable",
    "LexiconTwice",
    "LoginTicketRefused",
    "MalformedCondition",
    "MalformedEntry",
    "MalformedId",
    "MalformedNumber",
    "MalformedProviderCode",
    "MethodNotAllowed",
    "MissingExtra",
    "ModelNotFound",
    "ModerationError",
    "ModerationUnavailable",
    "MoveNotAllowed",
    "NoLexicon",
    "NoTarget",
    "NotBound",
    "NotCovered",
    "NothingToScan",
    "OutputInsideCorpus",
    "OverLimit",
    "PlanUnavailable",
    "PortTaken",
    "ProfileExists",
    "ProfileNotEdited",
    "ProfileNotFound",
    "ProfileNotWritten",
    "ReasonMissing",
    "RecordsError",
    "RequestTimeout",
    "SettingsError",
    "ShuttingDown",
    "SnapshotAltered",
    "TargetFailed",
    "UnclearLabel",
    "UnjudgeableContent",
    "UnknownContainer",
    "UnknownControl",
    "UnknownEntry",
    "UnknownFact",
    "UnknownIdentifier",
    "UnknownInstrument",
    "UnknownObligation",
    "UnknownRegime",
    "UnknownRoute",
    "UnreadableText",
    "UnsupportedCorpus",
    "UnsupportedParameter",
    "UpstreamBusy",
    "UpstreamCut",
    "UpstreamFailed",
    "UpstreamForbidden",
    "UpstreamInvalid",
    "UpstreamRejected",
    "UpstreamTimeout",
    "UpstreamTooLong",
    "UpstreamUnreachable",
    "nearest",
]

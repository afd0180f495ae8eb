"""A snapshot: every fact that a document states, as plain values, with a digest.

>>> from datetime import UTC
>>> empty = Snapshot(service=Bilingual(zh='示例', en='Example'),
...                  taken_at=datetime(2026, 11, 21, tzinfo=UTC), law='sha256:0')
>>> thaw(freeze(empty)) == empty
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

import msgspec
import orjson

from hegui.bilingual import Bilingual
from hegui.clock import stamp
from hegui.errors import SnapshotAltered

__all__ = [
    "ControlState",
    "LabelPolicy",
    "ObligationState",
    "Snapshot",
    "State",
    "Statement",
    "freeze",
    "thaw",
]

State = Literal["ok", "attested", "failing", "stale", "unknown"]
"""As the audit found it; ``attested`` is an ok that rests on a person's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationState:
    """One duty that binds the service, or may."""

    id: str
    title: Bilingual
    must: Bilingual
    state: State
    reason: Bilingual
    needs_person: bool = False
    """No program answers it; a person does."""

    entries: tuple[int, ...] = ()
    """Ledger entries that prove the state, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlState:
    """One control that is in use."""

    name: str
    claim: Bilingual
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPolicy:
    """How text is labelled."""

    wording: Bilingual
    position: Literal["start", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something that the service has told the public, for example where to complain."""

    title: Bilingual
    since: date
    facts: tuple[tuple[Bilingual, str], ...] = ()
    """Name and value, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All facts of one document, at one instant. All text is valid Unicode."""

    service: Bilingual
    taken_at: datetime
    """Aware. Kept as UTC, to the microsecond."""

    law: str
    """Digest of the instruments."""

    plan: str = ""
    """Digest of the plan in use; empty when none was."""

    ledger_size: int = 0
    ledger_root: str = ""
    """Root hash of the ledger that the entries refer to; empty when there was none."""

    obligations: tuple[ObligationState, ...] = ()
    controls: tuple[ControlState, ...] = ()
    label: LabelPolicy | None = None
    """None when no duty to label text binds the service."""

    published: tuple[Statement, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the snapshot as JSON values; the instant in UTC."""
        values = msgspec.to_builtins(self)
        return {**values, "taken_at": stamp(self.taken_at)}

    @property
    def digest(self) -> str:
        """Digest over every fact, whatever the layout of a file."""
        return _digest(self.as_dict())


def freeze(snapshot: Snapshot) -> bytes:
    """Return ``snapshot.json``: the facts and their digest, sorted and indented."""
    return orjson.dumps(
        {"digest": snapshot.digest, "snapshot": snapshot.as_dict()},
        option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
    )


def thaw(content: bytes) -> Snapshot:
    """Return the snapshot that `freeze` wrote.

    Raises:
        SnapshotAltered: the bytes are no snapshot, or a fact was changed since.
    """
    try:
        frozen = msgspec.json.decode(content, type=_Frozen)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SnapshotAltered(expected="a frozen snapshot", found=str(error)) from error
    if frozen.snapshot.taken_at.tzinfo is None:
        raise SnapshotAltered(expected="an instant with a zone", found="one without")
    # Over what stands in the file: an extra key is an alteration too.
    found = _digest(orjson.loads(content)["snapshot"])
    if found != frozen.digest:
        raise SnapshotAltered(expected=frozen.digest, found=found)
    return frozen.snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frozen:
    digest: str
    snapshot: Snapshot


def _digest(facts: object) -> str:
    return f"sha256:{sha256(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)).hexdigest()}"

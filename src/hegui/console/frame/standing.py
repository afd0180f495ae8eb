"""The posture that pages show, computed seldom and never while a reader waits without need.

A new one is made at once when a record, the profile or the day changed. When
only the ledger grew, pages show the kept one for a few seconds; after that they
still show it, while a thread makes the next. After half a minute it no longer
counts, because periods run out by themselves.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import DatabaseError, connection

from hegui import clock
from hegui.audit.evidence import gather
from hegui.audit.posture import Posture, posture
from hegui.console import runtime
from hegui.errors import HeguiError
from hegui.law import Law, Profile
from hegui.ledger import Reader
from hegui.records import version

__all__ = ["LEDGER_S", "LONGEST_S", "posture_on", "questions_on"]

LEDGER_S: Final = 3.0
"""Seconds for which a posture counts although the ledger grew."""

LONGEST_S: Final = 30.0
"""Seconds for which a posture counts at all."""

_DAYS_KEPT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    law: Law
    profile: Profile
    reader: Reader
    records: int
    today: date
    size: int
    made_at: float
    posture: Posture

    questions: frozenset[str]
    """Facts without an answer that some obligation hangs on."""


_kept: dict[date, _Kept] = {}
_lock = threading.Lock()
_renewing = threading.Lock()
"""Held by the one thread that makes the next posture."""

_log = logging.getLogger(__name__)


def posture_on(on: date) -> Posture:
    """Return the posture of the running service under the law of a Beijing day."""
    return _kept_on(on).posture


def questions_on(on: date) -> frozenset[str]:
    """Return the facts without an answer that matter under the law of a Beijing day."""
    return _kept_on(on).questions


def _kept_on(on: date) -> _Kept:
    parts = runtime.current()
    profile = parts.profile()
    kept = _kept.get(on)
    if kept is None or not _still_counts(kept, parts, profile):
        with _lock:
            kept = _kept.get(on)
            if kept is None or not _still_counts(kept, parts, profile):
                kept = _make(parts, profile, on)
    elif _age(kept) >= LEDGER_S and kept.size != parts.reader.size() and _renewing.acquire(False):
        threading.Thread(target=_renew, args=(parts, profile, on), daemon=True).start()
    return kept


def _make(parts: runtime.Runtime, profile: Profile, on: date) -> _Kept:
    # Read before the evidence is gathered: what comes in between makes the next one, not a gap.
    records, size, begun = version.current(), parts.reader.size(), time.monotonic()
    found = posture(parts.law, profile, gather(parts.reader, now=clock.now()), on)
    made = _Kept(
        law=parts.law,
        profile=profile,
        reader=parts.reader,
        records=records,
        today=clock.today(),
        size=size,
        made_at=begun,
        posture=found,
        questions=frozenset(name for row in found.rows for name in row.decision.blockers()),
    )
    if len(_kept) >= _DAYS_KEPT:
        _kept.clear()
    _kept[on] = made
    return made


def _renew(parts: runtime.Runtime, profile: Profile, on: date) -> None:
    try:
        _make(parts, profile, on)
    except (HeguiError, DatabaseError) as error:
        _log.warning("the kept posture stays: %s", error)
    finally:
        parts.reader.close()
        connection.close()
        _renewing.release()


def _age(kept: _Kept) -> float:
    return time.monotonic() - kept.made_at


def _still_counts(kept: _Kept, parts: runtime.Runtime, profile: Profile) -> bool:
    return (
        kept.law is parts.law
        and kept.reader is parts.reader
        and (kept.profile is profile or kept.profile == profile)
        and kept.records == version.current()
        and kept.today == clock.today()
        and _age(kept) < LONGEST_S
    )

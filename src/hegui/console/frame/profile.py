"""Changing the service's profile from a page: file, ledger and running service agree.

The file is written first, then the entry. When the new file cannot be read as
a profile, or the entry cannot be written, the file is put back as it was, so
that nothing changes without its entry and no entry tells of nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hegui.bilingual import Bilingual
from hegui.console import runtime
from hegui.errors import HeguiError, ProfileNotWritten
from hegui.law import load_profile
from hegui.law.answering import replace_text
from hegui.ledger import JSON

__all__ = ["Change", "change", "change_all", "is_demo"]

_CHANGING: Final = threading.Lock()
"""Two people who answer at the same time write one after the other."""

_DEMO: Final = Bilingual(zh="演示问答", en="Demo chat")
"""The name in the profile that a first start writes."""


def is_demo() -> bool:
    """Whether the running service still bears the name of the demo."""
    return runtime.current().profile().name == _DEMO


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the profile and the entry that tells of it."""

    write: Callable[[Path], None]
    """Changes the file it is given, whole or not at all."""

    kind: str
    payload: Mapping[str, JSON]
    """What changed. No personal data: notes of events stay out."""

    ref: str
    """Under which the entry is found."""


def change(
    write: Callable[[Path], None], kind: str, payload: Mapping[str, JSON], *, ref: str
) -> int:
    """Change the profile and return the ledger entry that tells of it; see `Change`.

    Raises:
        LawError: the file cannot be changed so, or is no profile afterwards.
        LedgerError: the entry could not be written.
    """
    return change_all((Change(write=write, kind=kind, payload=payload, ref=ref),))[0]


def change_all(wanted: Sequence[Change]) -> tuple[int, ...]:
    """Make several changes, each with its entry, and take them up together.

    When one fails, those before it stay with their entries, and it and those
    after it are not made.

    Raises:
        LawError, LedgerError: as `change`.
    """
    parts = runtime.current()
    file = parts.profile().file
    entries: list[int] = []
    try:
        with _CHANGING:
            for each in wanted:
                entries.append(_changed(each, file, parts))  # noqa: PERF401 - kept when one fails
    finally:
        if entries:
            parts.refresh()
    return tuple(entries)


def _changed(one: Change, file: Path, parts: runtime.Runtime) -> int:
    try:
        before = file.read_bytes().decode()
    except OSError as cause:
        raise ProfileNotWritten(file, str(cause.strerror).lower()) from cause
    one.write(file)
    try:
        load_profile(file, parts.law)
        entry = parts.ledger.append_sync(one.kind, one.payload, refs=(one.ref,))
    except HeguiError:
        replace_text(file, before)
        raise
    return entry.seq

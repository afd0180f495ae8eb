"""Changing the service's profile from a page: file, ledger and running service agree.

The file is written first, then the entry. When the new file cannot be read as
a profile, or the entry cannot be written, the file is put back as it was, so
that nothing changes without its entry and no entry tells of nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from hegui.console import runtime
from hegui.errors import HeguiError, ProfileNotWritten
from hegui.law import load_profile
from hegui.law.answering import replace_text
from hegui.ledger import JSON

__all__ = ["change"]

_CHANGING: Final = threading.Lock()
"""Two people who answer at the same time write one after the other."""


def change(
    write: Callable[[Path], None], kind: str, payload: Mapping[str, JSON], *, ref: str
) -> int:
    """Change the profile and return the ledger entry that tells of it.

    Args:
        write: changes the file it is given, whole or not at all.
        kind: of the entry.
        payload: what changed. No personal data: notes of events stay out.
        ref: under which the entry is found.

    Raises:
        LawError: the file cannot be changed so, or is no profile afterwards.
        LedgerError: the entry could not be written.
    """
    parts = runtime.current()
    file = parts.profile().file
    with _CHANGING:
        try:
            before = file.read_bytes().decode()
        except OSError as cause:
            raise ProfileNotWritten(file, str(cause.strerror).lower()) from cause
        write(file)
        try:
            load_profile(file, parts.law)
            entry = parts.ledger.append_sync(kind, payload, refs=(ref,))
        except HeguiError:
            replace_text(file, before)
            raise
    parts.refresh()
    return entry.seq

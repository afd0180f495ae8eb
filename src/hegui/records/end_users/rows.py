"""One end user as a row, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from hegui.errors import UnknownUser
from hegui.records.end_user import EndUser, MeasureKind
from hegui.records.entries import Receipt
from hegui.records.models import EndUserRow

__all__ = ["columns", "entry_of", "find", "user_of"]


def user_of(row: EndUserRow) -> EndUser:
    """Return the user of a row."""
    kept: dict[str, Any] = {
        **row.state,
        "ref": row.ref,
        "digest": row.digest,
        "erasing": row.erasing,
        "revision": row.revision,
    }
    return msgspec.convert(kept, EndUser)


def columns(user: EndUser) -> Mapping[str, Any]:
    """Return the columns of a user but for ``ref`` and ``digest``."""
    state = msgspec.to_builtins(user)
    for name in ("ref", "digest", "erasing", "revision"):
        del state[name]
    has_measure = user.measure.kind is not MeasureKind.NONE
    return {
        "created": user.created,
        "seen": user.seen,
        "age": user.age.value,
        "measure": user.measure.kind.value,
        "until": user.measure.until if has_measure else None,
        "real_name": user.real_name.state.value,
        "training_refused": user.training_refused,
        "erasing": user.erasing,
        "state": state,
    }


def entry_of(written: Receipt) -> int | None:
    """Return the number of an entry; None when the running service has yet to append it."""
    return written.seq if written.seq >= 0 else None


def find(asked: str) -> EndUserRow:
    """Return the row of a reference (``u-…``) or of a digest.

    Raises:
        UnknownUser: there is none.
    """
    field = "ref" if asked.startswith("u-") else "digest"
    row = EndUserRow.objects.filter(**{field: asked}).first()
    if row is None:
        raise UnknownUser(asked)
    return row

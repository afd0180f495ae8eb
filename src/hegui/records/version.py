"""A counter that rises whenever a record changes in this process.

Pages that are costly to compute are kept until it rises.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from django.db.models.signals import post_delete, post_save

__all__ = ["current", "rise", "watch"]

_ticks = count(1)
_current = 0


def current() -> int:
    """Return the counter; equal values mean that no record changed in between."""
    return _current


def rise(**_: Any) -> None:
    """Count one change. Bulk updates send no signal and call this themselves."""
    global _current  # noqa: PLW0603 - the module is the counter
    _current = next(_ticks)


def _on_change(sender: type[Any], **_: Any) -> None:
    if sender.__module__.startswith("hegui.records."):
        rise()


def watch() -> None:
    """Connect to Django's signals; a second call changes nothing."""
    post_save.connect(_on_change, dispatch_uid="hegui.records.version.save")
    post_delete.connect(_on_change, dispatch_uid="hegui.records.version.delete")

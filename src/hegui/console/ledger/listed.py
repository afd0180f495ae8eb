"""An entry as programs read it: what the envelope says, and its leaf, without the payload."""

from __future__ import annotations

from hegui import clock
from hegui.ledger import Entry

__all__ = ["listed"]


def listed(entry: Entry) -> dict[str, object]:
    """Return an entry as JSON values, for the export of a list and for the management API."""
    return {
        "seq": entry.seq,
        "at": clock.stamp(entry.at),
        "kind": entry.kind,
        "receipt": entry.receipt,
        "refs": list(entry.refs),
        "leaf": entry.leaf.hex(),
    }

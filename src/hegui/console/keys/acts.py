"""What is done to keys of the gateway, by a page or by the management API; each leaves an entry."""

from __future__ import annotations

from django.db import transaction

from hegui.console import runtime
from hegui.records.keys import Issued, issue_key, revoke_key, set_client_labels
from hegui.records.models import ApiKey

__all__ = ["issue", "label", "revoke"]


def _record(key: ApiKey, act: str, by: str, **more: str | bool) -> None:
    """Append the entry of an act and note its number on the row."""
    written = runtime.current().ledger.append_sync(
        "key",
        {"key": key.id, "name": key.name, "act": act, "by": by, **more},
        refs=(f"key/{key.id}",),
    )
    key.entry = written.seq
    key.save(update_fields=["entry"])


def issue(name: str, *, client_labels: bool, by: str) -> Issued:
    """Make a key; its secret exists only in what is returned.

    Raises:
        LedgerError: the entry could not be written; no key was made.
    """
    with transaction.atomic():
        issued = issue_key(name, client_labels=client_labels, by=by)
        _record(issued.key, "issued", by, client_labels=client_labels)
    return issued


def revoke(id_: str, *, because: str, by: str) -> ApiKey:
    """Let a key in no more.

    Raises:
        KeyAlreadyRevoked: it was revoked before.
        LedgerError: the entry could not be written; nothing was changed.
    """
    with transaction.atomic():
        revoked = revoke_key(id_, because=because)
        _record(revoked, "revoked", by, because=because)
    return revoked


def label(key: ApiKey, *, client_labels: bool, by: str) -> bool:
    """Note who shows the label for this key's client; return whether that was a change.

    Raises:
        LedgerError: the entry could not be written; nothing was changed.
    """
    if client_labels == key.client_labels:
        return False
    with transaction.atomic():
        changed = set_client_labels(key.id, client_labels=client_labels)
        _record(changed, "labels", by, client_labels=client_labels)
    return True

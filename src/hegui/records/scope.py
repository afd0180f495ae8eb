"""What an access token of the management API may be used for."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Scope"]


class Scope(StrEnum):
    """One word for each kind of use. A token has those it was made with, and no other."""

    READ = "read"
    """Law, posture, controls, ledger and receipts; checks of files. No personal data of others."""

    ATTEST = "attest"
    """State that a duty is met, in the name of the token's holder."""

    CASES = "cases"
    """Read and move cases: what people wrote, and how to reach them."""

    KEYS = "keys"
    """List, make and revoke keys of the gateway."""

    USERS = "users"
    """Read how end users stand; take and lift measures."""

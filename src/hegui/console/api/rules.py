"""Who may call what: the one table, and nothing that is not in it.

An address without a rule is refused, whatever code could answer it: a new
resource gives 404 until somebody has decided here which scope it takes.

>>> rule_for('GET', '/posture').value
'read'
>>> rule_for('DELETE', '/posture')
Traceback (most recent call last):
    ...
hegui.errors.api.VerbNotAllowed: expected GET on /posture; found DELETE
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hegui.errors import UnknownAddress, VerbNotAllowed
from hegui.records.scope import Scope

__all__ = ["RULES", "rule_for"]

RULES: Final[Mapping[tuple[str, str], Scope]] = MappingProxyType(
    {
        ("GET", "/service"): Scope.READ,
        ("GET", "/openapi.json"): Scope.READ,
        ("GET", "/obligations"): Scope.READ,
        ("GET", "/obligations/{obligation}"): Scope.READ,
        ("GET", "/posture"): Scope.READ,
        ("GET", "/posture/{obligation}"): Scope.READ,
        ("GET", "/controls"): Scope.READ,
        ("GET", "/controls/{control}"): Scope.READ,
        ("GET", "/entries"): Scope.READ,
        ("GET", "/entries/{seq}"): Scope.READ,
        ("GET", "/checkpoint"): Scope.READ,
        ("GET", "/receipts/{receipt}"): Scope.READ,
        ("POST", "/proofs/check"): Scope.READ,
        ("POST", "/labels/check"): Scope.READ,
        ("GET", "/attestations"): Scope.READ,
        ("POST", "/attestations"): Scope.ATTEST,
        ("GET", "/keys"): Scope.KEYS,
        ("POST", "/keys"): Scope.KEYS,
        ("GET", "/keys/{key}"): Scope.KEYS,
        ("PATCH", "/keys/{key}"): Scope.KEYS,
        ("POST", "/keys/{key}/revoke"): Scope.KEYS,
        ("GET", "/cases"): Scope.CASES,
        ("GET", "/cases/{number}"): Scope.CASES,
        ("POST", "/cases/{number}/moves"): Scope.CASES,
        ("GET", "/users"): Scope.USERS,
        ("GET", "/users/{ref}"): Scope.USERS,
        ("POST", "/users/{ref}/measures"): Scope.USERS,
        ("POST", "/users/{ref}/lift"): Scope.USERS,
    }
)
"""Verb and address below ``/api/v1`` → the scope that a token needs."""


def rule_for(method: str, address: str) -> Scope:
    """Return the scope for a call.

    Args:
        method: in upper case.
        address: as the table writes it, names in braces.

    Raises:
        VerbNotAllowed: the address has rules, for other verbs.
        UnknownAddress: it has none.
    """
    found = RULES.get((method, address))
    if found is not None:
        return found
    if others := tuple(verb for verb, known in RULES if known == address):
        raise VerbNotAllowed(method, address, allow=others)
    raise UnknownAddress(address)

"""Who may call what: the one table, and nothing that is not in it.

    POST /v1/chat/completions   whoever holds an API key
    GET  /healthz               anybody
    GET  /metrics               whoever holds the collector's key; no API key opens it
    anything else               nobody

A path without a rule is refused before anything looks at it, whatever code
could serve it: a new endpoint answers 404 until somebody has decided here who
may call it. ``tests/unit/gateway/test_admission.py`` goes through all of it.

>>> rule_for("GET", "/v1/models/qwen").who.name
'KEY_HOLDER'
>>> rule_for("GET", "/v1/chat/completions")
Traceback (most recent call last):
    ...
hegui.errors.gateway.MethodNotAllowed: expected POST on /v1/chat/completions; found GET
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from hegui.errors import MethodNotAllowed, UnknownRoute

__all__ = ["RULES", "Rule", "Who", "rule_for"]


class Who(Enum):
    """Kinds of callers."""

    ANYBODY = auto()
    KEY_HOLDER = auto()
    """Shows an API key that is known and active."""

    COLLECTOR = auto()
    """Shows the key of the metrics, which is no API key."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call one path with one verb."""

    method: str
    path: str
    """Exact, or with ``/*`` at the end for one further name."""

    who: Who


RULES: Final = (
    Rule("POST", "/v1/chat/completions", Who.KEY_HOLDER),
    Rule("POST", "/v1/messages", Who.KEY_HOLDER),
    Rule("POST", "/v1/responses", Who.KEY_HOLDER),
    Rule("POST", "/v1/completions", Who.KEY_HOLDER),
    Rule("POST", "/v1/embeddings", Who.KEY_HOLDER),
    Rule("POST", "/v1/moderations", Who.KEY_HOLDER),
    Rule("POST", "/v1/images/generations", Who.KEY_HOLDER),
    Rule("POST", "/v1/images/edits", Who.KEY_HOLDER),
    Rule("POST", "/v1/audio/speech", Who.KEY_HOLDER),
    Rule("POST", "/v1/audio/transcriptions", Who.KEY_HOLDER),
    Rule("GET", "/v1/models", Who.KEY_HOLDER),
    Rule("GET", "/v1/models/*", Who.KEY_HOLDER),
    Rule("GET", "/v1/users/me", Who.KEY_HOLDER),
    Rule("DELETE", "/v1/users/me", Who.KEY_HOLDER),
    Rule("GET", "/v1/users/me/export", Who.KEY_HOLDER),
    Rule("PUT", "/v1/users/me/training", Who.KEY_HOLDER),
    Rule("PUT", "/v1/users/me/guardian", Who.KEY_HOLDER),
    Rule("POST", "/v1/users/me/verifications", Who.KEY_HOLDER),
    # Signed by the verifier, which holds no API key.
    Rule("POST", "/v1/users/verifications", Who.ANYBODY),
    Rule("GET", "/healthz", Who.ANYBODY),
    Rule("GET", "/readyz", Who.ANYBODY),
    Rule("GET", "/metrics", Who.COLLECTOR),
)
"""Everything that may be called."""

_EXACT: Final = {(rule.method, rule.path): rule for rule in RULES if not rule.path.endswith("/*")}


def rule_for(method: str, path: str) -> Rule:
    """Return the rule of a call.

    Raises:
        MethodNotAllowed: the path has rules, for other verbs.
        UnknownRoute: it has none.

    Notes:
        One dictionary step for an exact path.
    """
    found = _EXACT.get((method, path))
    if found is not None:
        return found
    others: list[str] = []
    for rule in RULES:
        if _is_of(rule, path):
            if rule.method == method:
                return rule
            others.append(rule.method)
    if others:
        raise MethodNotAllowed(method, path[:128], allow=", ".join(others))
    raise UnknownRoute(method, path[:128])


def _is_of(rule: Rule, path: str) -> bool:
    beginning = rule.path.removesuffix("*")
    if beginning == rule.path:
        return path == rule.path
    return path.startswith(beginning) and path != beginning

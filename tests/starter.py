"""The starter rules, built once for a whole run of tests: nobody can change them."""

from __future__ import annotations

from functools import cache

from hegui.moderation import RuleSet, load_rules

__all__ = ["starter_rules"]


@cache
def starter_rules() -> RuleSet:
    """Return the rules that a service has when its operator imported none."""
    return load_rules()

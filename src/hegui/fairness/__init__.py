"""Fairness: audits of what a service does to people who differ in one thing.

Two audits, both over numbers that somebody already has:

* `counterfactual`: the same question or case twice, with only a protected
  attribute changed; do the answers differ?
* `prices`: the same goods on equal conditions; do groups pay differently?

Both report differences with intervals and exact or seeded permutation tests.
Neither says that anything is unlawful: that is for a person.
"""

from __future__ import annotations

from hegui.fairness.attribute import Attribute
from hegui.fairness.counterfactual import Audit, Comparison, Pair, audit, compare
from hegui.fairness.permutation import adjust, sign_flip, sign_test
from hegui.fairness.prices import Gap, Offer, price_gap

__all__ = [
    "Attribute",
    "Audit",
    "Comparison",
    "Gap",
    "Offer",
    "Pair",
    "adjust",
    "audit",
    "compare",
    "price_gap",
    "sign_flip",
    "sign_test",
]

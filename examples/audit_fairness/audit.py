#!/usr/bin/env python3
"""Ask twice with one attribute changed, and compare the scores."""

from __future__ import annotations

import sys

from hegui.fairness import Attribute, Pair, audit

# Scores of forty answers about loans, as a person or a model gave them: as the
# question stands, and with only the applicant's sex or region changed.
scores = [0.5 + (item % 7) / 20 for item in range(40)]
pairs = [
    pair
    for item, base in enumerate(scores)
    for pair in (
        Pair(item=f"q{item}", attribute=Attribute.SEX, base=base, changed=base - 0.1),
        Pair(item=f"q{item}", attribute=Attribute.REGION, base=base, changed=base),
    )
]
found = audit(pairs)
for one in found.comparisons:
    sys.stdout.write(
        f"{one.attribute}: mean difference {one.mean:+.3f}, same in {one.same.hits} of "
        f"{one.pairs}, adjusted p {one.p_adjusted:.4f}\n"
    )
sys.stdout.write(f"differing: {', '.join(found.differing)}\n")
sys.stdout.write(f"not audited: {', '.join(found.missing)}\n")

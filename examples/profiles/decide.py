#!/usr/bin/env python3
"""Decide what the law demands of each profile beside this file on one day, and what to ask next."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

from hegui.law import applies, ask_next, load, load_profile

law = load()
for file in sorted(Path(__file__).parent.glob("*.toml")):
    profile = load_profile(file, law)
    decisions = applies(law, profile, date(2026, 11, 20))
    counts = Counter(decision.verdict.value for decision in decisions)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("applies", "unknown"))
    sys.stdout.write(f"{file.stem}: {told}; ask next: {ask_next(decisions) or 'nothing'}\n")

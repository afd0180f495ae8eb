#!/usr/bin/env python3
"""Scan a small corpus: two sources, one document with a finding, one bad line."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hegui.corpus import judge, scan
from hegui.moderation import load_rules

corpus = Path(__file__).parent / "corpus"
with TemporaryDirectory() as folder:
    out = Path(folder) / "out"
    report = scan([corpus], load_rules(), out, sample=2, seed=2026)
    for name, source in sorted(report.sources.items()):
        sys.stdout.write(f"{name}: {source.documents} documents, {source.excluded} set apart\n")
    for one in report.unreadable:
        sys.stdout.write(f"unreadable: line {one.line}: {one.because}\n")
    sys.stdout.write(f"sample for people: {report.sampled} documents, seed {report.seed}\n")
    sys.stdout.write((out / "excluded.jsonl").read_text(encoding="utf-8"))

# People looked at 200 documents of one source and found 4 unfit. The limit is yours to state.
verdict = judge(bad=4, judged=200, limit=0.05)
sys.stdout.write(f"within the limit: {verdict.is_within}, proven: {verdict.is_proven}\n")

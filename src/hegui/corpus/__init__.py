"""Corpus: training data, read, scanned and sampled, with a report that can be repeated.

    files ──read──▶ documents ──scan──▶ excluded.jsonl   what rules found, with reasons
                                   ├──▶ sample.jsonl     for people, drawn by seed
                                   └──▶ report.json      counts by source and category

A finding says where to look. Whether a source is fit for training is decided by
people on a sample: `judge` says what their sample proves.
"""

from __future__ import annotations

from hegui.corpus.document import Document, Input, Unreadable
from hegui.corpus.judgement import Judgement, judge
from hegui.corpus.readers import Listing, list_files, read
from hegui.corpus.report import Report
from hegui.corpus.sampler import Sampler
from hegui.corpus.scan import Rules, scan

__all__ = [
    "Document",
    "Input",
    "Judgement",
    "Listing",
    "Report",
    "Rules",
    "Sampler",
    "Unreadable",
    "judge",
    "list_files",
    "read",
    "scan",
]

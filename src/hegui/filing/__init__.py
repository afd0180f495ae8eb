"""Filing: documents written from one frozen snapshot of facts.

    facts ──▶ Snapshot ──freeze──▶ snapshot.json   digest over every fact
                 ├──to_docx──▶ notice.docx         for people to edit and stamp
                 └──to_pdf───▶ notice.pdf          PDF/A-2b, the copy to keep

A snapshot goes in, bytes come out, the same bytes each time. Nothing here looks
anything up, so a document says exactly what its snapshot holds.
"""

from __future__ import annotations

from hegui.filing.pdf import to_pdf
from hegui.filing.snapshot import (
    ControlState,
    LabelPolicy,
    ObligationState,
    Snapshot,
    Statement,
    freeze,
    thaw,
)
from hegui.filing.word import to_docx

__all__ = [
    "ControlState",
    "LabelPolicy",
    "ObligationState",
    "Snapshot",
    "Statement",
    "freeze",
    "thaw",
    "to_docx",
    "to_pdf",
]

#!/usr/bin/env python3
"""Write a Word document and a PDF/A from one frozen snapshot."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from hegui.bilingual import Bilingual
from hegui.filing import LabelPolicy, Snapshot, freeze, thaw, to_docx, to_pdf

facts = Snapshot(
    service=Bilingual(zh="示例对话服务", en="Example chat service"),
    taken_at=datetime(2026, 11, 21, 4, 0, tzinfo=UTC),
    law="sha256:example",
    label=LabelPolicy(
        wording=Bilingual(zh="（内容由人工智能生成）", en="(AI-generated content)"),
        position="end",
    ),
)
same = thaw(freeze(facts))
sys.stdout.write(f"snapshot {same.digest}\n")
for language in ("zh", "en"):
    is_repeatable = to_docx(facts, language) == to_docx(same, language)
    sys.stdout.write(f"{language} Word: the same bytes again: {is_repeatable}\n")
    is_repeatable = to_pdf(facts, language) == to_pdf(same, language)
    sys.stdout.write(f"{language} PDF: the same bytes again: {is_repeatable}\n")

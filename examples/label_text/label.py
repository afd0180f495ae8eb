#!/usr/bin/env python3
"""Put the explicit label on an answer, and read it back."""

from __future__ import annotations

import sys

from hegui.bilingual import Bilingual
from hegui.labels import TextLabel, has_explicit_label

label = TextLabel(
    wording=Bilingual(zh="内容由人工智能生成", en="AI-generated content"),
    position="end",
)
for answer in ("春天来了，万物复苏。", "Spring has come.", "AI生成：春天来了。"):
    labelled = label.apply(answer)
    sys.stdout.write(f"{labelled!r}  labelled: {has_explicit_label(labelled)}\n")

# A product name has one of the two elements, so it is no label.
sys.stdout.write(f"'AI播客'  labelled: {has_explicit_label('AI播客')}\n")

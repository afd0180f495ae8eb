"""Semantic judges of a service: which ones, and how far text waits for them.

    [judges], [[judge]] of hegui.toml ─▶ `settings` ─▶ JudgeSettings ─▶ `made` ─▶ classifiers

Off by default: a service that names no judge is moderated by rules alone. How
the gateway asks them, and what it does meanwhile, is the gateway's business.
"""

from __future__ import annotations

from hegui.moderation.judges.made import Made, made
from hegui.moderation.judges.settings import (
    Embedded,
    GuardServer,
    JudgeSettings,
    OnnxFile,
    VendorApi,
    read_judges,
)

__all__ = [
    "Embedded",
    "GuardServer",
    "JudgeSettings",
    "Made",
    "OnnxFile",
    "VendorApi",
    "made",
    "read_judges",
]

"""Passports of China: ordinary, official and diplomatic, and those of the two regions."""

from __future__ import annotations

from typing import Final

from hegui.moderation.identifiers.context import words
from hegui.moderation.identifiers.lettered import lettered

__all__ = ["RULE"]

RULE: Final = lettered(
    "passport",
    # Old 14/15 and G; E since 2012, with a second letter since 2017; D, S, P official ones;
    # K, KJ, H of Hong Kong; MA, MB of Macao.
    r"1[45]\d{7}|[eg]\d{8}|e[a-hj-np-z]\d{7}|[dsp]e?\d{7,8}|(?:k|kj|h)\d{8}|m[ab]\d{7}",
    words("护照", "passport", "旅行证件"),
    lengths=frozenset({7, 8, 9}),
    letters="egdspkhm",
)
"""Looked for everywhere."""

"""Permits to cross between the mainland and Hong Kong, Macao and Taiwan."""

from __future__ import annotations

from typing import Final

from hegui.moderation.identifiers.context import words
from hegui.moderation.identifiers.lettered import lettered

__all__ = ["HONG_KONG_MACAO", "TAIWAN"]

HONG_KONG_MACAO: Final = lettered(
    "hk-macao-permit",
    # H or M and 8, or 10 with the count of issues: residents' way in. C or W: the way out.
    r"[hm]\d{8}(?:\d\d)?|[cw]\d{8}|c[a-hj-np-z]\d{7}",
    words("通行证", "回乡证", "港澳证", "往来港澳", "往来内地", "permit"),
    lengths=frozenset({7, 8, 10}),
    letters="hmcw",
)
"""Looked for everywhere."""

TAIWAN: Final = lettered(
    "taiwan-permit",
    # 8 digits, older ones 10: compatriots' way in. L or T: the way out.
    r"\d{8}|\d{10}|[lt]\d{8}",
    words("台胞证", "台湾居民来往", "台湾通行证", "往来台湾", "大通证", "mtp"),
    lengths=frozenset({8, 10}),
    letters="lt",
)
"""Looked for everywhere."""

r"""Moderation: is this text harmful, where, and by which rule.

    text ─ fold ─ kept characters ─ matcher ─ conditions ─ findings
                        └────────── identifiers ──┘

`fold` makes one form of all ways to write a word; the matcher finds all terms
in one pass; conditions throw out what only looks like a term; identifiers are
numbers with checksums. A `Stream` does the same piece by piece and releases
whatever is decided.

An engine reports facts. What to do about them is a control's business.

>>> rules = load_rules()
>>> segments = rules.segments('电话１３８ ００１３ ８０００。', Stage.PROMPT)
>>> [(segment.text, len(segment.findings)) for segment in segments]
[('电话', 0), ('１３８ ００１３ ８０００', 1), ('。', 0)]
"""

from __future__ import annotations

from hegui.finding import Finding, Span, Stage
from hegui.moderation.categories import Category, categories
from hegui.moderation.fold import Folded, fold
from hegui.moderation.lexicon import Lexicon, Term
from hegui.moderation.load import load_rules
from hegui.moderation.mask import mask
from hegui.moderation.matcher import Matcher
from hegui.moderation.rules import RuleSet
from hegui.moderation.segment import Segment
from hegui.moderation.stream import Stream

__all__ = [
    "Category",
    "Finding",
    "Folded",
    "Lexicon",
    "Matcher",
    "RuleSet",
    "Segment",
    "Span",
    "Stage",
    "Stream",
    "Term",
    "categories",
    "fold",
    "load_rules",
    "mask",
]

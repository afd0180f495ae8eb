"""Expressions: patterns that an operator writes, matched by RE2 and by nothing else.

A pattern of `re` can be made to run for ever by a text; RE2 takes time that grows
with the text and no faster. What a pattern may cost is bounded once more here:
its length, the memory of its program, their number, and the findings of one text.

    [[expression]]
    name     = "ticket-resale"
    pattern  = "(转让|出售).{0,6}(门票|入场券)"
    category = "a3.other"
    severity = 1
    stages   = ["prompt", "corpus"]     # optional; never the output, which is streamed

Patterns see the text as it was written: folding is for words. ``(?i)`` makes one
blind to case.
"""

from __future__ import annotations

from hegui.moderation.expressions.expression import Expression
from hegui.moderation.expressions.expressions import Expressions
from hegui.moderation.expressions.toml import read_expressions

__all__ = ["Expression", "Expressions", "read_expressions"]

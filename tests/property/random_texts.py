"""Texts and terms by chance, with terms, halves of terms and oddities more often than chance."""

from __future__ import annotations

import random
from typing import Final

from hegui.moderation.lexicon import Term

__all__ = ["chunks_of", "random_terms", "random_text"]

_LETTERS: Final = "ab赌博毒1x"
_ODD: Final = (
    *("a", "b", "A", "ａ", "ⓑ", "x", "ﬀ", "㏒", "½", "Å", "ß", "0"),
    *("赌", "賭", "博", "毒", "字", "元", "\ud800", "가", "ข"),
    *(" ", "-", "　", "。", ".", "😀", "-" * 16, "-" * 17, "\n", "\x00", "\x1f"),
    *("\u200b", "\u0301", "\ufe0f", "\u200b" * 127, "\u200b" * 129, "\U000e0061"),
)


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_LETTERS, k=chance.randint(2, 5)))


def random_terms(chance: random.Random) -> tuple[Term, ...]:
    """Return up to six terms: spaced, whole or not, excused, alone, with a companion."""
    made = []
    for place in range(chance.randint(1, 6)):
        word = _word(chance)
        at = chance.randint(1, len(word) - 1)
        text = chance.choice([word, word, word[:at] + chance.choice(" -") + word[at:]])
        excuse = _word(chance)[:2] + text + _word(chance)[:2]
        made.append(
            Term(
                rule=f"t#{place}",
                text=text,
                category="a1.other-banned",
                severity=1,
                whole=chance.random() < 0.7,
                allow=(excuse,) if chance.random() < 0.3 else (),
                alone=chance.random() < 0.2,
                near=(_word(chance),) if chance.random() < 0.3 else (),
                within=chance.choice([0, 1, 3, 9]),
            )
        )
    return tuple(made)


def random_text(chance: random.Random, terms: tuple[Term, ...]) -> str:
    """Return a text of up to forty parts."""
    written = [text for term in terms for text in (term.text, *term.allow, *term.near)]
    parts = []
    for _ in range(chance.randint(0, 40)):
        kind = chance.random()
        if kind < 0.3:
            parts.append(chance.choice(written))
        elif kind < 0.5:
            text = chance.choice(written)
            parts.append(text[chance.randrange(len(text)) :])
        else:
            parts.append(chance.choice(_ODD))
    return "".join(parts)


def chunks_of(chance: random.Random, text: str) -> list[str]:
    """Return a text in pieces of one to nine characters."""
    pieces, at = [], 0
    while at < len(text):
        size = chance.randint(1, 9)
        pieces.append(text[at : at + size])
        at += size
    return pieces

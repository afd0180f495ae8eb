"""No character of a starter term is delivered, however stream and term are written and cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

import opencc
import pytest

from hegui.finding import Stage
from hegui.moderation import RuleSet, Segment, Term, load_rules

BEFORE, AFTER = "今天天气很好。Well, ", "，谢谢你 and thanks."
EVERY_CUT = 6
"""Terms as they stand are cut in every possible way up to this length, longer ones in a sample."""

DISGUISED = 3
"""The same for terms in disguise: what a disguise does to a cut shows in the shortest terms."""

SAMPLE = 4


@cache
def rules() -> RuleSet:
    """Return the starter rules."""
    return load_rules()


TERMS = tuple(term for term in rules().terms_in_force if not term.near)
KEYWORDS = tuple(term for term in rules().terms_in_force if term.near)
TRADITIONAL = opencc.OpenCC("s2t")

WRITTEN: Final[dict[str, Callable[[str], str]]] = {
    "plain": lambda text: text,
    "upper case": str.upper,
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    ),
    "zero width": "\u200b".join,
    "struck through": lambda text: "\u0336".join(text) + "\u0336",
    "spaced": lambda text: " ".join(text.replace(" ", "")),
    "with signs": lambda text: "**".join(text.replace(" ", "")),
    "traditional": TRADITIONAL.convert,
    "look-alikes": lambda text: text.translate(str.maketrans("aceopxy", "асеорху")),
}


def all_cuts(text: str) -> Iterator[list[str]]:
    """Yield every way to cut text into chunks of one to four characters."""
    if not text:
        yield []
    for size in range(1, min(4, len(text)) + 1):
        for rest in all_cuts(text[size:]):
            yield [text[:size], *rest]


def random_cut(text: str, chance: random.Random) -> list[str]:
    """Return one way to cut text into chunks of one to four characters."""
    chunks = []
    while text:
        size = chance.randint(1, 4)
        chunks.append(text[:size])
        text = text[size:]
    return chunks


def cuts(text: str, *, up_to: int) -> Iterator[list[str]]:
    """Yield all cuts of a short text, and of a long one a sample that is always the same."""
    if len(text) <= up_to:
        yield from all_cuts(text)
    else:
        chance = random.Random(text)  # noqa: S311 - a sample, not a secret
        for _ in range(SAMPLE):
            yield random_cut(text, chance)


@pytest.mark.parametrize("way", WRITTEN)
def test_nothing_of_a_term_is_delivered(way: str) -> None:
    """For every starter term and every way to write and to cut it.

    Clean segments hold what stands before and after, whole and in order; the
    segments with findings hold the term, whole.
    """
    leaks: list[tuple[str, list[str]]] = []
    up_to = EVERY_CUT if way == "plain" else DISGUISED
    for term in TERMS:
        for chunks in cuts(WRITTEN[way](term.text), up_to=up_to):
            stream = rules().stream(Stage.OUTPUT)
            segments: list[Segment] = []
            for chunk in (BEFORE, *chunks, AFTER):
                segments.extend(stream.push(chunk))
            segments.extend(stream.finish())
            clean = "".join(s.text for s in segments if not s.findings)
            found = "".join(s.text for s in segments if s.findings)
            trail = "\u0336" if way == "struck through" else ""
            is_told = any(f.rule == term.rule for s in segments for f in s.findings)
            if not (
                is_told and clean == BEFORE + trail + AFTER and found + trail == "".join(chunks)
            ):
                leaks.append((term.rule, chunks))

    assert [] == leaks


def test_nothing_of_a_term_is_delivered_while_it_arrives() -> None:
    """Seen from the client: at no moment has it more than the clean beginning."""

    def delivered(term: Term) -> str:
        stream = rules().stream(Stage.OUTPUT)
        out: list[str] = []
        for char in BEFORE + term.text:
            out.extend(s.text for s in stream.push(char) if not s.findings)
        return "".join(out)

    assert {BEFORE} == {delivered(term) for term in TERMS}


@pytest.mark.parametrize("size", [1, 3])
def test_nothing_of_a_keyword_beside_an_offer_is_delivered(size: int) -> None:
    """It is held until it is known that no offer comes; alone it is delivered."""

    def delivered(text: str) -> str:
        stream = rules().stream(Stage.OUTPUT)
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        segments = [segment for piece in pieces for segment in stream.push(piece)]
        segments.extend(stream.finish())
        return "".join(s.text for s in segments if not s.findings)

    for term in KEYWORDS:
        alone = BEFORE + term.text + AFTER

        assert alone == delivered(alone)
        for offer in term.near:
            assert term.text not in delivered(f"{BEFORE}{term.text}, {offer}")
            assert term.text not in delivered(f"{BEFORE}{offer}, {term.text}")

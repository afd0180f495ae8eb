"""Fold and match: rate against UTF-8 decoding, one call on 2 KB, one streamed token.

The text is synthetic: frequent Chinese characters with punctuation, digits and
English words, seeded. It holds no term, like nearly all text. The baselines
run in the same rounds: decoding the same bytes, and the raw automaton over text
that needs no folding.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final

from bench.runner import Ratio, at_least, at_most, compare, interleave
from hegui.finding import Stage
from hegui.moderation import Lexicon, Matcher, RuleSet, Term, fold, load_rules
from hegui.moderation.matcher import AnchoredMatcher

__all__ = ["automaton", "measure"]

CHARACTERS: Final = 400_000
CALLS: Final = 400
TOKEN: Final = 7
"""Code points in a streamed chunk."""

FREQUENT: Final = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马"
)
"""The most frequent characters first, which gives a plausible spread with a falling weight."""


def sample(size: int, seed: int = 20230815) -> str:
    """Return synthetic text of `size` code points, three quarters of it Chinese."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    weights = [1 / (rank + 8) for rank in range(len(FREQUENT))]
    out: list[str] = []
    length = 0
    while length < size:
        words = "".join(chance.choices(FREQUENT, weights, k=chance.randint(6, 24)))
        tail = chance.choice(["，", "。", "，", "？", "；", " model ", " 2026 年", "\n", " API，"])
        out += [words, tail]
        length += len(words) + len(tail)
    return "".join(out)[:size]


def synthetic_texts(count: int, seed: int = 1) -> list[str]:
    """Return `count` words of two to six rarer characters, as lexicons look; all fold apart."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    texts: dict[str, None] = {}
    common_forms = set(fold(FREQUENT).text)
    han = map(chr, range(0x4E00, 0x9F00))
    strangers = [char for char in han if fold(char).text == char not in common_forms]
    while len(texts) < count:
        rare = chance.choices(strangers, k=chance.randint(1, 4))
        common = chance.choices(FREQUENT, k=chance.randint(1, 2))
        texts["".join(common + rare)] = None
    return list(texts)


def synthetic(count: int, seed: int = 1) -> Lexicon:
    """Return a lexicon of so many words."""
    terms = tuple(
        Term(rule=f"synthetic#{at}", text=text, category="a1.other-banned", severity=1)
        for at, text in enumerate(synthetic_texts(count, seed))
    )
    return Lexicon(
        name="synthetic", version="1", author="", source="", terms=terms, file=Path("synthetic")
    )


def repeat(call: Callable[[], object], times: int) -> None:
    """Call `times` times."""
    for _ in range(times):
        call()


def push_all(rules: RuleSet, chunks: list[str]) -> None:
    """Send chunks through one stream."""
    stream = rules.stream(Stage.OUTPUT)
    for chunk in chunks:
        stream.push(chunk)
    stream.finish()


def automaton(rules: RuleSet) -> Matcher:
    """Return the automaton of rules, without what spares it text."""
    matcher = rules.matcher
    return matcher.plain if isinstance(matcher, AnchoredMatcher) else matcher


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield rates in MB/s of UTF-8 and times in µs, each beside its baseline."""
    text = sample(CHARACTERS)
    packed = text.encode()
    size_mb = len(packed) / 1e6
    page = text[:820]
    page_bytes = page.encode()
    chunks = [text[at : at + TOKEN] for at in range(0, 40_000, TOKEN)]
    sets = {
        "starter terms": load_rules(),
        "10k terms": RuleSet((*load_rules().lexicons, synthetic(10_000))),
    }
    for name, rules in sets.items():
        plain = text.translate({ord(c): None for c in " ，。？；\n"}).lower()
        plain_mb = len(plain.encode()) / 1e6
        seconds = interleave(
            {
                "scan": partial(rules.scan, text, Stage.OUTPUT),
                "decode": partial(packed.decode),
                "automaton": partial(automaton(rules).find, plain),
                "page": partial(repeat, partial(rules.scan, page, Stage.OUTPUT), CALLS),
                "page decode": partial(repeat, page_bytes.decode, CALLS),
                "stream": partial(push_all, rules, chunks),
                "join": partial(repeat, partial("".join, chunks), 1),
            },
            rounds,
        )
        rate = [size_mb / s for s in seconds["scan"]]
        yield compare(
            f"fold + match, {name}",
            unit="MB/s",
            samples=rate,
            baseline="UTF-8 decode",
            baseline_samples=[size_mb / s for s in seconds["decode"]],
            budget=at_least(0.05),
        )
        yield compare(
            f"fold + match, {name}, raw",
            unit="MB/s",
            samples=rate,
            baseline="daachorse alone, text already folded",
            baseline_samples=[plain_mb / s for s in seconds["automaton"]],
        )
        yield compare(
            f"one call of {len(page_bytes)} B, {name}",
            unit="µs CPU",
            samples=[s / CALLS * 1e6 for s in seconds["page"]],
            baseline="UTF-8 decode",
            baseline_samples=[s / CALLS * 1e6 for s in seconds["page decode"]],
            budget=at_most(100, of="value"),
        )
        yield compare(
            f"streamed chunk of {TOKEN} characters, {name}",
            unit="µs CPU",
            samples=[s / len(chunks) * 1e6 for s in seconds["stream"]],
            baseline="joining the chunks",
            baseline_samples=[s / len(chunks) * 1e6 for s in seconds["join"]],
            budget=at_most(20, of="value"),
        )

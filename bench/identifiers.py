"""Identifiers: rate with checksums over text in which numbers are planted, and recall on them.

One number of a kind stands in every 1.7 kB, as in a corpus of customers'
letters, among years and sums. The baseline is what people write first: one
alternation of nine patterns in the standard library's `re`, no checksums.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import Final

from bench.fold_match import sample
from bench.runner import Ratio, at_least, compare, interleave
from hegui.finding import Stage
from hegui.moderation import RuleSet, load_rules
from hegui.moderation.identifiers import KINDS, check_character, is_luhn
from hegui.moderation.identifiers.checksums import uscc_check_character

__all__ = ["measure", "planted"]

PIECES: Final = 1_500
EVERY: Final = 600
"""Code points of text around one number."""

NAIVE: Final = re.compile(
    r"\d{17}[\dXx]|1[3-9]\d{9}|62\d{14,17}|[0-9A-Z]{18}|[京沪粤川][A-Z][0-9A-Z]{5,6}"
    r"|[\w.+-]+@[\w-]+\.[\w.]+|护照.{0,6}[EG]\d{8}|0\d{2,3}-\d{7,8}|\d+\.\d+\.\d+\.\d+"
)


def _with_luhn(body: str) -> str:
    return next(body + digit for digit in "0123456789" if is_luhn(body + digit))


def planted(chance: random.Random) -> tuple[str, str]:
    """Return a rule and a text that holds one of its numbers."""
    eight = f"{chance.randrange(10**8):08d}"
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    front = f"110105{born:%Y%m%d}{chance.randrange(1000):03d}"
    body = f"9144030{chance.randrange(10)}MA" + "".join(chance.choices("0123456789ABCDEFGH", k=7))
    return chance.choice(
        [
            ("resident-id", front + check_character(front)),
            ("mobile", f"1{chance.choice('3456789')}{eight}{chance.randrange(10)}"),
            ("bank-card", _with_luhn("622202" + eight + "1234")),
            ("uscc", body + str(uscc_check_character(body.lower())).upper()),
            ("passport", "护照 E" + eight),
            ("landline", "010-8" + eight[1:]),
            ("plate", "京A" + eight[:5]),
            ("email", f"user{eight}@example.com"),
            ("ip", ".".join(str(chance.randrange(100, 255)) for _ in range(4))),
        ]
    )


def recall(rules: RuleSet, pieces: list[tuple[str, str]]) -> float:
    """Return the share of numbers that are found, each in its piece of text."""
    found = [rule in {f.rule for f in rules.scan(text, Stage.CORPUS)} for rule, text in pieces]
    return sum(found) / len(found)


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield rates in MB/s of UTF-8, and recall."""
    chance = random.Random(20230815)  # noqa: S311 - a sample, not a secret
    plain = sample(PIECES * EVERY)
    pieces = []
    for at in range(PIECES):
        rule, number = planted(chance)
        pieces.append((rule, f"{plain[at * EVERY : (at + 1) * EVERY]}，{number}，"))
    text = "".join(piece for _, piece in pieces)
    packed = text.encode()
    size_mb = len(packed) / 1e6
    default = load_rules(())
    every = load_rules((), identifiers=tuple(KINDS))
    sure = load_rules((), identifiers=[rule for rule, kind in KINDS.items() if kind.score == 1.0])
    seconds = interleave(
        {
            "default": partial(default.scan, text, Stage.CORPUS),
            "sure": partial(sure.scan, text, Stage.CORPUS),
            "sure documents": lambda: [sure.scan(piece, Stage.CORPUS) for _, piece in pieces],
            "every": partial(every.scan, text, Stage.CORPUS),
            "re": lambda: sum(1 for _ in NAIVE.finditer(text)),
            "decode": packed.decode,
        },
        rounds,
    )
    names = {
        "default": "identifiers, kinds looked for unasked, one text",
        "sure": "identifiers, all but hints, one text",
        "sure documents": "identifiers, all but hints, documents of 1.7 kB",
        "every": "identifiers, hints too, one text",
    }
    for part, name in names.items():
        yield compare(
            name,
            unit="MB/s",
            samples=[size_mb / s for s in seconds[part]],
            baseline="re, nine patterns, no checksums",
            baseline_samples=[size_mb / s for s in seconds["re"]],
            budget=None if part == "every" else at_least(20, of="value"),
        )
    yield compare(
        "identifiers, recall on planted numbers",
        unit="share",
        samples=[recall(every, pieces)],
        baseline="all",
        baseline_samples=[1.0],
        budget=at_least(1.0, of="value"),
    )

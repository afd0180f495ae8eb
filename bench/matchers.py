"""Folding and matching at 10,000, 100,000 and 1,000,000 terms, beside what others match unfolded.

All parts of a size run in the same rounds: decoding the same bytes, the raw
automaton that hegui uses, and the matchers of others, on text that needs no
folding. Only hegui folds, maps places back and judges conditions in its time.
At a million terms the others are left out: they would take minutes to build.
Each size also tells what its rules take to make and to hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.fold_match import CHARACTERS, automaton, sample, synthetic_texts
from bench.peers import PEERS, Find, peer
from bench.runner import Ratio, absent, at_least, at_most, compare, interleave
from hegui.finding import Stage
from hegui.moderation import RuleSet, load_rules

__all__ = ["measure"]

FLOORS: Final[Mapping[int, float]] = {10_000: 100, 100_000: 60, 1_000_000: 30}
"""Terms -> MB/s of UTF-8."""

MEMORY: Final[Mapping[int, float]] = {10_000: 60, 100_000: 60, 1_000_000: 300}
"""Terms -> MB that the rules may hold, prefixes for one stream included."""

LOAD_S: Final = 15

SLICES: Final[Mapping[str, int]] = {"stdlib re": 20, "pyahocorasick": 2}
"""Slow peers get this part of the text, and their rate is reckoned from it."""

MOST: Final[Mapping[str, int]] = {"stdlib re": 10_000, "pyahocorasick": 100_000}
"""Terms up to which a peer is asked; the others up to 100,000."""


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield for each size the rate, beside each baseline; then seconds and memory of loading."""
    text = sample(CHARACTERS)
    packed = text.encode()
    folded = text.translate({ord(c): None for c in " ，。？；\n"}).lower()
    for count in FLOORS:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "synthetic.csv"
            rows = (f"{each},a1.other-banned,1\n" for each in synthetic_texts(count))
            file.write_text("text,category,severity\n" + "".join(rows), encoding="utf-8")
            runs = [_load(file) for _ in range(min(rounds, 3))]
            rules = load_rules((file,), identifiers=())
            chars = len(file.read_text(encoding="utf-8")) / 1e6
        yield from _rates(rounds, rules, count, text=text, packed=packed, folded=folded)
        yield compare(
            f"loading {count:,} terms",
            unit="s CPU",
            samples=[run["loading_s"] for run in runs],
            baseline="the first stream after it",
            baseline_samples=[run["stream_s"] for run in runs],
            budget=at_most(LOAD_S, of="value"),
        )
        yield compare(
            f"memory of {count:,} terms, with a stream",
            unit="MB",
            samples=[run["held_mb"] for run in runs],
            baseline="a million characters of the file",
            baseline_samples=[chars] * len(runs),
            budget=at_most(MEMORY[count], of="value"),
        )


def _load(file: Path) -> Mapping[str, float]:
    """Return what a process of its own tells of loading a file."""
    command = [sys.executable, "-m", "bench.loading", str(file)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(told)
    return found


def _rates(  # noqa: PLR0913 - one text in three forms
    rounds: int, rules: RuleSet, count: int, *, text: str, packed: bytes, folded: str
) -> Iterable[Ratio]:
    finds: dict[str, Find | None] = {}
    if count <= 100_000:
        keys = sorted(rules.term_keys())
        finds = {
            name: peer(name, keys) if count <= MOST.get(name, 100_000) else None for name in PEERS
        }
    parts: dict[str, Callable[[], object]] = {
        "scan": partial(rules.scan, text, Stage.OUTPUT),
        "decode": partial(packed.decode),
        "daachorse": partial(automaton(rules).find, folded),
    }
    sizes = {"decode": len(packed), "daachorse": len(folded.encode())}
    for name, find in finds.items():
        if find is not None:
            part = folded[: len(folded) // SLICES.get(name, 1)]
            parts[name] = partial(find, part)
            sizes[name] = len(part.encode())
    seconds = interleave(parts, rounds)
    mine = [len(packed) / 1e6 / s for s in seconds["scan"]]
    for name in ("decode", "daachorse", *finds):
        title = f"fold + match, {count:,} terms"
        if name not in parts:
            if count <= MOST.get(name, 100_000):
                yield absent(title, unit="MB/s", samples=mine, peer=name)
            continue
        yield compare(
            title,
            unit="MB/s",
            samples=mine,
            baseline="UTF-8 decode" if name == "decode" else f"{name} alone, text folded before",
            baseline_samples=[sizes[name] / 1e6 / s for s in seconds[name]],
            budget=at_least(FLOORS[count], of="value") if name == "decode" else None,
        )

"""The means of a benchmark: interleave rounds, take medians, hold a ratio against its budget.

    def measure(rounds: int) -> Iterable[Ratio]:
        seconds = interleave({"fold": fold_all, "decode": decode_all}, rounds)
        yield compare(
            "fold",
            unit="MB/s",
            samples=[SIZE_MB / s for s in seconds["fold"]],
            baseline="UTF-8 decode",
            baseline_samples=[SIZE_MB / s for s in seconds["decode"]],
            budget=at_least(0.25),
        )

A round runs every part once, in an order that changes from round to round, so
that a slow minute of the machine falls on all parts alike. The ratio is the
median of the ratios *within* each round, not the ratio of two medians.

>>> seconds = interleave({'sum': lambda: sum(range(999)), 'pass': lambda: None}, 3, clock='wall')
>>> sorted(seconds), len(seconds['sum'])
(['pass', 'sum'], 3)
>>> compare('sum', unit='s', samples=[2.0, 3.0], baseline='half', baseline_samples=[1.0, 1.5],
...         budget=at_most(2.5)).is_met
True
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Final, Literal, Protocol

__all__ = [
    "Benchmark",
    "Budget",
    "Ratio",
    "absent",
    "at_least",
    "at_most",
    "compare",
    "interleave",
    "interleave_figures",
]

_CLOCKS: Final = {"cpu": time.process_time, "wall": time.perf_counter}


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A limit, and what it is held against."""

    limit: float

    is_ceiling: bool
    """True for *at most*, False for *at least*."""

    of: Literal["ratio", "value"]
    """``ratio`` to the baseline, or the measured ``value`` in its unit."""

    def allows(self, *, value: float, ratio: float) -> bool:
        """Whether the measurement keeps the limit; the limit itself is allowed."""
        seen = ratio if self.of == "ratio" else value
        return seen <= self.limit if self.is_ceiling else seen >= self.limit

    def __str__(self) -> str:
        """Return the limit in words."""
        return f"{self.of} {'≤' if self.is_ceiling else '≥'} {self.limit:g}"


def at_most(limit: float, *, of: Literal["ratio", "value"] = "ratio") -> Budget:
    """Return a ceiling, for times and overheads."""
    return Budget(limit=limit, is_ceiling=True, of=of)


def at_least(limit: float, *, of: Literal["ratio", "value"] = "ratio") -> Budget:
    """Return a floor, for rates."""
    return Budget(limit=limit, is_ceiling=False, of=of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """One measurement beside its baseline."""

    name: str
    """What was measured, for example ``ledger commits, 64 in flight``."""

    unit: str
    """Unit of `value`, `baseline_value` and `samples`, for example ``ms CPU/request``."""

    value: float
    """Median over the rounds."""

    baseline: str
    """What it stands beside, in words."""

    baseline_value: float
    """Median over the same rounds."""

    ratio: float
    """Median over the rounds of measured / baseline."""

    budget: str
    """The limit in words, for example ``ratio ≥ 0.8``; empty when only observed."""

    is_met: bool
    samples: tuple[float, ...]
    """The measured value of each round, in order."""

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for ``results.json``."""
        return asdict(self)


class Benchmark(Protocol):
    """A module under ``bench/`` that measures something."""

    def measure(self, rounds: int) -> Iterable[Ratio]:
        """Yield measurements as they are made."""


def compare(  # noqa: PLR0913 - two sides of a comparison, by keyword
    name: str,
    *,
    unit: str,
    samples: Sequence[float],
    baseline: str,
    baseline_samples: Sequence[float],
    budget: Budget | None = None,
) -> Ratio:
    """Return the median measurement beside the median baseline of the same rounds.

    Args:
        name: what was measured.
        unit: of both sample lists; one value a round, in the same order.
        samples: the measured side.
        baseline: what it stands beside, in words.
        baseline_samples: the other side, of the same length.
        budget: None only observes; it then counts as met.

    Raises:
        ValueError: no samples, or the two sides differ in length.
    """
    if not samples or len(samples) != len(baseline_samples):
        raise ValueError(
            f"{name}: expected as many samples as baseline samples and at least one; "
            f"got {len(samples)} and {len(baseline_samples)}"
        )
    value = median(samples)
    ratio = median(
        a / b if b else float("inf") for a, b in zip(samples, baseline_samples, strict=True)
    )
    return Ratio(
        name=name,
        unit=unit,
        value=value,
        baseline=baseline,
        baseline_value=median(baseline_samples),
        ratio=ratio,
        budget="" if budget is None else str(budget),
        is_met=budget is None or budget.allows(value=value, ratio=ratio),
        samples=tuple(samples),
    )


def absent(name: str, *, unit: str, samples: Sequence[float], peer: str) -> Ratio:
    """Return a measurement whose peer is not installed: nothing to hold it against.

    >>> absent('sum', unit='s', samples=[2.0], peer='bc').baseline
    'bc: absent, `make bench` installs it'
    """
    return Ratio(
        name=name,
        unit=unit,
        value=median(samples),
        baseline=f"{peer}: absent, `make bench` installs it",
        baseline_value=0.0,
        ratio=0.0,
        budget="",
        is_met=True,
        samples=tuple(samples),
    )


def interleave(
    parts: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    clock: Literal["cpu", "wall"] = "cpu",
    warm_up: int = 1,
) -> dict[str, tuple[float, ...]]:
    """Return the seconds that each part took in each round.

    Args:
        parts: by name; called once a round, in an order that changes.
        rounds: at least one.
        clock: ``cpu`` counts every thread of this process and nothing of its
            children; ``wall`` is for whatever waits on a disk.
        warm_up: unmeasured rounds before.
    """
    now = _CLOCKS[clock]

    def timed(part: Callable[[], object]) -> Callable[[], float]:
        def run() -> float:
            before = now()
            part()
            return now() - before

        return run

    return interleave_figures({k: timed(v) for k, v in parts.items()}, rounds, warm_up=warm_up)


def interleave_figures(
    parts: Mapping[str, Callable[[], float]], rounds: int, *, warm_up: int = 1
) -> dict[str, tuple[float, ...]]:
    """Return what each part reported in each round, for parts that time themselves.

    Args:
        parts: by name; each returns one figure (a rate, seconds, bytes) a call.
        rounds: at least one.
        warm_up: rounds whose figures are dropped.
    """
    order = list(parts)
    shuffle = random.Random(20230815).shuffle  # noqa: S311 - an order, not a secret
    figures: dict[str, list[float]] = {name: [] for name in parts}
    for turn in range(-warm_up, rounds):
        shuffle(order)
        for name in order:
            figure = parts[name]()
            if turn >= 0:
                figures[name].append(figure)
    return {name: tuple(values) for name, values in figures.items()}

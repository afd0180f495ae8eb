"""What an operator's collector reads at ``/metrics``: numbers, in Prometheus' format.

No text, no user, no key and no name that a client may choose stands in a label,
so nothing personal leaves and the number of series is bounded.

    hegui_requests_total{endpoint,outcome,stream}   every exchange that has an entry
    hegui_actions_total{action}                     the strongest thing done in each
    hegui_turned_away_total{code}                   requests refused before an entry
    hegui_first_byte_seconds{stream}                arrival to the first byte delivered
    hegui_stage_seconds{stage}                      upstream · hold · entry
    hegui_held_characters                           most characters held back in an answer
    hegui_judged_characters_total{side}             prompt, answer
    hegui_delivered_characters_total
    hegui_unjudged_bytes_total{kind}                passed though no engine could judge it
    hegui_upstream_open{upstream}                   1 while it is left alone
    hegui_upstream_requests_total{upstream,result}
    hegui_ledger_waiting_entries, hegui_ledger_unsigned_seconds
    hegui_running_requests

Counting costs a few dictionary steps at the end of a request; nothing per
chunk. All of it happens on the event loop, so there is no lock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from hegui.gateway.exchange import Exchange
from hegui.gateway.routes import Standing

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE: Final = b"text/plain; version=0.0.4; charset=utf-8"

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_CHARACTERS: Final = (0, 1, 2, 4, 8, 16, 32, 64, 128, 512, 4096)


class _Histogram:
    """Counts by upper bound."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def observe(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """Return cumulative counts, as the format wants them."""
        out: list[tuple[str, float]] = []
        running = 0
        for bound, count in zip((*map(str, self.bounds), "+Inf"), self.counts, strict=True):
            running += count
            out.append((bound, running))
        return out


class Metrics(Collector):
    """All counts of one gateway.

    Args:
        running: how many requests run now.
        standings: how each upstream stands now.
        ledger: entries that wait, and the age of the oldest commit without a checkpoint.
    """

    def __init__(
        self,
        *,
        running: Callable[[], int],
        standings: Callable[[], Iterable[Standing]],
        ledger: Callable[[], tuple[int, float]],
    ) -> None:
        self._running = running
        self._standings = standings
        self._ledger = ledger
        self._requests: Counter[tuple[str, str, bool]] = Counter()
        self._actions: Counter[str] = Counter()
        self._turned_away: Counter[str] = Counter()
        self._judged: Counter[str] = Counter()
        self._delivered = 0
        self._unjudged: Counter[str] = Counter()
        self._held = _Histogram(_CHARACTERS)
        self._first = {is_stream: _Histogram(_SECONDS) for is_stream in (False, True)}
        self._stages = {stage: _Histogram(_SECONDS) for stage in ("upstream", "hold", "entry")}
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def ended(self, exchange: Exchange, *, entry_s: float) -> None:
        """Count an exchange whose entry is written.

        Args:
            exchange: with its outcome.
            entry_s: how long the ledger took.
        """
        self._requests[exchange.endpoint, exchange.outcome, exchange.stream] += 1
        self._actions[exchange.action.name.lower()] += 1
        self._judged["prompt"] += exchange.judged_prompt
        self._judged["answer"] += exchange.judged_answer
        self._delivered += exchange.delivered
        self._held.observe(exchange.held_max)
        self._stages["entry"].observe(entry_s)
        first = exchange.upstream_first_ms
        if first is not None:
            self._stages["upstream"].observe(first / 1000)
            shown = exchange.delivered_first_ms
            if shown is not None:
                self._stages["hold"].observe((shown - first) / 1000)
        for passed in exchange.unjudged:
            self._unjudged[passed.kind] += passed.bytes

    def first_byte(self, seconds: float, *, is_stream: bool) -> None:
        """Count the time from a request's arrival to the first byte of its answer."""
        self._first[is_stream].observe(seconds)

    def turned_away(self, code: str) -> None:
        """Count a request that got an error and no entry; `code` is an error class's."""
        self._turned_away[code] += 1

    def render(self) -> bytes:
        """Return everything in the text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Yield every family; called by `render`."""
        yield from self._of_requests()
        yield from self._of_content()
        yield from self._of_parts()

    def _of_requests(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "hegui_requests",
            "Requests that have an entry.",
            labels=["endpoint", "outcome", "stream"],
        )
        for (endpoint, outcome, stream), count in self._requests.items():
            requests.add_metric([endpoint, outcome, str(stream).lower()], count)
        yield requests
        yield _counter("actions", "Strongest action in each request.", "action", self._actions)
        yield _counter(
            "turned_away", "Requests that got an error before an entry.", "code", self._turned_away
        )
        first = HistogramMetricFamily(
            "hegui_first_byte_seconds", "Arrival to the first byte delivered.", labels=["stream"]
        )
        for is_stream, histogram in self._first.items():
            first.add_metric([str(is_stream).lower()], histogram.buckets(), histogram.total)
        yield first
        stages = HistogramMetricFamily(
            "hegui_stage_seconds",
            "Until the upstream's first byte; held before delivery; writing the entry.",
            labels=["stage"],
        )
        for stage, histogram in self._stages.items():
            stages.add_metric([stage], histogram.buckets(), histogram.total)
        yield stages

    def _of_content(self) -> Iterator[Metric]:
        held = HistogramMetricFamily("hegui_held_characters", "Most characters held back.")
        held.add_metric([], self._held.buckets(), self._held.total)
        yield held
        yield _counter("judged_characters", "Code points judged.", "side", self._judged)
        delivered = CounterMetricFamily("hegui_delivered_characters", "Code points delivered.")
        delivered.add_metric([], self._delivered)
        yield delivered
        yield _counter(
            "unjudged_bytes", "Bytes that no engine could judge.", "kind", self._unjudged
        )

    def _of_parts(self) -> Iterator[Metric]:
        is_open = GaugeMetricFamily(
            "hegui_upstream_open", "1 while an upstream is left alone.", labels=["upstream"]
        )
        asked = CounterMetricFamily(
            "hegui_upstream_requests",
            "Requests sent upstream, and how many of them failed.",
            labels=["upstream", "result"],
        )
        for standing in self._standings():
            is_open.add_metric([standing.name], float(standing.state == "open"))
            asked.add_metric([standing.name, "asked"], standing.asked)
            asked.add_metric([standing.name, "failed"], standing.failed)
        yield is_open
        yield asked
        waiting, unsigned_s = self._ledger()
        yield _gauge("ledger_waiting_entries", "Entries not committed yet.", waiting)
        yield _gauge("ledger_unsigned_seconds", "Lag of the newest checkpoint.", unsigned_s)
        yield _gauge("running_requests", "Requests that run now.", self._running())


def _counter(name: str, about: str, label: str, counts: Counter[str]) -> Metric:
    family = CounterMetricFamily(f"hegui_{name}", about, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family


def _gauge(name: str, about: str, value: float) -> Metric:
    family = GaugeMetricFamily(f"hegui_{name}", about)
    family.add_metric([], value)
    return family

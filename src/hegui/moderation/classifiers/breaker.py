"""A circuit breaker: stop asking what keeps failing, and try again later.

    closed ──N failures in a row──▶ open ──after a pause──▶ half-open ──success──▶ closed
                                     ▲                          │
                                     └────────failure───────────┘

Half-open lets one question through and no second one until that is answered.

>>> breaker = Breaker(failures=2, pause_s=60)
>>> breaker.failed(); breaker.failed(); breaker.allows()
False
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

__all__ = ["Breaker"]


class Breaker:
    """Counts failures; safe in several threads.

    Args:
        failures: how many in a row open it.
        pause_s: seconds that it stays open.
        now: a clock that only goes forward, in seconds.

    Raises:
        ValueError: `failures` below 1, or a negative pause.
    """

    def __init__(
        self,
        *,
        failures: int = 5,
        pause_s: float = 10.0,
        now: Callable[[], float] = monotonic,
    ) -> None:
        if failures < 1 or pause_s < 0:
            raise ValueError(
                f"expected failures >= 1 and pause_s >= 0; got {failures} and {pause_s}"
            )
        self._limit = failures
        self._pause_s = pause_s
        self._now = now
        self._lock = Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._is_trying = False

    @property
    def state(self) -> str:
        """``closed``, ``open`` or ``half-open``."""
        with self._lock:
            if self._opened_at is None:
                return "closed"
            return "half-open" if self._is_over() else "open"

    def allows(self) -> bool:
        """Whether to ask now. True while half-open claims the one try, so call it once a question.

        Whoever is told True has to call `succeeded`, `failed` or `left` afterwards.
        """
        with self._lock:
            if self._opened_at is None:
                return True
            if self._is_trying or not self._is_over():
                return False
            self._is_trying = True
            return True

    def succeeded(self) -> None:
        """Note an answer: close."""
        with self._lock:
            self._failures = 0
            self._opened_at = None
            self._is_trying = False

    def failed(self) -> None:
        """Note a failure: open after enough of them, and at once while half-open."""
        with self._lock:
            self._failures += 1
            if self._is_trying or self._failures >= self._limit:
                self._opened_at = self._now()
            self._is_trying = False

    def left(self) -> None:
        """Note that the asker left before an answer: nothing is known, the try is free again."""
        with self._lock:
            self._is_trying = False

    def _is_over(self) -> bool:
        return self._opened_at is not None and self._now() - self._opened_at >= self._pause_s

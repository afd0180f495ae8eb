"""Slow down who tries too often: a count by name within a sliding window, in memory.

>>> door = Throttle(limit=2, window_s=60, monotonic=lambda: 0.0)
>>> [door.allows('ann') for _ in range(3)]
[True, True, False]
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

__all__ = ["Throttle"]

_NAMES: Final = 10_000
"""Names kept; the one seen longest ago goes first."""


class Throttle:
    """Lets `limit` tries in `window_s` seconds pass for each name. Thread-safe."""

    def __init__(
        self, *, limit: int, window_s: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._window_s = window_s
        self._monotonic = monotonic
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, name: str) -> bool:
        """Count one try and tell whether it is still within the limit. O(limit)."""
        now = self._monotonic()
        with self._lock:
            tries = self._tries.setdefault(name, deque())
            self._tries.move_to_end(name)
            while tries and tries[0] <= now - self._window_s:
                tries.popleft()
            if len(tries) >= self._limit:
                return False
            tries.append(now)
            if len(self._tries) > _NAMES:
                self._tries.popitem(last=False)
            return True

    def forgive(self, name: str) -> None:
        """Forget the tries of a name, after it got in."""
        with self._lock:
            self._tries.pop(name, None)

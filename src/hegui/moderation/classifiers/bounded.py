"""A time limit and a circuit breaker around a classifier that may hang or lie.

Whatever the classifier does, `Bounded.judge` returns within its limit and with
one judgement for each passage: hanging is ``timeout``, raising is ``failed``,
a wrong number of answers is ``nonsense``. A call that hangs keeps its thread
until it returns, so threads are counted, and when all are taken the answer is
``busy`` at once.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from threading import BoundedSemaphore, Event, Thread
from typing import Final

from hegui.finding import Stage
from hegui.moderation.classifiers.base import Classifier, Judgement, Passage, Unjudged
from hegui.moderation.classifiers.breaker import Breaker

__all__ = ["Bounded"]

_LOG: Final = logging.getLogger(__name__)

_HARMLESS: Final = frozenset({None, Unjudged.TOO_LONG, Unjudged.LANGUAGE})
"""Outcomes that say nothing against the classifier."""


class Bounded:
    """A classifier that always answers in time.

    Args:
        classifier: the one that may hang.
        limit_s: seconds for one call, however many passages it has.
        breaker: stops asking after failures in a row; a new one when absent.
        workers: calls that may be under way at once.

    Raises:
        ValueError: no time or no worker.
    """

    def __init__(
        self,
        classifier: Classifier,
        *,
        limit_s: float,
        breaker: Breaker | None = None,
        workers: int = 8,
    ) -> None:
        if limit_s <= 0 or workers < 1:
            raise ValueError(f"expected limit_s > 0 and workers >= 1; got {limit_s} and {workers}")
        self._classifier = classifier
        self._limit_s = limit_s
        self._breaker = Breaker() if breaker is None else breaker
        self._slots = BoundedSemaphore(workers)

    @property
    def name(self) -> str:
        """The name of the classifier within."""
        return self._classifier.name

    @property
    def risks(self) -> frozenset[str]:
        """The risks of the classifier within."""
        return self._classifier.risks

    @property
    def stages(self) -> frozenset[Stage]:
        """The stages of the classifier within."""
        return self._classifier.stages

    @property
    def limit_s(self) -> float:
        """Seconds for one call."""
        return self._limit_s

    @property
    def breaker(self) -> Breaker:
        """The circuit breaker."""
        return self._breaker

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        """Return one judgement for each passage, within the limit.

        Notes:
            One thread a call, some 0.1 ms; meant for what answers in milliseconds or more.
        """
        if not self._breaker.allows():
            return self._none(passages, Unjudged.BREAKER_OPEN)
        if not self._slots.acquire(blocking=False):
            self._breaker.failed()
            return self._none(passages, Unjudged.BUSY)
        answers: list[tuple[Judgement, ...]] = []
        is_done = Event()
        Thread(
            target=self._ask, args=(tuple(passages), answers, is_done), daemon=True, name=self.name
        ).start()
        if not is_done.wait(self._limit_s):
            self._breaker.failed()
            return self._none(passages, Unjudged.TIMEOUT)
        (judgements,) = answers
        if all(judgement.unjudged in _HARMLESS for judgement in judgements):
            self._breaker.succeeded()
        else:
            self._breaker.failed()
        return judgements

    def _ask(
        self, passages: tuple[Passage, ...], answers: list[tuple[Judgement, ...]], is_done: Event
    ) -> None:
        try:
            judgements = tuple(self._classifier.judge(passages))
            if len(judgements) != len(passages) or not all(
                isinstance(judgement, Judgement) for judgement in judgements
            ):
                judgements = self._none(passages, Unjudged.NONSENSE)
        except Exception:  # noqa: BLE001 - whatever it was, nothing was judged and the policy decides
            _LOG.exception("classifier %s failed", self.name)
            judgements = self._none(passages, Unjudged.FAILED)
        finally:
            self._slots.release()
        answers.append(judgements)
        is_done.set()

    def _none(self, passages: Sequence[Passage], reason: Unjudged) -> tuple[Judgement, ...]:
        return tuple(Judgement(classifier=self.name, unjudged=reason) for _ in passages)

"""Ask one judge: in time, not too often at once, and not while it is down.

Whatever a judge does, `ask` answers within its limit: late is ``timeout``, a broken
connection ``unreachable``, anything that is no verdict what the classifier calls
it. Waiting for a turn counts against the limit, so that a judge that is too slow for
the load shows as late, and never as a growing queue.

A judge in this process that takes microseconds is asked where it stands; an ONNX
graph in threads of its own; one elsewhere over pooled connections, without a thread.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol
from urllib.parse import urlsplit

from hegui.errors import GatewayError
from hegui.finding import Stage
from hegui.gateway.egress import checked_url
from hegui.gateway.http1 import Pool
from hegui.moderation.classifiers.base import Classifier, Judgement, Passage, Unjudged, judge_one
from hegui.moderation.classifiers.breaker import Breaker
from hegui.moderation.classifiers.remote import Question, Remote
from hegui.moderation.classifiers.transport import Reply

__all__ = ["Asker", "Elsewhere", "Here", "InThreads"]

_LOG: Final = logging.getLogger(__name__)

_ANSWER_BYTES: Final = 256 * 1024
_HARMLESS: Final = frozenset({None, Unjudged.TOO_LONG, Unjudged.LANGUAGE})
"""Outcomes that say nothing against the judge."""


class Asker(Protocol):
    """One judge, ready to be asked."""

    name: str
    risks: frozenset[str]
    stages: frozenset[Stage]
    limit_s: float
    """Seconds for one answer."""
    masks: bool
    """Identifiers are to be masked in what it is asked about."""

    async def ask(self, passage: Passage) -> Judgement:
        """Return its judgement; never raises, and never takes longer than `limit_s`."""

    def close(self) -> None:
        """Let go of threads and connections; what is under way ends as unreachable."""


class Here:
    """A classifier in this process that answers in a millisecond."""

    masks = False
    limit_s = 1.0

    def __init__(self, classifier: Classifier, stages: frozenset[Stage]) -> None:
        self.name = classifier.name
        self.risks = classifier.risks
        self.stages = stages
        self._classifier = classifier

    async def ask(self, passage: Passage) -> Judgement:
        """Ask it in the event loop; others get a turn after each answer."""
        await asyncio.sleep(0)
        return _asked(self._classifier, passage)

    def close(self) -> None:
        """Nothing to let go of."""


class _Bounded(ABC):
    """Time limit, circuit breaker and turns; what is asked is a subclass's."""

    def __init__(
        self, judge: Classifier | Remote, stages: frozenset[Stage], *, limit_s: float,
        at_once: int, breaker: Breaker | None,
    ) -> None:  # fmt: skip
        self.name = judge.name
        self.risks = judge.risks
        self.stages = stages
        self.limit_s = limit_s
        self.breaker = Breaker() if breaker is None else breaker
        self._turns = asyncio.Semaphore(at_once)

    async def ask(self, passage: Passage) -> Judgement:
        """Return its judgement within the limit."""
        if not self.breaker.allows():
            return self._none(Unjudged.BREAKER_OPEN)
        try:
            async with asyncio.timeout(self.limit_s), self._turns:
                judgement = await self._ask(passage)
        except TimeoutError:
            judgement = self._none(Unjudged.TIMEOUT)
        except asyncio.CancelledError:
            self.breaker.left()
            raise
        except Exception:  # noqa: BLE001 - whatever it was, nothing was judged and the policy decides
            _LOG.exception("judge %s failed", self.name)
            judgement = self._none(Unjudged.FAILED)
        if judgement.unjudged in _HARMLESS:
            self.breaker.succeeded()
        else:
            self.breaker.failed()
        return judgement

    @abstractmethod
    async def _ask(self, passage: Passage) -> Judgement:
        """Ask it, however long that takes."""

    def _none(self, reason: Unjudged) -> Judgement:
        return Judgement(classifier=self.name, unjudged=reason)


class InThreads(_Bounded):
    """A classifier in this process that takes its time.

    A call that hangs keeps its thread; when all are taken, the next ones are late.
    """

    masks = False

    def __init__(
        self, classifier: Classifier, stages: frozenset[Stage], *, limit_s: float, at_once: int,
        breaker: Breaker | None = None,
    ) -> None:  # fmt: skip
        super().__init__(classifier, stages, limit_s=limit_s, at_once=at_once, breaker=breaker)
        self._classifier = classifier
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=classifier.name)

    def close(self) -> None:
        """Let the threads end when they have."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, passage: Passage) -> Judgement:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _asked, self._classifier, passage)


class Elsewhere(_Bounded):
    """A judge behind a network.

    Args:
        remote: what is said to it.
        stages: the texts that it is asked about.
        url: its base address.
        headers: sent with each request.
        limit_s: for one answer, connecting included.
        at_once: most requests at a time.
        allow_private: leave for `url` to be a name of a private machine.
        masks: whether identifiers are masked in what it is sent.

    Raises:
        UpstreamForbidden: `url` is never to be called, or not without leave.
    """

    def __init__(  # noqa: PLR0913 - each is a choice of the operator's
        self,
        remote: Remote,
        stages: frozenset[Stage],
        *,
        url: str,
        headers: Mapping[str, str],
        limit_s: float,
        at_once: int,
        allow_private: bool,
        masks: bool = True,
        breaker: Breaker | None = None,
    ) -> None:
        super().__init__(remote, stages, limit_s=limit_s, at_once=at_once, breaker=breaker)
        self.masks = masks
        self._remote = remote
        self._url = checked_url(url, allow_private=allow_private)
        self._allow_private = allow_private
        parts = urlsplit(self._url)
        self._path = parts.path
        lines = [
            f"host: {parts.netloc}",
            "accept-encoding: identity",
            "content-type: application/json",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        self._head = "\r\n".join(lines).encode("ascii")
        self._pool: Pool | None = None

    def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            self._pool.close()

    async def _ask(self, passage: Passage) -> Judgement:
        question = self._remote.question(passage)
        if isinstance(question, Judgement):
            return question
        try:
            reply = await self._post(question)
        except GatewayError:  # no connection, or a broken, endless or unreadable answer
            return self._none(Unjudged.UNREACHABLE)
        return self._none(Unjudged.UNREACHABLE) if reply is None else self._remote.answer(reply)

    async def _post(self, question: Question) -> Reply | None:
        """Return the answer; None when it is longer than a verdict can be."""
        if self._pool is None:
            self._pool = Pool(self._url, connect_s=self.limit_s, allow_private=self._allow_private)
        path, body = question
        first = f"POST {self._path}/{path} HTTP/1.1\r\n".encode("ascii")
        length = b"\r\ncontent-length: %d\r\n\r\n" % len(body)
        response = await self._pool.ask(b"".join((first, self._head, length, body)))
        parts: list[bytes] = []
        size = 0
        try:
            while chunk := await response.read():
                size += len(chunk)
                if size > _ANSWER_BYTES:
                    return None
                parts.append(chunk)
        finally:
            response.close()  # cuts the connection when there was more to come
        return Reply(response.status, b"".join(parts))


def _asked(classifier: Classifier, passage: Passage) -> Judgement:
    """Return its judgement; one that raises or answers with something else has given none."""
    try:
        judgement = judge_one(classifier, passage)
    except Exception:  # noqa: BLE001 - the same
        _LOG.exception("judge %s failed", classifier.name)
        return Judgement(classifier=classifier.name, unjudged=Unjudged.FAILED)
    return judgement

"""A judge behind a network: its questions and answers, apart from how they travel.

    Passage ─▶ `question` ─▶ Question ─▶ … ─▶ Reply ─▶ `answer` ─▶ Judgement

One side knows the format of a guard model or of a vendor and opens no socket; the
other knows sockets and no format. So the same guard is asked by the command line
through a plain `Transport`, and by the gateway through its pooled connections.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from hegui.finding import Stage
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged
from hegui.moderation.classifiers.transport import Reply, Transport, TransportFailed

__all__ = ["Question", "Remote", "RemoteClassifier"]


class Question(NamedTuple):
    """One request of a judge: POST, JSON."""

    path: str
    """Below the server's base address."""

    body: bytes


class Remote(Protocol):
    """What a judge behind a network is asked, and how its answers are read; it never raises."""

    @property
    def name(self) -> str:
        """Name and version, as a classifier's."""

    @property
    def risks(self) -> frozenset[str]:
        """The risks that it can report."""

    @property
    def stages(self) -> frozenset[Stage]:
        """The kinds of text that it can judge."""

    def question(self, passage: Passage) -> Question | Judgement:
        """Return what to send, or at once the reason why nothing can be sent."""

    def answer(self, reply: Reply) -> Judgement:
        """Return what an answer says; whatever is not as promised is unjudged."""


class RemoteClassifier:
    """A `Classifier` out of a `Remote` and a `Transport`. Put `Bounded` around it.

    Args:
        transport: leads to the server, with its credentials.
        remote: what is said over it.
    """

    def __init__(self, transport: Transport, remote: Remote) -> None:
        self._transport = transport
        self._remote = remote

    @property
    def name(self) -> str:
        """The name of the judge."""
        return self._remote.name

    @property
    def risks(self) -> frozenset[str]:
        """The risks of the judge."""
        return self._remote.risks

    @property
    def stages(self) -> frozenset[Stage]:
        """The stages of the judge."""
        return self._remote.stages

    def judge(self, passages: Sequence[Passage]) -> tuple[Judgement, ...]:
        """Ask about each passage in turn, one request each."""
        return tuple(self._judge(passage) for passage in passages)

    def _judge(self, passage: Passage) -> Judgement:
        question = self._remote.question(passage)
        if isinstance(question, Judgement):
            return question
        try:
            reply = self._transport.post(question.path, question.body)
        except TransportFailed:
            return Judgement(classifier=self.name, unjudged=Unjudged.UNREACHABLE)
        return self._remote.answer(reply)

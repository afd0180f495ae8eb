"""What an answer judges through and what hegui says in it, for one request.

It makes the choices, words the refusals and passes files on. Answers hold it;
it holds no answer, so that nothing here is a cycle.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from hegui.errors import FileWithheld
from hegui.gateway.asked import Asked
from hegui.gateway.choice import Choice
from hegui.gateway.exchange import Exchange
from hegui.gateway.judge import Judge
from hegui.gateway.refusals import language_of, words
from hegui.gateway.written import counts
from hegui.labels.beside import label_header

__all__ = ["Files", "Voice"]

_LOG: Final = logging.getLogger(__name__)

C = TypeVar("C", bound=Choice)

Files = Callable[[bytes, str], bytes]
"""Labels a file that passes: its bytes and its kind (``image`` or ``audio``) in, the labelled
file out. Bytes that come back unchanged count as not labelled; whatever it raises withholds the
answer. It runs on the event loop."""


class Voice:
    """The judge, the label and the words of one request."""

    __slots__ = ("_exchange", "_files", "_label", "asked", "judge", "receipt")

    def __init__(
        self, asked: Asked, judge: Judge, exchange: Exchange, files: Files | None = None
    ) -> None:
        self.asked = asked
        self.judge = judge
        self.receipt = exchange.receipt
        self._exchange = exchange
        self._files = files
        self._label = None if exchange.key.client_labels else exchange.plan.text_label

    def choice(self, index: int, kind: type[C]) -> C:
        """Return the state of one choice."""
        made = kind(index, self.judge, self._label, self.asked.last)
        made.is_json = self.asked.is_json
        return made

    def beside(self) -> tuple[tuple[bytes, bytes], ...]:
        """Return the header that tells the label of an answer which may not hold it."""
        if self._label is None or not self.asked.is_json:
            return ()
        return ((b"x-hegui-label", label_header(self._label)),)

    def closing(self, choice: Choice) -> str:
        """Return the words that close a choice which a control stopped."""
        text = choice.text
        language = language_of(text or self.asked.last)
        if not text:
            return words("ask", choice.stopped or (), language, self.receipt)
        return f"\n\n{words('end', choice.stopped or (), language, self.receipt)}"

    def refusal(self, categories: tuple[str, ...]) -> str:
        """Return the words in place of an answer."""
        return words("ask", categories, language_of(self.asked.last), self.receipt)

    def usage(self, found: object) -> object:
        """Return a usage object without anything that could be a text, and note its tokens."""
        kept = counts(found)
        if isinstance(kept, dict):
            total = kept.get("total_tokens")
            if total is None:
                parts = (kept.get("input_tokens"), kept.get("output_tokens"))
                total = sum(part for part in parts if isinstance(part, int))
            if isinstance(total, int) and total > self._exchange.tokens:
                self._exchange.tokens = total
        return kept

    def file(self, field: str, raw: bytes, kind: str) -> bytes:
        """Return a file of the answer as it is delivered, and note it in the entry.

        Raises:
            FileWithheld: its label could not be written.
        """
        labelled = raw
        if self._files is not None:
            try:
                labelled = self._files(raw, kind)
            except Exception as error:
                _LOG.exception("the label of %s could not be written", field)
                raise FileWithheld(kind) from error
        self._exchange.file(field, kind, len(raw), is_labelled=labelled != raw)
        return labelled

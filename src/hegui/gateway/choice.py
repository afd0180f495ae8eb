"""One choice of an answer: judged per field, labelled, and stopped as one.

Each field of each choice has its own hold-back: choices interleave, and so do
reasoning and content. What the fields are called, and how they stand in frames,
is the dialect's business; it subclasses this.

    text ──▶ `push`    what may be delivered of it
             `finish`  what was still held of that field
             `whole`   the same for a field that came in one piece
             `label`   the explicit label, when it is due
"""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar, Final

from hegui.errors import UpstreamInvalid
from hegui.gateway.field import Field
from hegui.gateway.judge import Judge, Released
from hegui.labels.beside import is_json
from hegui.labels.text import TextLabel, has_explicit_label

__all__ = ["Choice"]

_SAMPLE: Final = 40
"""Code points that decide the language of the label."""

_LABEL_WORDS: Final = ("生成", "合成", "enerated", "ENERATED", "ynthesi")
"""Every usual label holds one of them."""

_LONGEST_NAME: Final = 64


def _is_labelled(text: str) -> bool:
    """Tell whether the model has labelled its answer itself; an odd label only gets a second.

    Most answers hold none of the words of a label, and then nothing is parsed.
    """
    return any(word in text for word in _LABEL_WORDS) and has_explicit_label(text)


class Choice:
    """One choice of an answer, streamed or whole."""

    __slots__ = (
        "_fields",
        "_judge",
        "_label",
        "_others",
        "_question",
        "_shown",
        "delivered",
        "finish_reason",
        "index",
        "is_filtered",
        "is_json",
        "is_label_beside",
        "is_labelled",
        "stopped",
    )

    most_fields: ClassVar[int] = 64
    """A model that sends more of them is broken."""

    def __init__(self, index: int, judge: Judge, label: TextLabel | None, question: str) -> None:
        self.index = index
        self.stopped: tuple[str, ...] | None = None
        """Categories that stopped it."""
        self.finish_reason: str | None = None
        """How it ended, in the words of its protocol."""
        self.is_filtered = False
        """Whether hegui's words stand in it in place of the model's."""
        self.is_labelled = False
        """Whether the explicit label stands in it, hegui's or the model's own."""
        self.is_json = False
        """Whether JSON was asked for, which words around it would break."""
        self.is_label_beside = False
        """Whether it is JSON, so that the label went in a header and the client has to show it."""
        self.delivered = 0
        """Code points in all visible fields, label included."""
        self._judge = judge
        self._label = label
        self._question = question
        self._fields: dict[str, Field] = {}
        self._shown: list[str] = []
        self._others = ""

    @property
    def text(self) -> str:
        """The answer as a reader has it so far."""
        if len(self._shown) > 1:
            self._shown = ["".join(self._shown)]
        return self._shown[0] if self._shown else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that came so far, in their order."""
        return tuple(self._fields)

    def push(
        self,
        name: str,
        text: str,
        *,
        is_shown: bool = False,
        is_call: bool = False,
        is_json: bool = False,
    ) -> str:
        """Return what may be delivered after the next characters of a field.

        After a stop `stopped` is set and nothing more is to be pushed.

        Args:
            name: of the field.
            text: as it came.
            is_shown: a reader sees it as the answer.
            is_call: it is for a tool and no reader, so it calls for no label.
            is_json: it is JSON inside a string, so its escapes are written out.

        Raises:
            UpstreamInvalid: there are too many fields.
            ModerationUnavailable: the engine failed.
        """
        field = self._fields.get(name)
        if field is None:
            self._check_name(name)
            field = self._fields[name] = self._judge.open(
                f"{self.index}.{name}", is_shown=is_shown, is_call=is_call, is_json=is_json
            )
        if field.escapes is not None:
            text = field.escapes.push(text)
        return self._deliver(field, self._judge.push(field, text))

    def finish(self, name: str) -> str:
        """Return what may be delivered of what a field still holds; nothing the second time."""
        field = self._fields[name]
        if field.is_finished:
            return ""
        text = ""
        if field.escapes is not None and (rest := field.escapes.finish()):
            text = self._deliver(field, self._judge.push(field, rest))
            if self.stopped is not None:
                return text
        return text + self._deliver(field, self._judge.finish(field))

    def whole(
        self,
        name: str,
        text: str,
        *,
        is_shown: bool = False,
        is_call: bool = False,
        is_json: bool = False,
    ) -> str:
        """Return what may be delivered of a field that came whole."""
        self._check_name(name)
        field = Field(
            f"{self.index}.{name}", None, is_shown=is_shown, is_call=is_call, is_json=is_json
        )
        self._fields[name] = field
        if field.escapes is not None:
            text = field.escapes.whole(text)
        field.is_finished = True
        return self._deliver(field, self._judge.whole(field, text))

    def stop(self, categories: tuple[str, ...]) -> None:
        """Let nothing more of it through."""
        self.stopped = categories

    def say(self, text: str) -> str:
        """Return hegui's own words as they are delivered, and count them."""
        self.is_filtered = True
        return self._show(text)

    def label(self) -> str:
        """Return the explicit label that is still to be written after the text, or nothing.

        JSON that was asked for gets none, as long as it is JSON.
        """
        if self._label is None or not (self._shown or self._others):
            return ""
        self.is_labelled = True
        if not self._shown:
            return self._added(self._label.words_for(self._others))
        text = self.text
        if self.is_json and is_json(text):
            self.is_label_beside = True
            self.is_labelled = _is_labelled(text)
            return ""
        if (self._label.position == "start" and not self.is_json) or _is_labelled(text):
            return ""
        return self._added(f"\n\n{self._label.words_for(text[:_SAMPLE])}")

    def across(self) -> tuple[str, ...] | None:
        """Judge what begins in one field and ends in the next; None when all is well.

        Called once everything is there. Costs nothing when there is one field.
        """
        if len(self._fields) < 2:
            return None
        texts = [text for field in self._fields.values() if (text := field.text)]
        for before, after in pairwise(texts):
            if (found := self._judge.across(before, after)) is not None:
                return found
        return None

    def _check_name(self, name: str) -> None:
        if len(self._fields) >= self.most_fields or not name.isascii() or len(name) > _LONGEST_NAME:
            raise UpstreamInvalid("the fields of an answer", "too many or strange ones")

    def _deliver(self, field: Field, released: Released) -> str:
        self.stopped = released.stopped
        text = released.text
        if text:
            field.pieces.append(text)
            if field.is_shown:
                return self._show(text)
            if not field.is_call:
                self._others = self._others or text
            self.delivered += len(text)
        return text

    def _show(self, text: str) -> str:
        if (
            not self._shown
            and self._label is not None
            and self._label.position == "start"
            and not self.is_json
        ):
            text = f"{self._label.words_for(self._question)}\n\n{text}"
        self._shown.append(text)
        self.delivered += len(text)
        return text

    def _added(self, text: str) -> str:
        self._shown.append(text)
        self.delivered += len(text)
        return text

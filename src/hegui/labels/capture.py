"""Carrying a label over a step that loses it: `capture`, the user's own step, `restore`.

    hegui label capture film.mp4            film.mp4.label.json
    ffmpeg -i film.mp4 -vf scale=640:-2 small.mp4
    hegui label restore small.mp4 --from film.mp4.label.json

A capture is a small JSON document beside the file. It holds the label and no
content, and what it says is as good as whoever keeps it: it is a note for a
pipeline, no evidence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from hegui.errors import LabelNotWritten, UnreadableCapture
from hegui.labels.aigc import FIELDS, AIGCLabel, Grammar
from hegui.labels.read import Reading
from hegui.labels.source import Limits
from hegui.labels.write import Written, carry

__all__ = ["FORM", "Capture", "capture", "restore"]

FORM: Final = "hegui-label-capture/1"
"""First member of a capture; another number is another form."""

_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The label of one file, on its way to another."""

    container: str
    """Where it stood."""

    label: AIGCLabel

    had_c2pa: bool = False
    """Whether a C2PA manifest was there too. Only its signer can make a new one."""

    def to_json(self) -> str:
        """Return the document."""
        told = {
            "form": FORM,
            "container": self.container,
            "had_c2pa": self.had_c2pa,
            "label": self.label.as_dict(),
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str, *, name: str = "capture") -> Capture:
        """Read the document.

        Raises:
            UnreadableCapture: it is no capture of this form.

        >>> Capture.from_json('{}')
        Traceback (most recent call last):
            ...
        hegui.errors.labels.UnreadableCapture: capture: expected a document of the form ...
        """
        if len(text) > _BYTES:
            raise UnreadableCapture(name, form=FORM, found=f"{len(text)} characters")
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UnreadableCapture(name, form=FORM, found="no JSON") from error
        if not isinstance(told, dict) or told.get("form") != FORM:
            raise UnreadableCapture(name, form=FORM, found="another")
        fields = told.get("label")
        if not isinstance(fields, dict) or set(fields) != set(FIELDS):
            raise UnreadableCapture(name, form=FORM, found="a label without its seven fields")
        if not all(isinstance(value, str) for value in fields.values()):
            raise UnreadableCapture(name, form=FORM, found="a field that is no string")
        named = {FIELDS[key]: cast("str", value) for key, value in fields.items()}
        return cls(
            container=str(told.get("container", "")),
            label=AIGCLabel(**named),
            had_c2pa=told.get("had_c2pa") is True,
        )


def capture(reading: Reading, *, name: str) -> Capture:
    """Return what has to reach the next file.

    Args:
        reading: of the file before the step.
        name: of the file, for errors.

    Raises:
        LabelNotWritten: it has no label, or several that conflict, or nobody can say.
    """
    label = reading.label
    if label is None:
        because = reading.because or "it holds no label, or several that conflict"
        raise LabelNotWritten(name, because, hint="Look at it with `hegui label read`.")
    return Capture(
        container=reading.container,
        label=label,
        had_c2pa=any(seal.kind == "c2pa" for seal in reading.seals),
    )


def restore(  # noqa: PLR0913 - what, where and how far, by keyword
    captured: Capture,
    path: Path,
    grammar: Grammar,
    *,
    by: str = "",
    propagate_id: str = "",
    to: Path | None = None,
    even_if_signed: bool = False,
    limits: Limits | None = None,
) -> Written:
    """Write a captured label into the file that came out of the step.

    Args:
        captured: from the file that went in.
        path: the file that came out.
        grammar: what a conforming label holds.
        by: a spreading service that adds its part in the same go; empty for none.
        propagate_id: its number, needed with `by`.
        to: another file for the result.
        even_if_signed: write although a signature will break.
        limits: what reading may take.

    Raises:
        LabelNotWritten: the file cannot take it, or carries another producer's label.
    """
    label = captured.label
    if by:
        label = label.propagated(by=by, propagate_id=propagate_id, reserved_code2="")
    return carry(path, label, grammar, to=to, even_if_signed=even_if_signed, limits=limits)

"""Sounds with a rhythm or a clip of speech at the start, the end, or each turn.

    decode → samples … │ silence, label, silence │ … samples → encode

The label is put between samples, never over them. PCM and FLAC keep every
sample as it was; other codecs are encoded anew, with the loss that brings. The
new file is decoded again and the rhythm heard in it before it takes its place.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import av
import numpy as np

from hegui.errors import HeguiError, InvalidPlacement, LabelNotRendered
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.explicit.carry import carried_by, finish_file
from hegui.labels.explicit.rhythm import Samples, Voice, beats, hear
from hegui.labels.explicit.rules import RenderRules
from hegui.labels.explicit.samples import Insertion, one_channel, rewritten

__all__ = ["Moment", "RenderedSound", "render_sound"]

Moment = Literal["start", "end"] | float
"""Where a label goes: at the start, at the end, or so many seconds after the start."""

_EAR_HZ: Final = 8_000
"""Samples a second at which the new file is listened to; the pitch must lie well below half."""

_PAUSE_S: Final = 0.24
"""Silence between label and content; our choice, two units."""

Progress = Callable[[int, int], None]
"""Called with seconds done and seconds in all; 0 in all when the file does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSound:
    """What mixing came to, as heard in the finished file."""

    container: str
    codec: str
    is_lossless: bool
    """Whether every old sample is still there as it was."""

    seconds: float
    """Of the new file."""

    at_s: tuple[float, ...]
    """Where labels begin in the new file, their silence left out."""

    form: Literal["rhythm", "speech"]
    characters_a_minute: float
    """Speed of speech; 0 for a rhythm."""

    label: AIGCLabel | None
    left_behind: tuple[str, ...]
    """What could not be carried, such as a cover picture."""

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for JSON."""
        return {
            "container": self.container,
            "codec": self.codec,
            "is_lossless": self.is_lossless,
            "seconds": round(self.seconds, 3),
            "at_s": [round(at, 3) for at in self.at_s],
            "form": self.form,
            "characters_a_minute": round(self.characters_a_minute, 1),
            "label": None if self.label is None else self.label.as_dict(),
            "left_behind": list(self.left_behind),
        }


def render_sound(  # noqa: PLR0913 - what, where and how, by keyword
    path: Path,
    rules: RenderRules,
    grammar: Grammar,
    *,
    to: Path | None = None,
    at: Sequence[Moment] = ("start",),
    voice: Voice | None = None,
    clip: Path | None = None,
    spoken: str = "",
    label: AIGCLabel | None = None,
    even_if_signed: bool = False,
    progress: Progress | None = None,
) -> RenderedSound:
    """Put the rhythm, or a clip of speech, into a sound and listen to the result.

    Args:
        path: the sound.
        rules: the order of sounds, and what words have to say.
        grammar: what a conforming implicit label holds.
        to: another file for the result; `path` is then left as it is.
        at: one or more moments; for each turn of a dialogue, the second it begins.
        voice: length, pitch and level of the rhythm.
        clip: a file with speech, in place of the rhythm.
        spoken: what the clip says; needed with it, since nobody here can listen to words.
        label: an implicit label to write with it; else the one that is there stays.
        even_if_signed: mix although a signature over the file will not survive.
        progress: called once for each second.

    Raises:
        UnclearLabel: what is spoken lacks one of the two elements.
        InvalidPlacement: a moment is none.
        LabelNotRendered: it cannot be done faithfully; no file was written.
        FileNotReadable: it cannot be opened.

    Notes:
        Mixing takes constant memory; listening to the result holds it at 8,000
        samples a second in memory, some 115 MB an hour.
    """
    if clip is not None:
        spoken = rules.require_words(spoken)
    _require_moments(at)
    voice = voice or Voice()
    carried = carried_by(path, grammar, even_if_signed=even_if_signed)
    target = to or path
    final = target.resolve()
    beside = final.with_name(f".{final.name[:100]}.{secrets.token_hex(6)}.part")

    def made(rate: int) -> Samples:
        sound = beats(rules.rhythm, rate, voice) if clip is None else one_channel(clip, rate)
        pause = np.zeros(round(_PAUSE_S * rate), np.float32)
        return np.concatenate([pause, sound, pause])

    try:
        try:
            done = rewritten(path, beside, carried.container, Insertion(at, made), progress)
            if clip is None:
                _require_heard(
                    path.name, beside, done.starts, made(done.rate), done.rate, rules, voice
                )
        except (av.FFmpegError, ValueError, EOFError, StopIteration) as error:
            raise LabelNotRendered(path.name, f"it cannot be encoded anew ({error})") from error
        finished = finish_file(beside, carried, label, grammar)
        beside.chmod((target if target.exists() else path).stat().st_mode & 0o777)
        beside.replace(final)
    except OSError as error:
        if isinstance(error, HeguiError):
            raise
        raise LabelNotRendered(path.name, error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    clip_s = len(made(done.rate)) / done.rate - 2 * _PAUSE_S
    return RenderedSound(
        container=carried.container,
        codec=done.codec,
        is_lossless=done.is_lossless,
        seconds=done.samples / done.rate,
        at_s=tuple(start / done.rate + _PAUSE_S for start in done.starts),
        form="rhythm" if clip is None else "speech",
        characters_a_minute=len(spoken) / clip_s * 60 if clip is not None else 0.0,
        label=finished.label,
        left_behind=tuple(sorted({*done.left_behind, *finished.left_behind})),
    )


def _require_moments(at: Sequence[Moment]) -> None:
    for moment in at:
        if moment not in {"start", "end"} and not (isinstance(moment, int | float) and moment >= 0):
            raise InvalidPlacement(str(moment), known=("start", "end", "seconds"))
    if not at:
        raise InvalidPlacement("nothing", known=("start", "end", "seconds"))


def _require_heard(  # noqa: PLR0913, PLR0917 - a file, and what has to be heard where
    name: str,
    path: Path,
    starts: Sequence[int],
    made: Samples,
    rate: int,
    rules: RenderRules,
    voice: Voice,
) -> None:
    """Raise unless the rhythm is heard in the new file wherever it was put."""
    sound = one_channel(path, _EAR_HZ)
    slack = _EAR_HZ // 20  # what encoders put before the first sample
    for start in starts:
        first = start * _EAR_HZ // rate
        part = sound[max(0, first - slack) : first + len(made) * _EAR_HZ // rate + slack]
        heard = hear(part, _EAR_HZ, voice)
        if heard != rules.rhythm:
            raise LabelNotRendered(
                name,
                f"expected to hear {'-'.join(rules.rhythm)} at {start / rate:.2f} s; "
                f"heard {'-'.join(heard) or 'nothing'}",
            )

"""The rhythm that stands for words: sounds of two lengths, made and heard again.

    short · long ··· short · short        · a gap of one unit, ··· between letters

As Morse code has it, a long sound is three units, the gap within a letter one.
The standard gives the order of the sounds alone; length, pitch and level are
our choice, stated here, and arguments everywhere.

>>> import numpy as np
>>> sound = beats(('short', 'long', 'short', 'short'), 48_000, Voice())
>>> round(len(sound) / 48_000, 2), hear(sound, 48_000, Voice())
(1.08, ('short', 'long', 'short', 'short'))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from hegui.labels.explicit.rules import Beat

__all__ = ["Samples", "Voice", "beats", "hear"]

Samples = npt.NDArray[np.float32]
"""One channel, -1 to 1."""

_LONG_UNITS: Final = 3
_FADE_S: Final = 0.006
"""Rise and fall of each sound, so that it does not click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How the rhythm sounds. Our choices: 120 ms a unit is what services use."""

    unit_s: float = 0.12
    pitch_hz: float = 880.0
    level_dbfs: float = -12.0
    """Peak of a sound under full scale."""

    @property
    def amplitude(self) -> float:
        """The peak, 0 to 1."""
        return float(10 ** (self.level_dbfs / 20))


def beats(order: Sequence[Beat], rate: int, voice: Voice) -> Samples:
    """Return the rhythm, with gaps of one unit and no silence around it.

    Args:
        order: the sounds.
        rate: samples a second; at least thrice the pitch.
        voice: length, pitch and level.
    """
    unit = round(voice.unit_s * rate)
    parts: list[Samples] = []
    for beat in order:
        if parts:
            parts.append(np.zeros(unit, np.float32))
        length = unit * (_LONG_UNITS if beat == "long" else 1)
        time = np.arange(length) / rate
        edge = np.clip(np.minimum(time, time[::-1]) / _FADE_S, 0, 1)
        shape = 0.5 - 0.5 * np.cos(np.pi * edge)
        tone = voice.amplitude * shape * np.sin(2 * np.pi * voice.pitch_hz * time)
        parts.append(tone.astype(np.float32))
    return np.concatenate(parts)


def hear(sound: Samples, rate: int, voice: Voice) -> tuple[Beat, ...]:
    """Return the sounds of the voice's pitch, in order, as long as they last.

    A sound counts when it reaches half of the voice's level for at least half a
    unit; up to two units are short.
    """
    if not len(sound):
        return ()
    time = np.arange(len(sound)) / rate
    turned = sound * np.exp(-2j * np.pi * voice.pitch_hz * time)
    window = max(1, round(voice.unit_s * rate / 4))
    # Mean over a quarter of a unit, by running sums: what is left is the pitch's own strength.
    total = np.concatenate([[0], np.cumsum(turned)])
    strength = 2 * np.abs(total[window:] - total[:-window]) / window
    is_on = np.concatenate([[False], strength >= voice.amplitude / 2, [False]])
    edges = np.flatnonzero(np.diff(is_on.astype(np.int8)))
    found: list[Beat] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        units = (end - start) / rate / voice.unit_s
        if units >= 0.5:
            found.append("long" if units > 2 else "short")
    return tuple(found)

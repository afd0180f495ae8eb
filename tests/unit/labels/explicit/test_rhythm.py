"""Short, long, short, short: made, and heard by counting."""

from __future__ import annotations

import numpy as np
import pytest

from hegui.labels.explicit.rhythm import Voice, beats, hear
from hegui.labels.explicit.rules import Beat

_AI: tuple[Beat, ...] = ("short", "long", "short", "short")


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("unit_s", [0.06, 0.12, 0.2])
def test_lengths_are_one_unit_and_three_with_gaps_of_one(rate: int, unit_s: float) -> None:
    """Counted in the samples: where there is sound, and where there is none."""
    sound = beats(_AI, rate, Voice(unit_s=unit_s))

    units = []
    for number in range(9):
        start = round(number * unit_s * rate)
        part = sound[start : start + round(unit_s * rate)]
        units.append(bool(np.abs(part).max() > 0.1))
    assert [True, False, True, True, True, False, True, False, True] == units
    assert abs(len(sound) / rate - 9 * unit_s) < 0.001


def test_the_level_is_what_was_asked() -> None:
    peak = np.abs(beats(_AI, 48_000, Voice(level_dbfs=-6))).max()

    assert 0.49 < peak < 0.502


def test_other_orders_are_told_apart() -> None:
    """Hearing is no echo of what was expected."""
    other: tuple[Beat, ...] = ("long", "short", "long")

    assert other == hear(beats(other, 16_000, Voice()), 16_000, Voice())
    assert () == hear(np.zeros(16_000, np.float32), 16_000, Voice())
    assert () == hear(np.zeros(0, np.float32), 16_000, Voice())
    assert () == hear(beats(_AI, 16_000, Voice(pitch_hz=1_500)), 16_000, Voice())

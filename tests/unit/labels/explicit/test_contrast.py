"""Ink is chosen by the worst pixel beneath it."""

from __future__ import annotations

import numpy as np
import pytest

from hegui.labels.explicit.contrast import LEAST_RATIO, choose


def _flat(*shades: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.array([[[shade] * 3 for shade in shades]], np.uint8)


@pytest.mark.parametrize(("shade", "is_white"), [(0, True), (90, True), (200, False), (255, False)])
def test_flat_ground_needs_no_plate(shade: int, is_white: bool) -> None:
    colours = choose(_flat(shade))

    assert (is_white, 0.0) == (colours.is_ink_white, colours.plate_opacity)
    assert colours.ratio >= LEAST_RATIO


def test_one_bad_pixel_calls_for_a_plate() -> None:
    colours = choose(_flat(*[10] * 500, 250))

    assert colours.plate_opacity > 0
    assert colours.ratio >= LEAST_RATIO


def test_moving_ground_gets_a_plate_that_bears_white() -> None:
    """What comes under the words later is not known."""
    assert choose(_flat(0), is_moving=True).ratio >= LEAST_RATIO


def test_transparent_ground_gets_a_whole_plate() -> None:
    assert 1.0 == choose(_flat(0), is_opaque=False).plate_opacity

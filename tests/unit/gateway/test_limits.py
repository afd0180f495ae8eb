"""Bounds are positive."""

from __future__ import annotations

from dataclasses import fields

import pytest

from hegui.gateway.limits import Limits


@pytest.mark.parametrize("name", [field.name for field in fields(Limits)])
@pytest.mark.parametrize("value", [0, -1])
def test_a_bound_that_bounds_nothing_is_refused(name: str, value: int) -> None:
    """Zero and less."""
    with pytest.raises(ValueError, match=name):
        Limits(**{name: value})

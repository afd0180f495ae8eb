"""Controls are found by their files and by their names."""

from __future__ import annotations

import pytest

from hegui.controls import ALL, by_name, of_obligation
from hegui.errors import UnknownControl


def test_there_are_at_least_ten() -> None:
    assert len(ALL) >= 10


def test_a_control_is_found_by_its_name() -> None:
    assert all(by_name(control.name) is control for control in ALL)


def test_a_near_name_is_offered() -> None:
    """A typing error names what was probably meant."""
    with pytest.raises(UnknownControl) as caught:
        by_name("content/illegal_output_is_stoped")

    assert "content/illegal_output_is_stopped" in caught.value.hint


def test_a_duty_may_have_several_controls() -> None:
    names = [control.name for control in of_obligation("cn/genai-2023/art-4-1-content")]

    assert ["content/illegal_output_is_stopped", "content/illegal_prompt_is_refused"] == names

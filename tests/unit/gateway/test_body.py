"""A body is read once, strictly; what stands around a file is text."""

from __future__ import annotations

import pytest

from hegui.errors import InvalidValue, ModelNotFound
from hegui.gateway.asked import Unjudged
from hegui.gateway.body import count, listed, model_of, passed, strings, text_of, user_of


def test_strings_are_found_at_any_depth() -> None:
    """Without recursion, keys included."""
    deep: object = "底"
    for _ in range(100_000):
        deep = [deep]

    assert list(strings(deep)) == ["底"]
    assert list(strings({"a": [1, {"b": None}, "c"]})) == ["a", "b", "c"]


def test_a_file_is_what_is_base64_and_the_rest_is_text() -> None:
    """Names and addresses can be read."""
    part = {"type": "file", "file": {"file_data": "QUJD", "filename": "甲"}, "url": "https://乙"}

    assert passed(part, "file", "x") == (
        "甲\nhttps://乙",
        Unjudged(field="x", kind="file", bytes=4),
    )


@pytest.mark.parametrize("value", [0, 9, True, "2", 1.5])
def test_a_number_out_of_bounds_is_told(value: object) -> None:
    """With what was expected."""
    with pytest.raises(InvalidValue, match="from 1 to 8"):
        count({"n": value}, "n", 8)


@pytest.mark.parametrize("value", [None, "", 3])
def test_a_text_that_is_missing_is_told(value: object) -> None:
    """Empty is missing, too."""
    with pytest.raises(InvalidValue, match="expected a text"):
        text_of({"prompt": value}, "prompt")
    with pytest.raises(InvalidValue, match="non-empty list"):
        listed({"prompt": value}, "prompt")


@pytest.mark.parametrize("name", ["tell me", "x" * 201])
def test_a_model_s_name_that_could_hold_a_text_is_none(name: str) -> None:
    """It stands in the entry."""
    with pytest.raises(ModelNotFound):
        model_of({"model": name})


def test_the_end_user_is_the_first_that_is_named() -> None:
    """And never longer than a name is."""
    assert user_of({"a": "", "b": "u" * 300}, "a", "b") == "u" * 256
    assert user_of({"a": 1}, "a") == ""

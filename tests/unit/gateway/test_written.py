"""What is written unjudged is too short and too plain to say anything."""

from __future__ import annotations

import pytest

from hegui.errors import UpstreamFailed, UpstreamInvalid
from hegui.gateway.written import answer_in, counts, kept, reason, short, type_of


def test_a_model_s_name_that_is_not_plain_is_the_one_asked_for() -> None:
    """Servers may call a model in Chinese; what an upstream writes there is nobody's text."""
    found: dict[str, object] = {"id": "x", "model": "去办假身份证", "other": "dropped"}

    assert kept(found, ("id", "model"), "qwen") == {"id": "x", "model": "qwen"}


@pytest.mark.parametrize("value", ["去办假身份证", "two words", "x" * 257, {"a": 1}, ["a"]])
def test_an_id_that_could_hold_a_text_is_refused(value: object) -> None:
    """And so is one that is no plain value."""
    with pytest.raises(UpstreamInvalid):
        kept({"id": value}, ("id",))
    with pytest.raises(UpstreamInvalid):
        short(value, "an id")


@pytest.mark.parametrize("value", ["", "停止", "x" * 33, None, 3])
def test_a_finish_reason_is_a_short_word(value: object) -> None:
    """It is delivered as it is."""
    with pytest.raises(UpstreamInvalid):
        reason(value)


def test_usage_keeps_its_numbers_and_no_sentence() -> None:
    """At any depth, and no deeper than anybody counts."""
    deep: dict[str, object] = {"n": 1}
    for _ in range(10):
        deep = {"d": deep}

    assert counts({"a": {"b": 1.5, "c": "说明"}, "名": 1, "l": ["x"]}) == {"a": {"b": 1.5}}
    assert "'n'" not in repr(counts(deep))


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b'"x"'])
def test_what_is_no_object_is_no_answer(raw: bytes) -> None:
    """Nothing of it is repeated."""
    with pytest.raises(UpstreamInvalid):
        answer_in(raw, "an answer")


def test_an_error_is_told_as_one() -> None:
    """Without what it says."""
    with pytest.raises(UpstreamFailed):
        answer_in(b'{"error": {"message": "x"}}', "an answer")


def test_a_type_that_is_no_string_is_none() -> None:
    """It is looked up in tables, where a list has no place."""
    assert (type_of({"type": ["text"]}), type_of({}), type_of({"type": "text"})) == ("", "", "text")

"""The six verdicts."""

from __future__ import annotations

import pytest

from hegui.law import Applicability


def test_there_are_six() -> None:
    """No verdict was added or lost unnoticed."""
    named = [verdict.value for verdict in Applicability]

    assert ["applies", "not_applies", "unknown", "not_in_force", "displaced", "conflict"] == named


@pytest.mark.parametrize("verdict", Applicability)
def test_none_is_a_boolean(verdict: Applicability) -> None:
    """`if verdict:` is a bug whatever the verdict, since unknown is not no."""
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(verdict)


@pytest.mark.parametrize("verdict", Applicability)
def test_each_has_words_in_both_languages(verdict: Applicability) -> None:
    """A person never reads an enum's name."""
    assert verdict.words.zh
    assert verdict.words.en

"""Guard formats are read to the letter; anything else is nonsense."""

from __future__ import annotations

import pytest

from hegui.moderation.categories import categories
from hegui.moderation.classifiers.replies import Said, llama_guard, mapping, qwen3guard


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("Safety: Safe\nCategories: None", Said("safe", ())),
        ("Safety: Unsafe\nCategories: Violent", Said("unsafe", ("Violent",))),
        (
            "Safety: Controversial\nCategories: PII, Unethical Acts\nRefusal: No",
            Said("controversial", ("PII", "Unethical Acts")),
        ),
        (
            "  Safety: Unsafe\nCategories: Suicide & Self-Harm\n",
            Said("unsafe", ("Suicide & Self-Harm",)),
        ),
    ],
)
def test_qwen3guard_is_read(reply: str, said: Said) -> None:
    assert said == qwen3guard(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Safe",
        "Safety: Safe",
        "Safety: safe\nCategories: None",
        "Safety: Safe\nCategories: Violent",
        "Safety: Unsafe\nCategories: None",
        "Safety: Unsafe\nCategories: Gardening",
        "I think that Safety: Safe\nCategories: None",
        "Safety: Safe\nCategories: None\nHowever, …",
        "Safety: Unsafe\nCategories: " + "Violent, " * 200 + "Violent",
    ],
)
def test_qwen3guard_nonsense_is_none(reply: str) -> None:
    assert qwen3guard(reply) is None


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("safe", Said("safe", ())),
        ("\n\nsafe", Said("safe", ())),
        ("unsafe\nS1", Said("unsafe", ("S1",))),
        ("unsafe\nS2, S14", Said("unsafe", ("S2", "S14"))),
    ],
)
def test_llama_guard_is_read(reply: str, said: Said) -> None:
    assert said == llama_guard(reply)


@pytest.mark.parametrize(
    "reply", ["", "Safe", "unsafe", "unsafe\nS99", "unsafe S1", "safe\nS1", "safe.", "unsafe\nS1,"]
)
def test_llama_guard_nonsense_is_none(reply: str) -> None:
    assert llama_guard(reply) is None


@pytest.mark.parametrize("table", ["qwen3guard", "llama-guard"])
def test_every_name_stands_for_a_risk(table: str) -> None:
    assert set(mapping(table).values()) <= categories().keys()

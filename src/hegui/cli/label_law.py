"""The law's parameters for labels in files, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, cast

from hegui.labels import CodeShape, Grammar, Meanings
from hegui.labels.verify import Outcome
from hegui.law import load

__all__ = ["code_shape", "grammar", "meanings"]

_ANNEX: Final = "cn/gb-45438-2025/annex-e"
_ARTICLE: Final = "cn/labelling-2025/art-6"
_CODES: Final = "cn/tc260-label-guides-2025/item-20252a-code"


def _of(duty: str) -> Mapping[str, object]:
    return load().obligation(duty).parameters


@cache
def grammar() -> Grammar:
    """Return what a conforming label holds, by annex E."""
    fields = _of(f"{_ANNEX}-fields")
    characters = _of(f"{_ANNEX}-characters")
    return Grammar.of(
        label_values=cast("Sequence[str]", fields["label_values"]),
        bytes_hex=cast("Sequence[str]", characters["bytes_hex"]),
        escapes=cast("Sequence[str]", characters["escapes"]),
        fields=cast("Sequence[Mapping[str, object]]", fields["fields"]),
    )


@cache
def meanings() -> Meanings:
    """Return which value of the label stands for which of the three cases."""
    cases = {
        kind: _of(f"{_ARTICLE}-{kind}") for kind in ("1-confirmed", "2-declared", "3-suspected")
    }
    states = {kind: cast("Outcome", case["state"]) for kind, case in cases.items()}
    return Meanings(
        by_value={str(case["metadata_label"]): states[kind] for kind, case in cases.items()},
        declared=states["2-declared"],
        traced=states["3-suspected"],
    )


@cache
def code_shape() -> CodeShape:
    """Return the lengths of a provider code."""
    told = _of(_CODES)
    kinds = cast("Sequence[Mapping[str, str]]", told["kinds"])
    return CodeShape(
        characters=cast("int", told["code_characters"]),
        format_characters=cast("int", told["format_characters"]),
        subject_code_characters=cast("int", told["subject_code_characters"]),
        extension_characters=cast("int", told["extension_characters"]),
        no_extension=cast("str", told["no_extension"]),
        kinds=tuple(kind["digit"] for kind in kinds),
    )

"""The law's parameters for labels in files, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final, cast

from hegui.errors import InvalidParameter
from hegui.labels import CodeShape, Grammar, Meanings
from hegui.labels.verify import Outcome
from hegui.law import Applicability, Law, Profile, applies, load
from hegui.law.deadline import keep_until

__all__ = ["code_shape", "grammar", "is_file_label_due", "meanings", "unlabelled_until"]

_ANNEX: Final = "cn/gb-45438-2025/annex-e"
_ARTICLE: Final = "cn/labelling-2025/art-6"
_CODES: Final = "cn/tc260-label-guides-2025/item-20252a-code"


_LOG: Final = "cn/labelling-2025/art-9-log"
_WRITE: Final = ("cn/labelling-2025/art-5-1-write", "cn/gb-45438-2025/cl-6-1-write")


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


def is_file_label_due(law: Law, profile: Profile, on: date) -> bool:
    """Tell whether files of a service need the implicit label on a Beijing day.

    A duty whose applicability is unknown counts as one that applies. Costs what
    deciding the whole law costs: ask when day or profile change, not for each file.
    """
    return any(
        decision.obligation.id in _WRITE
        and decision.verdict in (Applicability.APPLIES, Applicability.UNKNOWN)
        for decision in applies(law, profile, on)
    )


def unlabelled_until(given: date) -> date:
    """Return the last day on which the log of something given unlabelled must be kept.

    Raises:
        InvalidParameter: the law no longer says how long.
    """
    rule = load().obligation(_LOG).retain
    if rule is None:
        raise InvalidParameter("retain", (_LOG,), expected="how long the log is kept", found="none")
    return keep_until(rule, given)

"""What happened to a request, in words: which control acted, how, and what it found.

The record itself stands below it on the page, unchanged; this only reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hegui.bilingual import Bilingual
from hegui.controls.registry import by_name
from hegui.errors import UnknownControl
from hegui.moderation.categories import categories

__all__ = ["Act", "acts", "claim_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One control that did something."""

    control: str
    claim: Bilingual | None
    """What the control claims; None for one that this version does not know."""

    action: str
    """A key of the vocabulary ``action``."""

    risks: tuple[Bilingual | str, ...]
    """What was found, each once, by the name of the risk; its key when it is not known."""


def claim_of(name: str) -> Bilingual | None:
    """Return what a control claims, or None when there is no such control.

    >>> claim_of('content/illegal_prompt_is_refused').en
    'A request for banned content is refused before the model sees it'
    >>> claim_of('content/gone') is None
    True
    """
    try:
        return by_name(name).claim
    except UnknownControl:
        return None


def acts(payload: Mapping[str, object]) -> tuple[Act, ...]:
    """Return what controls did, by the record of a request; empty when all let it pass."""
    return tuple(
        Act(
            control=str(verdict.get("control", "")),
            claim=claim_of(str(verdict.get("control", ""))),
            action=str(verdict.get("action", "")),
            risks=tuple(dict.fromkeys(_risks(verdict))),
        )
        for verdict in _mappings(payload.get("verdicts"))
    )


def _risks(verdict: Mapping[str, object]) -> Iterator[Bilingual | str]:
    for finding in _mappings(verdict.get("findings")):
        key = str(finding.get("category", ""))
        known = categories().get(key)
        yield key if known is None else known.name


def _mappings(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, Mapping))

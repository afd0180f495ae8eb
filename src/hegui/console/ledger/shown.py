"""An entry as a line of a list: what happened, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hegui.bilingual import Bilingual
from hegui.console.frame.words import word
from hegui.console.ledger.happened import acts
from hegui.ledger import Entry
from hegui.records.publications import KINDS

__all__ = ["Shown", "shown"]

_SHORT: Final = 60
"""Code points shown of one field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a list shows of an entry."""

    seq: int
    at: datetime
    kind: str
    receipt: str | None
    what: str
    """In the reader's language; may hold words of people, so it is escaped as text."""

    refs: tuple[str, ...]


def _exchange(payload: Mapping[str, object]) -> str:
    parts = [word("outcome", payload.get("outcome", ""))]
    for act in acts(payload):
        claim = act.control if act.claim is None else _said(act.claim)
        parts.append(f"{claim}{_(': ')}{word('action', act.action)}")
    return " · ".join(part for part in parts if part)


def _case(payload: Mapping[str, object]) -> str:
    return f"{payload.get('number', '')} · {word('case_state', payload.get('state', ''))}"


def _publication(payload: Mapping[str, object]) -> str:
    kind = str(payload.get("kind", ""))
    declared = KINDS.get(kind)
    title = kind if declared is None else _said(declared.title)
    return f"{title} · {payload.get('version', '')}"


def _said(words: Bilingual) -> str:
    return words.in_language(get_language() or "zh-hans")


def _fact(payload: Mapping[str, object]) -> str:
    before, after = (_ANSWERS.get(repr(payload.get(key)), payload.get(key)) for key in _SIDES)
    return f"{payload.get('fact', '')}: {_plain(before)} → {_plain(after)}"


_SIDES: Final = ("before", "after")
_ANSWERS: Final[Mapping[str, str]] = {"None": "–", "True": "true", "False": "false"}


def _plain(answer: object) -> str:
    text = ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)
    return (text or "[]")[:_SHORT]


_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "attestation": ("obligation", "author"),
    "key": ("key", "act"),
    "plan": ("day", "digest"),
    "verification": ("size",),
    "start": ("version",),
    "stop": ("version",),
    "reload-failed": ("error",),
    "refusals": ("digest",),
    "lexicons": ("day", "terms", "digest"),
    "upstreams": ("digest",),
    "event": ("act", "event", "on"),
    "done": ("obligation", "on"),
}
"""For kinds that need no sentence: the payload fields that tell one entry from another."""


def _what(kind: str, payload: Mapping[str, object]) -> str:
    if kind == "exchange":
        return _exchange(payload)
    if kind == "case":
        return _case(payload)
    if kind == "publication":
        return _publication(payload)
    if kind == "fact":
        return _fact(payload)
    said = [str(payload[name])[:_SHORT] for name in _NAMED.get(kind, ()) if name in payload]
    return " · ".join(said)


def shown(entry: Entry) -> Shown:
    """Return the line for an entry."""
    return Shown(
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        receipt=entry.receipt,
        what=_what(entry.kind, entry.payload),
        refs=tuple(entry.refs),
    )

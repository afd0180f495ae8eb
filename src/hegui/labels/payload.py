r"""Reading the value of an ``AIGC`` key, as the world writes it.

A value from elsewhere may be wrapped once more, numeric, misspelt, in Base64,
escaped twice, too long or no JSON at all. Each deviation is a `Problem` with a
stable code; what can be understood is understood all the same, and what cannot
is no label and never silently *nothing*.

    payload-too-long  not-text  not-json  not-an-object  too-deep  no-known-field
    base64  escaped-twice  nested-string  nul-character
    duplicate-key  misspelt-key  unknown-key  missing-key
    not-a-string  label-value  empty-value  character

>>> from hegui.labels.aigc import Grammar
>>> grammar = Grammar(values=('1',), alphabet=frozenset('abc'), escapes=frozenset(),
...                   filled=frozenset())
>>> found = read_payload(b'{"AIGC":{"Label":1,"Producer":"abc"}}', grammar)
>>> found.label.content_producer, [p.code for p in found.problems][:2]
('abc', ['misspelt-key', 'not-a-string'])
"""

from __future__ import annotations

import binascii
import html
import json
import re
from base64 import b64decode
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from hegui.labels.aigc import FIELDS, KEY, AIGCLabel, Grammar

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Payload", "Problem", "read_payload"]

MAX_BYTES: Final = 65_536
"""Longest value that is read; a real one has some hundred bytes."""

MAX_DEPTH: Final = 8
"""Deepest nesting that is read; security data in a reserved field needs four."""

_SHOWN: Final = 80
"""Characters of a foreign value that a problem quotes."""

_SPELLINGS: Final = {
    "servicelabel": "Label",
    "producer": "ContentProducer",
    "contentproducerid": "ProduceID",
    "producerid": "ProduceID",
    "propagator": "ContentPropagator",
    "propagatorid": "PropagateID",
    "propatorid": "PropagateID",
    "reservecode1": "ReservedCode1",
    "reservecode2": "ReservedCode2",
}
"""Spellings met in files that no likeness of letters leads to; folded."""

_BASE64: Final = re.compile(r"[A-Za-z0-9+/_\-\s]{16,}+={0,2}+\s*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One deviation from the standard, or one thing that could not be read."""

    code: str
    """Stable, for machines: ``duplicate-key``, ``character`` …"""

    field: str = ""
    """The field's name in the file; empty when it is about the whole."""

    found: str = ""
    """What was there, shortened and in visible characters."""

    def as_dict(self) -> dict[str, str]:
        """Return the fields, for JSON."""
        return {"code": self.code, "field": self.field, "found": self.found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What one value says."""

    label: AIGCLabel | None
    """None when it cannot be understood; `problems` then says why."""

    problems: tuple[Problem, ...]

    is_wrapped: bool
    """The object stood inside another one under the key, an allowed form."""

    extra: tuple[tuple[str, str], ...]
    """Fields that the standard does not know, by name."""


def read_payload(raw: bytes, grammar: Grammar) -> Payload:
    """Read one value, whoever wrote it.

    Args:
        raw: the bytes that stand under the key, with the container's own
            escapes undone.
        grammar: what a conforming label holds.

    Notes:
        Bounded: at most `MAX_BYTES` are looked at, and nesting is counted
        before anything is parsed.
    """
    return _Reader(grammar).read(raw)


class _Reader:
    """Collects problems while it peels a value."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.problems: list[Problem] = []
        self.extra: list[tuple[str, str]] = []
        self.is_wrapped = False

    def read(self, raw: bytes) -> Payload:
        label = None
        fields = self._fields(raw)
        if fields is not None:
            label = self._label(fields)
        return Payload(
            label=label,
            problems=tuple(self.problems),
            is_wrapped=self.is_wrapped,
            extra=tuple(self.extra),
        )

    def _say(self, code: str, field: str = "", found: object = "") -> None:
        shown = found if isinstance(found, str) else repr(found)
        text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in shown[:_SHOWN])
        self.problems.append(Problem(code=code, field=field, found=text))

    # ── from bytes to one flat object ──

    def _fields(self, raw: bytes) -> dict[str, object] | None:
        if len(raw) > MAX_BYTES:
            self._say("payload-too-long", found=f"{len(raw)} bytes")
            return None
        text = self._text(raw)
        if text is None:
            return None
        value = self._object(self._unpacked(text))
        for _ in range(2):
            inner = value.get(KEY) if value is not None and len(value) == 1 else None
            if isinstance(inner, str):
                self._say("nested-string", KEY)
                value = self._object(inner)
            elif isinstance(inner, dict):
                self.is_wrapped = True
                value = inner
        return value

    def _text(self, raw: bytes) -> str | None:
        for coding in _codings(raw):
            try:
                return raw.decode(coding).strip("\x00 \t\r\n").removeprefix("\ufeff")
            except UnicodeDecodeError:
                continue
        self._say("not-text", found=raw[:20].hex())
        return None

    def _unpacked(self, text: str) -> str:
        if text.startswith(KEY):
            text = text[len(KEY) :].lstrip(" :=")
        if "&quot;" in text and '"' not in text:
            self._say("escaped-twice", found=text)
            text = html.unescape(text)
        if not text.startswith(("{", '"')) and _BASE64.fullmatch(text):
            unpacked = _from_base64(text)
            if unpacked.lstrip().startswith("{"):
                self._say("base64", found=text)
                return unpacked
        return text

    def _object(self, text: str) -> dict[str, object] | None:
        if _depth(text) > MAX_DEPTH:
            self._say("too-deep", found=text)
            return None
        try:
            value = json.loads(text, object_pairs_hook=self._pairs, strict=False)
            if isinstance(value, str) and value.lstrip().startswith("{"):
                self._say("nested-string", found=text)
                value = json.loads(value, object_pairs_hook=self._pairs, strict=False)
        except (ValueError, RecursionError):
            self._say("not-json", found=text)
            return None
        if not isinstance(value, dict):
            self._say("not-an-object", found=text)
            return None
        return value

    def _pairs(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in pairs:
            if name in found:
                self._say("duplicate-key", name, value)
            else:
                found[name] = value  # the first stands; no later one overwrites it unseen
        return found

    # ── from the object to seven strings ──

    def _label(self, found: dict[str, object]) -> AIGCLabel | None:
        known: dict[str, object] = {name: found[name] for name in FIELDS if name in found}
        for name, value in found.items():
            if name in FIELDS:
                continue
            meant = _meant(name)
            if meant and meant not in known:
                self._say("misspelt-key", meant, name)
                known[meant] = value
            else:
                self._say("unknown-key", name, value)
                self.extra.append((name, value if isinstance(value, str) else json.dumps(value)))
        if not known:
            self._say("no-known-field", found=", ".join(found))
            return None
        values = {own: self._string(name, known) for name, own in FIELDS.items()}
        for name, own in FIELDS.items():
            self._check(name, values[own])
        return AIGCLabel(**values)

    def _string(self, name: str, known: dict[str, object]) -> str:
        if name not in known:
            self._say("missing-key", name)
            return ""
        value = known[name]
        if isinstance(value, str):
            return value
        self._say("not-a-string", name, value)
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def _check(self, name: str, value: str) -> None:
        if name == "Label" and value not in self.grammar.values:
            self._say("label-value", name, value)
        if not value:
            if name in self.grammar.filled and not self._is_missing(name):
                self._say("empty-value", name)
        elif "\x00" in value:
            self._say("nul-character", name, value)
        elif stray := self.grammar.stray(value):
            self._say("character", name, f"{stray} (U+{ord(stray):04X})")

    def _is_missing(self, name: str) -> bool:
        return any(p.code == "missing-key" and p.field == name for p in self.problems)


def _codings(raw: bytes) -> tuple[str, ...]:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return ("utf-16",)
    return ("utf-8", "gb18030")


def _depth(text: str) -> int:
    """Return how deep brackets nest outside strings; O(n), no recursion."""
    depth = deepest = 0
    for part in re.finditer(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', text, re.DOTALL):
        if part[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif part[0] in "]}":
            depth -= 1
    return deepest


def _from_base64(text: str) -> str:
    plain = "".join(text.split()).rstrip("=")
    try:
        return b64decode(
            plain + "=" * (-len(plain) % 4),
            altchars=b"-_" if "-" in plain or "_" in plain else None,
        ).decode()
    except (binascii.Error, ValueError):
        return ""


def _meant(name: str) -> str:
    """Return the field that a misspelt name stands for, or an empty string."""
    folded = re.sub(r"[^a-z0-9]", "", name.casefold())
    by_fold = {field.casefold(): field for field in FIELDS}
    if folded in by_fold:
        return by_fold[folded]
    if folded in _SPELLINGS:
        return _SPELLINGS[folded]
    near = get_close_matches(folded, by_fold, n=1, cutoff=0.88)
    # Reserved fields differ in one digit: likeness must not turn one into the other.
    if near and near[0][-1:].isdigit() and near[0][-1] != folded[-1:]:
        return ""
    return by_fold[near[0]] if near else ""

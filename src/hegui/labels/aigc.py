r"""The implicit label: seven strings under the key ``AIGC``, written strictly and read leniently.

    {"Label":"1","ContentProducer":…,"ProduceID":…,"ReservedCode1":"",
     "ContentPropagator":…,"PropagateID":…,"ReservedCode2":""}

Whoever makes content fills the first four and, on first writing, repeats
producer and number as propagator; whoever spreads it replaces the last three.
Reserved fields of others are opaque and carried as they are.

Which characters and which values of ``Label`` are allowed is law, and comes in
as a `Grammar`; the names of the fields are the format, and stand here.

>>> label = AIGCLabel.first_write(label='1', producer='Demo', produce_id='7')
>>> label.content_propagator, label.propagate_id
('Demo', '7')
>>> label.propagated(by='Platform', propagate_id='p-9').content_producer
'Demo'
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, cast

from hegui.errors import InvalidLabel

__all__ = ["FIELDS", "KEY", "AIGCLabel", "Grammar"]

KEY: Final = "AIGC"
"""The name under which every container holds the label."""

FIELDS: Final[Mapping[str, str]] = {
    "Label": "label",
    "ContentProducer": "content_producer",
    "ProduceID": "produce_id",
    "ReservedCode1": "reserved_code1",
    "ContentPropagator": "content_propagator",
    "PropagateID": "propagate_id",
    "ReservedCode2": "reserved_code2",
}
"""Name in the file → name here, in the order of writing."""

_NO_TEXT: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What a conforming label may hold: the standard's numbers and lists, handed in.

    >>> grammar = Grammar.of(label_values=('1', '2', '3'), bytes_hex=('21', '23-5B', '5D-7E'),
    ...                      fields=[{'name': 'Label', 'may_be_empty': False}])
    >>> ' ' in grammar.alphabet, '!' in grammar.alphabet, grammar.filled
    (False, True, frozenset({'Label'}))
    """

    values: tuple[str, ...]
    """What ``Label`` may say."""

    alphabet: frozenset[str]
    """Characters that need no escape in JSON and may stand in a value."""

    escapes: frozenset[str]
    """Characters that may stand in a value behind a backslash."""

    filled: frozenset[str]
    """Fields, by their names in the file, that may not be empty."""

    @classmethod
    def of(
        cls,
        *,
        label_values: Sequence[str],
        bytes_hex: Sequence[str],
        escapes: Sequence[str] = (),
        fields: Sequence[Mapping[str, object]],
    ) -> Grammar:
        """Make a grammar of the parameters of the obligations on format.

        Args:
            label_values: what ``Label`` may say.
            bytes_hex: bytes or ranges of bytes, such as ``23-5B``, both ends included.
            escapes: allowed escapes, each a backslash and one character.
            fields: tables with ``name`` and ``may_be_empty``.
        """
        allowed: set[str] = set()
        for part in bytes_hex:
            first, _, last = part.partition("-")
            allowed.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
        return cls(
            values=tuple(label_values),
            alphabet=frozenset(allowed),
            escapes=frozenset(escape[1:] for escape in escapes),
            filled=frozenset(cast("str", f["name"]) for f in fields if not f["may_be_empty"]),
        )

    def stray(self, value: str) -> str:
        """Return the first character that a value may not hold, or an empty string."""
        allowed = self.alphabet | self.escapes
        return next((char for char in value if char not in allowed), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AIGCLabel:
    """One implicit label. Holds whatever a file says; `require` tells whether it conforms."""

    label: str
    """Whether the content is, may be or is suspected to be generated."""

    content_producer: str
    """Name or code of the generating service."""

    produce_id: str
    """The producer's unique number for the content."""

    reserved_code1: str = ""
    """The producer's own use; opaque to everybody else."""

    content_propagator: str = ""
    """Name or code of the spreading service."""

    propagate_id: str = ""
    """The propagator's unique number for the content."""

    reserved_code2: str = ""
    """The propagator's own use; opaque to everybody else."""

    @classmethod
    def first_write(
        cls, *, label: str, producer: str, produce_id: str, reserved_code1: str = ""
    ) -> AIGCLabel:
        """Return the label that a producer writes: propagator and number repeat its own."""
        return cls(
            label=label,
            content_producer=producer,
            produce_id=produce_id,
            reserved_code1=reserved_code1,
            content_propagator=producer,
            propagate_id=produce_id,
        )

    def propagated(self, *, by: str, propagate_id: str, reserved_code2: str = "") -> AIGCLabel:
        """Return the label with the spreading service's three fields, and the producer's as is."""
        return replace(
            self, content_propagator=by, propagate_id=propagate_id, reserved_code2=reserved_code2
        )

    def as_dict(self) -> dict[str, str]:
        """Return the seven fields by their names in the file, in order."""
        return {name: cast("str", getattr(self, own)) for name, own in FIELDS.items()}

    def to_json(self) -> str:
        r"""Return the label as it stands in a file: fixed order, no spaces, text kept as text.

        >>> AIGCLabel(label='1', content_producer='a"b', produce_id='&<').to_json()[:51]
        '{"Label":"1","ContentProducer":"a\\"b","ProduceID":"'
        """
        text = json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"))
        # What neither UTF-8 nor XML can hold stays an escape, as it came.
        return _NO_TEXT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)

    def require(self, grammar: Grammar, *, carried: AIGCLabel | None = None) -> None:
        """Raise unless this label may be written.

        Args:
            grammar: what a conforming label holds.
            carried: the label that the file had. A field that is the same in it is
                another's, and is carried even where it does not conform.

        Raises:
            InvalidLabel: a value is outside the alphabet, empty where it may not
                be, or no value of ``Label``.
        """
        for name, own in FIELDS.items():
            value = cast("str", getattr(self, own))
            if carried is not None and value == getattr(carried, own):
                continue
            if name == "Label" and value not in grammar.values:
                raise InvalidLabel(name, expected=" or ".join(grammar.values), found=repr(value))
            if not value and name in grammar.filled:
                raise InvalidLabel(name, expected="a value", found="an empty string")
            if stray := grammar.stray(value):
                raise InvalidLabel(
                    name,
                    expected="visible ASCII without blank and backslash",
                    found=f"{stray!r} (U+{ord(stray):04X})",
                )


# INVARIANT: every field of the class has its name in the file.
assert tuple(FIELDS.values()) == tuple(f.name for f in fields(AIGCLabel))  # noqa: S101 - a bug, at import

"""Whether a label came through a step: two readings side by side.

    lost         there was one, and there is none
    undetermined one of the two files cannot be read, so nobody can say
    changed      a field of the producer differs, or the value of ``Label``
    conflict     several labels that disagree, where there was one
    propagated   a field of the spreading service differs: that is allowed
    gained       there was none, and there is one
    manifest     a C2PA manifest is gone: only its signer can make a new one

The first four make a pipeline fail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from hegui.labels.aigc import AIGCLabel
from hegui.labels.read import Reading

__all__ = ["Change", "Difference", "compare"]

Code = Literal["lost", "undetermined", "changed", "conflict", "propagated", "gained", "manifest"]
"""What happened to one thing."""

_FAILS: Final = frozenset({"lost", "undetermined", "changed", "conflict"})
_SPREADING: Final = frozenset({"ContentPropagator", "PropagateID", "ReservedCode2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs."""

    code: Code
    field: str = ""
    before: str = ""
    after: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the fields, for JSON."""
        return {
            "code": self.code,
            "field": self.field,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that differs between two files of the same content."""

    changes: tuple[Change, ...]

    @property
    def is_kept(self) -> bool:
        """Whether what the file said before is still said."""
        return not any(change.code in _FAILS for change in self.changes)

    def as_dict(self) -> dict[str, object]:
        """Return the answer, for JSON."""
        return {"is_kept": self.is_kept, "changes": [c.as_dict() for c in self.changes]}


def compare(before: Reading, after: Reading) -> Difference:
    """Return what a step did to the labels of a file. Pure."""
    changes = list(_labels(before, after))
    manifests = [any(seal.kind == "c2pa" for seal in each.seals) for each in (before, after)]
    if manifests == [True, False]:
        changes.append(Change(code="manifest", before="C2PA"))
    return Difference(changes=tuple(changes))


def _labels(before: Reading, after: Reading) -> list[Change]:
    for reading in (before, after):
        if reading.state == "undetermined":
            return [Change(code="undetermined", after=reading.because)]
    if not before.sites:
        return [Change(code="gained", after=_said(after))] if after.sites else []
    if not after.sites:
        return [Change(code="lost", before=_said(before))]
    if before.label is None or after.label is None:
        same = [s.payload.label for s in before.sites] == [s.payload.label for s in after.sites]
        return [] if same else [Change(code="conflict", before=_said(before), after=_said(after))]
    return _fields(before.label, after.label)


def _said(reading: Reading) -> str:
    return " ".join(s.site.raw[:400].decode("utf-8", "backslashreplace") for s in reading.sites)


def _fields(before: AIGCLabel, after: AIGCLabel) -> list[Change]:
    new = after.as_dict()
    return [
        Change(
            code="propagated" if name in _SPREADING else "changed",
            field=name,
            before=value,
            after=new[name],
        )
        for name, value in before.as_dict().items()
        if value != new[name]
    ]

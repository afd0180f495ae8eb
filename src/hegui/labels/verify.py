"""What a platform that spreads content has to know of a file, on axes that do not mix.

    outcome      confirmed · possible · suspected · none · undetermined
    conformance  conforms, or a list of deviations
    integrity    absent · opaque · unchecked-signature, for the two reserved fields
    evidence     every site with place, offset and value

Metadata come first, then what the user declares, then other traces. Which
value of the label means which outcome is law and comes in as `Meanings`. A
file that cannot be read is never without a label: unless the user declares or
a trace is known from elsewhere, it is undetermined. Two labels that disagree
about the value are undetermined too: nobody here picks one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hegui.bilingual import Bilingual
from hegui.labels.notice import Outcome, notice
from hegui.labels.payload import Problem
from hegui.labels.read import Reading

__all__ = ["Integrity", "Meanings", "Outcome", "Verification", "verify"]

Integrity = Literal["absent", "opaque", "unchecked-signature"]
"""What a reserved field holds. A foreign value is never called invalid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """Which value of the label stands for which outcome, by law."""

    by_value: Mapping[str, Outcome]
    """Value of ``Label`` → outcome."""

    declared: Outcome
    """When metadata are silent and the user declares."""

    traced: Outcome
    """When both are silent and a trace is found."""

    def value_of(self, outcome: Outcome) -> str:
        """Return the value to write for an outcome; empty when nothing is written."""
        return next((v for v, meant in self.by_value.items() if meant == outcome), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The answer about one file."""

    outcome: Outcome
    because: str
    """Stable, for machines: ``metadata``, ``declared``, ``explicit-label``, ``trace:…``,
    ``nothing-found``, ``damaged``, ``conflict``, ``unknown-value``, ``unreadable-label``."""

    label_to_write: str
    """Value of ``Label`` when the platform adds its part; empty for none."""

    problems: tuple[Problem, ...]
    """Deviations from the standard; empty conforms, or there is nothing to conform."""

    integrity: tuple[Integrity, Integrity]
    """Of the producer's and the propagator's reserved field."""

    has_c2pa: bool
    """Whether a C2PA manifest is there. It is not validated here (`hegui.labels.c2pa` does
    that), and proves nothing so."""

    reading: Reading

    @property
    def notice(self) -> Bilingual | None:
        """What to show beside the content; None for nothing."""
        return notice(self.outcome)

    def as_dict(self) -> dict[str, object]:
        """Return the answer with its evidence, for JSON."""
        return {
            "outcome": self.outcome,
            "because": self.because,
            "notice": None if self.notice is None else self.notice.as_dict(),
            "label_to_write": self.label_to_write,
            "conforms": not self.problems and bool(self.reading.sites),
            "problems": [problem.as_dict() for problem in self.problems],
            "integrity": {"ReservedCode1": self.integrity[0], "ReservedCode2": self.integrity[1]},
            "has_c2pa": self.has_c2pa,
            "evidence": self.reading.as_dict(),
        }


def verify(
    reading: Reading,
    meanings: Meanings,
    *,
    is_declared: bool = False,
    has_explicit_label: bool = False,
) -> Verification:
    """Return what a platform has to tell about a file.

    Args:
        reading: what the file says.
        meanings: which value stands for what.
        is_declared: whether the user says that it is generated.
        has_explicit_label: whether somebody saw or heard a notice in the content.

    Notes:
        Pure. A C2PA manifest alone is no trace of generation: cameras sign too.
    """
    outcome, because = _outcome(
        reading, meanings, is_declared=is_declared, has_explicit_label=has_explicit_label
    )
    label = reading.label
    problems = tuple(p for s in reading.sites for p in s.payload.problems) + reading.problems
    reserved = ("", "") if label is None else (label.reserved_code1, label.reserved_code2)
    keeps = because == "metadata"
    return Verification(
        outcome=outcome,
        because=because,
        # A value that arrived is kept, never raised or lowered.
        label_to_write=label.label if keeps and label is not None else meanings.value_of(outcome),
        problems=problems,
        integrity=(_integrity(reserved[0]), _integrity(reserved[1])),
        has_c2pa=any(trace.kind == "c2pa" for trace in reading.traces),
        reading=reading,
    )


def _outcome(
    reading: Reading, meanings: Meanings, *, is_declared: bool, has_explicit_label: bool
) -> tuple[Outcome, str]:
    if reading.sites:
        return _stated(reading, meanings)
    if is_declared:
        return meanings.declared, "declared"
    if has_explicit_label:
        return meanings.traced, "explicit-label"
    trace = next((trace for trace in reading.traces if trace.speaks_of_ai), None)
    if trace is not None:
        return meanings.traced, f"trace:{trace.kind}"
    if reading.state == "undetermined":
        return "undetermined", "damaged"
    return "none", "nothing-found"


def _stated(reading: Reading, meanings: Meanings) -> tuple[Outcome, str]:
    labels = [site.payload.label for site in reading.sites]
    values = {label.label for label in labels if label is not None}
    if any(label is None for label in labels):
        return "undetermined", "unreadable-label"
    if len(values) > 1:
        return "undetermined", "conflict"
    outcome = meanings.by_value.get(next(iter(values)))
    return ("undetermined", "unknown-value") if outcome is None else (outcome, "metadata")


def _integrity(reserved: str) -> Integrity:
    if not reserved:
        return "absent"
    return "unchecked-signature" if '"SecurityData"' in reserved else "opaque"

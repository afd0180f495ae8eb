"""What a file says about itself, before and after its content was encoded anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hegui.errors import InvalidLabel, LabelNotRendered, LabelNotWritten
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.read import Reading, read, read_bytes
from hegui.labels.write import write, write_bytes

__all__ = ["Carried", "Finished", "carried_by", "finish_bytes", "finish_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Labels and traces of the old file."""

    name: str
    container: str
    label: AIGCLabel | None
    traces: frozenset[str]
    """Kinds of other traces and seals, such as ``c2pa``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The new file with its implicit label."""

    whole: bytes
    """Empty when it is on disk."""

    label: AIGCLabel | None
    left_behind: tuple[str, ...]


def carried_by(path: Path, grammar: Grammar, *, even_if_signed: bool) -> Carried:
    """Return what has to come over to the new file.

    Raises:
        LabelNotRendered: nobody can say what the file holds, its labels conflict, it
            is encrypted, or a signature would be lost and nobody asked for that.
        FileNotReadable: it cannot be opened.
    """
    reading = read(path, grammar)
    if reading.state == "undetermined" and reading.container:
        raise LabelNotRendered(path.name, reading.because)
    if reading.sites and reading.label is None:
        raise LabelNotRendered(
            path.name,
            "its implicit labels conflict or cannot be read, and none may be lost",
            hint="Look at it with `hegui label read`.",
        )
    for seal in reading.seals:
        if seal.kind == "encryption":
            raise LabelNotRendered(path.name, "it is encrypted")
        if not even_if_signed:
            raise LabelNotRendered(
                path.name,
                f"a signature ({seal.kind}, byte {seal.offset}) would be lost",
                hint="Draw first and sign last, or say --even-if-signed.",
            )
    return Carried(
        name=path.name,
        container=reading.container,
        label=reading.label,
        traces=_traces(reading),
    )


def _traces(reading: Reading) -> frozenset[str]:
    return frozenset({t.kind for t in reading.traces} | {s.kind for s in reading.seals})


def finish_bytes(
    name: str, new: bytes, carried: Carried, label: AIGCLabel | None, grammar: Grammar
) -> Finished:
    """Return a new file in memory with the label that it shall carry.

    Raises:
        LabelNotRendered: the label was not read back, or cannot be written.
    """
    wanted = label or carried.label
    after = read_bytes(new, grammar, name=name)
    if wanted is not None and (after.label != wanted or len(after.sites) > 1):
        try:
            new = write_bytes(new, wanted, grammar, name=name)
        except (LabelNotWritten, InvalidLabel) as error:
            raise LabelNotRendered(name, f"its implicit label would be lost: {error}") from error
        after = read_bytes(new, grammar, name=name)
    return _finished(name, new, after, carried, wanted)


def finish_file(
    path: Path, carried: Carried, label: AIGCLabel | None, grammar: Grammar
) -> Finished:
    """Write the label that a new file on disk shall carry; see `finish_bytes`."""
    wanted = label or carried.label
    after = read(path, grammar)
    if wanted is not None and (after.label != wanted or len(after.sites) > 1):
        try:
            write(path, wanted, grammar)
        except (LabelNotWritten, InvalidLabel) as error:
            raise LabelNotRendered(
                carried.name, f"its implicit label would be lost: {error}"
            ) from error
        after = read(path, grammar)
    return _finished(carried.name, b"", after, carried, wanted)


def _finished(
    name: str, new: bytes, after: Reading, carried: Carried, wanted: AIGCLabel | None
) -> Finished:
    if after.container != carried.container or after.label != wanted:
        raise LabelNotRendered(name, "its implicit label was not read back from the new file")
    return Finished(
        whole=new,
        label=after.label,
        left_behind=tuple(sorted(carried.traces - _traces(after))),
    )

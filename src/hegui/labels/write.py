"""Writing the one label of a file: splice, write beside, read back, replace in one step.

A file either comes out with exactly one label, at the canonical place of its
container and read back equal, or it keeps its bytes and an error says why:

* it is damaged, over a limit or of no known kind;
* it is encrypted or signed (unless asked: a signature would no longer hold);
* it carries the label of another producer, or one that cannot be read: what
  others wrote about their content is not ours to replace (`propagate` keeps it);
* a second label stands where it cannot be merged.

There is no function here that takes a label off.
"""

from __future__ import annotations

import stat
import struct
from dataclasses import dataclass
from pathlib import Path

from hegui.errors import DamagedFile, LabelNotWritten, OverLimit, UnknownContainer
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.formats import CONTAINERS
from hegui.labels.read import Reading, read, read_source
from hegui.labels.source import Limits, Source
from hegui.labels.splice import Keep, Piece, blank, join, replace_file

__all__ = ["Written", "carry", "carry_bytes", "propagate", "write", "write_bytes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What writing came to."""

    container: str
    place: str
    """Where the label stands now."""

    label: AIGCLabel
    """As read back from the finished file."""

    is_changed: bool
    """False when the very label stood there already; the file was not touched."""

    bytes_before: int
    bytes_after: int

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for JSON."""
        return {
            "container": self.container,
            "place": self.place,
            "label": self.label.as_dict(),
            "is_changed": self.is_changed,
            "bytes_before": self.bytes_before,
            "bytes_after": self.bytes_after,
        }


def write(  # noqa: PLR0913 - what, where and how far, by keyword
    path: Path,
    label: AIGCLabel,
    grammar: Grammar,
    *,
    to: Path | None = None,
    even_if_signed: bool = False,
    limits: Limits | None = None,
) -> Written:
    """Write the label of a file.

    Args:
        path: the file.
        label: what it shall say; a label of the same producer is replaced.
        grammar: what a conforming label holds.
        to: another file for the result; `path` is then left as it is.
        even_if_signed: write although a signature over the file will break.
        limits: what reading may take.

    Raises:
        InvalidLabel: the label does not conform.
        LabelNotWritten: it cannot be written safely; the file is as it was.
        UnknownContainer: no container that is known here.
        FileNotReadable: it cannot be opened.

    Notes:
        Memory does not grow with the file. Disk: room for one more copy.
    """
    return _write(
        path, label, grammar, to=to, even_if_signed=even_if_signed, limits=limits, carried=None
    )


def propagate(  # noqa: PLR0913 - what, where and how far, by keyword
    path: Path,
    grammar: Grammar,
    *,
    by: str,
    propagate_id: str,
    reserved_code2: str = "",
    to: Path | None = None,
    even_if_signed: bool = False,
    limits: Limits | None = None,
) -> Written:
    """Write a spreading service's name and number, and keep what the producer wrote.

    The value of ``Label`` is neither raised nor lowered, and reserved fields of
    the producer are carried as they are, conforming or not.

    Raises:
        LabelNotWritten: there is no label to carry, or two that conflict; and
            whatever `write` raises.
    """
    old = read(path, grammar, limits=limits).label
    if old is None:
        raise LabelNotWritten(
            path.name,
            "it holds no label that could be carried, or several that conflict",
            hint="Look at it with `hegui label read`.",
        )
    label = old.propagated(by=by, propagate_id=propagate_id, reserved_code2=reserved_code2)
    return _write(
        path, label, grammar, to=to, even_if_signed=even_if_signed, limits=limits, carried=old
    )


def carry(  # noqa: PLR0913 - what, where and how far, by keyword
    path: Path,
    label: AIGCLabel,
    grammar: Grammar,
    *,
    to: Path | None = None,
    even_if_signed: bool = False,
    limits: Limits | None = None,
) -> Written:
    """Write a label that stood in another file of the same content, as it stood there.

    It is another's statement, so it is carried even where it does not conform.

    Raises:
        LabelNotWritten, UnknownContainer, FileNotReadable: as `write`.
    """
    return _write(
        path, label, grammar, to=to, even_if_signed=even_if_signed, limits=limits, carried=label
    )


def write_bytes(
    whole: bytes,
    label: AIGCLabel,
    grammar: Grammar,
    *,
    name: str = "source",
    even_if_signed: bool = False,
) -> bytes:
    """Return a file in memory with its label; the same promises as `write`.

    Its `name` tells Markdown, JSON and plain text apart, which have no mark.
    """
    label.require(grammar)
    return _write_bytes(whole, label, grammar, name=name, even_if_signed=even_if_signed)


def carry_bytes(
    whole: bytes,
    label: AIGCLabel,
    grammar: Grammar,
    *,
    name: str = "source",
    even_if_signed: bool = False,
) -> bytes:
    """Return a file in memory with a label of another; the same promises as `carry`."""
    return _write_bytes(whole, label, grammar, name=name, even_if_signed=even_if_signed)


def _write_bytes(
    whole: bytes, label: AIGCLabel, grammar: Grammar, *, name: str, even_if_signed: bool
) -> bytes:
    source = Source.of_bytes(whole, name=name)
    reading = _readable(source, grammar)
    _refuse(source.name, reading, label, even_if_signed=even_if_signed)
    if _is_there(reading, label):
        return whole
    new = join(_pieces(source, reading, label), whole)
    _require_label(read_source(Source.of_bytes(new, name=name), grammar), label, name)
    return new


def _write(  # noqa: PLR0913 - the two verbs above, with their arguments
    path: Path,
    label: AIGCLabel,
    grammar: Grammar,
    *,
    to: Path | None,
    even_if_signed: bool,
    limits: Limits | None,
    carried: AIGCLabel | None,
) -> Written:
    label.require(grammar, carried=carried)
    with Source.open(path, limits=limits) as source:
        reading = _readable(source, grammar)
        container = CONTAINERS[reading.container]
        _refuse(path.name, reading, label, even_if_signed=even_if_signed)
        is_changed = not _is_there(reading, label)
        if not is_changed and to is None:
            return Written(
                container=container.name,
                place=reading.sites[0].site.place,
                label=label,
                is_changed=False,
                bytes_before=source.size,
                bytes_after=source.size,
            )
        pieces = _pieces(source, reading, label) if is_changed else [Keep(0, source.size)]
        target = to or path
        status = path.stat()
        seen: list[tuple[Reading, int]] = []

        def look(beside: Path) -> None:
            after = path.stat()
            if (after.st_size, after.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
                raise LabelNotWritten(path.name, "it was changed while it was read")
            with Source.open(beside, limits=limits, name=target.name) as new:
                found = read_source(new, grammar)
            _require_label(found, label, path.name)
            seen.append((found, beside.stat().st_size))

        descriptor = source.descriptor
        assert descriptor is not None  # noqa: S101 - `Source.open` made it
        replace_file(descriptor, pieces, target, look, mode=stat.S_IMODE(status.st_mode))
    found, size = seen[0]
    return Written(
        container=container.name,
        place=found.sites[0].site.place,
        label=label,
        is_changed=is_changed,
        bytes_before=source.size,
        bytes_after=size,
    )


def _readable(source: Source, grammar: Grammar) -> Reading:
    reading = read_source(source, grammar)
    if not reading.container:
        raise UnknownContainer(source.name, known=tuple(c.title for c in CONTAINERS.values()))
    if reading.state == "undetermined":
        raise LabelNotWritten(source.name, reading.because)
    return reading


def _refuse(name: str, reading: Reading, label: AIGCLabel, *, even_if_signed: bool) -> None:
    for seal in reading.seals:
        if seal.kind == "encryption":
            raise LabelNotWritten(name, "it is encrypted", hint="Label it before it is encrypted.")
        if not even_if_signed:
            raise LabelNotWritten(
                name,
                f"a signature ({seal.kind}, byte {seal.offset}) would no longer hold",
                hint="Label first and sign last, or say --even-if-signed.",
            )
    for found in reading.sites:
        old = found.payload.label
        if old is None:
            raise LabelNotWritten(
                name, f"the label at {found.site.place}, byte {found.site.offset}, cannot be read"
            )
        if old.content_producer not in {"", label.content_producer}:
            raise LabelNotWritten(
                name,
                f"it carries the label of another producer, {old.content_producer!r}",
                hint="Add your own part with `hegui label write --propagate`.",
            )


def _is_there(reading: Reading, label: AIGCLabel) -> bool:
    """Tell whether the file carries exactly this label, exactly as we would write it."""
    return (
        len(reading.sites) == 1
        and reading.sites[0].site.is_canonical
        and reading.sites[0].site.raw.rstrip(b"\x00").decode("utf-8", "replace") == label.to_json()
    )


def _pieces(source: Source, reading: Reading, label: AIGCLabel) -> list[Piece]:
    try:
        pieces = CONTAINERS[reading.container].splice(source, label.to_json())
    except (DamagedFile, OverLimit) as error:
        raise LabelNotWritten(source.name, str(error)) from error
    except (IndexError, struct.error, UnicodeError, OverflowError) as error:
        # A field cut short, or a number that its field cannot hold.
        raise LabelNotWritten(source.name, f"a field does not fit ({error})") from error
    spans = [span for s in reading.sites for span in s.site.spans]
    return blank(pieces, spans)


def _require_label(found: Reading, label: AIGCLabel, name: str) -> None:
    """Raise unless the new file holds the one label, where it belongs, and nothing undecided."""
    if found.label != label or len(found.sites) != 1 or not found.sites[0].site.is_canonical:
        places = ", ".join(s.site.place for s in found.sites) or found.because or "none"
        raise LabelNotWritten(name, f"exactly one label was not read back; found {places}")

"""Feed the readers and writers of labels what no program would write.

    python -m tests.fault.fuzz_labels <seconds> [seed]

Every container in turn gets a damaged form of one of its fixtures, bare or
labelled: bytes exchanged, cut, doubled, repeated a thousand times; members of
archives changed inside and packed again; checksums of PNG mended. Whatever
comes, reading ends in an answer, writing in a label that reads back or in an
error that is told, no input takes a second or more memory than it is granted,
and only what it read is carried.

Forms that reach a line of the readers for the first time are kept as seeds,
and at the end written to `CORPUS`, which `tests.property.test_label_damage`
reads in each run.
"""

from __future__ import annotations

import io
import random
import resource
import struct
import sys
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic, process_time
from types import FrameType
from typing import Any, Final

from tests.conformance.labels.media import DATA, FILES

import hegui.labels
from hegui.controls.label_law import grammar
from hegui.errors import HeguiError
from hegui.labels import AIGCLabel, read_bytes, write_bytes

__all__ = ["CORPUS", "LABEL", "outcome", "seeds", "step"]

CORPUS: Final = DATA.parent / "damaged_labels.zip"
"""Kept forms: members ``<fixture>/<number>``, the smallest that reached some line first."""

SLOWEST_S: Final = 1.0
GRANTED_BYTES: Final = 256 << 20
"""Address space beyond what the program has when it begins."""

LABEL: Final = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
EDGES: Final = (
    b"\x00", b"\xff", b"\x7f", b"\x80", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff", b"\x00\x00\x00\x01", b"<", b"{", b"AIGC", b'"', b"\\", b"]]>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"\r\n",
    b"---\n", b"PK\x01\x02", b"\xef\xbb\xbf", b"\xff\xfe", b"stream", b"endobj",
)  # fmt: skip
ZIPPED: Final = frozenset({"docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "zip", "xmind"})
_LABELS: Final = str(Path(hegui.labels.__file__).parent)


def step(file: bytes, chance: random.Random) -> bytes:
    """Return a file with one thing done to it."""
    if not file:
        return chance.choice(EDGES)
    # What steers a parser mostly stands at the two ends.
    head = min(len(file), 4_096)
    at = chance.choice(
        (
            chance.randrange(head),
            chance.randrange(len(file)),
            len(file) - 1 - chance.randrange(head),
        )
    )
    length = chance.choice((1, 2, 4, 8, 64))
    edge = chance.choice(EDGES)
    times = 3 if chance.random() < 0.95 else min(2_000, 500_000 // length)
    return chance.choice(
        (
            file[:at] + bytes([chance.randrange(256)]) + file[at + 1 :],
            file[:at] + edge + file[at + len(edge) :],
            file[:at] + edge + file[at:],
            file[:at] + file[at + length :],
            file[:at] + file[at : at + length] * times + file[at:],
            file[:at],
        )
    )


def outcome(damaged: bytes, name: str) -> str:
    """Read and write a damaged file; return how reading ended.

    Raises:
        AssertionError: an answer that contradicts itself.
        Exception: whatever a reader lets out, which it must not.
    """
    reading = read_bytes(damaged, grammar(), name=name)
    assert (reading.state == "undetermined") == bool(reading.because)
    assert (reading.state == "found") == bool(reading.sites)
    try:
        labelled = write_bytes(damaged, LABEL, grammar(), name=name)
    except HeguiError:
        return reading.state
    # Whatever was written although damaged is read back, or would have been refused.
    assert LABEL == read_bytes(labelled, grammar(), name=name).label
    return reading.state


def seeds() -> Mapping[str, list[tuple[str, bytes]]]:
    """Return fixtures, bare and labelled, by the container that reads them."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for file in FILES:
        bare = file.read_bytes()
        labelled = write_bytes(bare, LABEL, grammar(), name=file.name)
        container = read_bytes(bare, grammar(), name=file.name).container
        found.setdefault(container, []).extend([(file.name, bare), (file.name, labelled)])
    return found


def _damaged(raw: bytes, name: str, chance: random.Random) -> bytes:
    change: Callable[[bytes, random.Random], bytes] = step
    if name.rpartition(".")[2] in ZIPPED and chance.random() < 0.6:
        change = _inside
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        raw = change(raw, chance)
    return _mended(raw) if raw.startswith(b"\x89PNG") and chance.random() < 0.8 else raw


def _inside(raw: bytes, chance: random.Random) -> bytes:
    """Change one member of an archive, or its name, and pack all of them again."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [(each.filename, archive.read(each)) for each in archive.infolist()]
    except Exception:  # noqa: BLE001 - the standard library's reader breaks in a dozen ways
        return step(raw, chance)
    if not members:
        return step(raw, chance)
    small = [n for n, (_, body) in enumerate(members) if len(body) < 20_000] or [0]
    at = chance.choice(small)
    name, body = members[at]
    if chance.random() < 0.1:
        name = step(name.encode(), chance).decode("utf-8", "replace").replace("\x00", "")
    else:
        body = step(body, chance)
    members[at] = (name, body)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, (each, plain) in enumerate(members):
            if each not in archive.namelist():
                packed = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
                archive.writestr(zipfile.ZipInfo(each), plain, packed)
    return made.getvalue()


def _mended(raw: bytes) -> bytes:
    """Return a PNG whose checksums are right, as far as its chunks go."""
    at, parts = 8, [raw[:8]]
    while at + 12 <= len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        if at + 12 + length > len(raw):
            break
        body = raw[at + 4 : at + 8 + length]
        parts.append(raw[at : at + 4] + body + zlib.crc32(body).to_bytes(4))
        at += 12 + length
    return b"".join(parts) + raw[at:]


def _lines(run: Callable[[], object]) -> set[tuple[str, int]]:
    """Return the lines of the readers that a call reaches."""
    seen: set[tuple[str, int]] = set()

    def inner(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        return inner

    def outer(frame: FrameType, _event: str, _: Any) -> Any:
        return inner if frame.f_code.co_filename.startswith(_LABELS) else None

    sys.settrace(outer)
    try:
        run()
    finally:
        sys.settrace(None)
    return seen


def _inputs(chance: random.Random) -> Iterator[tuple[str, str, bytes, list[tuple[str, bytes]]]]:
    """Yield container, name, input and the list that new seeds are kept in, without end."""
    known = seeds()
    while True:
        for container, found in known.items():
            name, raw = chance.choice(found)
            yield container, name, _damaged(raw, name, chance), found


def _own(seconds: float, seed: int) -> int:
    chance = random.Random(seed)  # noqa: S311 - to be drawn again from its seed
    inputs = _inputs(chance)
    lines: set[tuple[str, int]] = set()
    ends: Counter[str] = Counter()
    kept: list[tuple[str, bytes, set[tuple[str, int]]]] = []
    broken: dict[str, tuple[str, bytes]] = {}
    slowest, until = (0.0, "", b""), monotonic() + seconds
    next(inputs)  # seeds are labelled before memory is granted
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * 4_096
    resource.setrlimit(resource.RLIMIT_AS, (used + GRANTED_BYTES, resource.RLIM_INFINITY))
    for container, name, raw, found in inputs:
        begun = process_time()
        try:
            ends[f"{container} {outcome(raw, name)}"] += 1
            took = process_time() - begun
            if took > SLOWEST_S:
                raise AssertionError(f"it took {took:.1f} s")  # noqa: TRY301 - told like the rest
            slowest = max(slowest, (took, name, raw[:64]))
            reached = _lines(lambda: read_bytes(raw, grammar(), name=name))  # noqa: B023 - called at once
            if reached - lines:
                lines |= reached
                found.append((name, raw))
                kept.append((name, raw, reached))
        except Exception as error:  # noqa: BLE001 - all of them are to be told
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__} at {place.filename}:{place.lineno}: {error}"
            broken.setdefault(what[:200], (name, raw))
        if monotonic() > until:
            break
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    _keep(kept)
    _tell(ends, broken)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"slowest {slowest[0] * 1e3:.0f} ms, {slowest[1]}; at most {peak} MiB in memory")  # noqa: T201 - what the script is for
    print(f"{ends.total()} inputs, {len(lines)} lines, {len(broken)} ways to break, seed {seed}")  # noqa: T201 - the same
    return 1 if broken else 0


def _tell(ends: Counter[str], broken: Mapping[str, tuple[str, bytes]]) -> None:
    for end, times in sorted(ends.items()):
        print(f"{times:9} {end}")  # noqa: T201 - what the script is for
    for number, (what, (name, raw)) in enumerate(broken.items()):
        file = Path(f"broken-{number}-{name}")
        file.write_bytes(raw)
        print(f"{what}: {file}")  # noqa: T201 - the same


def _keep(found: list[tuple[str, bytes, set[tuple[str, int]]]]) -> None:
    """Write the smallest that reach every line between them; a clone stays light."""
    lines: set[tuple[str, int]] = set()
    number = 0
    with zipfile.ZipFile(CORPUS, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw, reached in sorted(found, key=lambda each: len(each[1])):
            if reached - lines and len(raw) < 6_000:  # larger ones are drawn again at any time
                lines |= reached
                member = zipfile.ZipInfo(f"{name}/{number}")
                archive.writestr(member, raw, zipfile.ZIP_DEFLATED)
                number += 1


if __name__ == "__main__":
    sys.exit(_own(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 45438))

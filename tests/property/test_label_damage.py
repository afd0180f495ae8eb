"""Damaged files end in an answer: never a crash, never a label lost in silence."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conformance.labels.media import FILES

from hegui.cli.label_law import grammar
from hegui.errors import HeguiError
from hegui.labels import AIGCLabel, read_bytes, write_bytes

LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
EDGES: tuple[bytes, ...] = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff",
)
EDGES += (b"\x7f\xff\xff\xff", b"\x00\x00\x00\x01", b"<", b"{", b"AIGC")


def mutants(file: bytes, seed: int) -> Iterator[bytes]:
    """Yield damaged forms of a file: bytes changed, cut, doubled, put in and taken out."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    # What steers a parser mostly stands at the two ends.
    head = min(len(file), 4_096)
    while True:
        at = chance.choice(
            (
                chance.randrange(head),
                chance.randrange(len(file)),
                len(file) - 1 - chance.randrange(head),
            )
        )
        length = chance.choice((1, 2, 4, 8, 64))
        edge = chance.choice(EDGES)
        yield chance.choice(
            (
                file[:at] + bytes([chance.randrange(256)]) + file[at + 1 :],
                file[:at] + edge + file[at + len(edge) :],
                file[:at] + edge + file[at:],
                file[:at] + file[at + length :],
                file[:at] + file[at : at + length] * 3 + file[at:],
                file[:at],
            )
        )


def outcome(mutant: bytes, name: str) -> str:
    """Read and write a damaged file; anything but an answer rises."""
    reading = read_bytes(mutant, grammar(), name=name)
    assert (reading.state == "undetermined") == bool(reading.because)
    assert (reading.state == "found") == bool(reading.sites)
    try:
        labelled = write_bytes(mutant, LABEL, grammar(), name=name)
    except HeguiError:
        return reading.state
    # Whatever was written although damaged is read back, or would have been refused.
    assert LABEL == read_bytes(labelled, grammar(), name=name).label
    return reading.state


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_damage_ends_in_an_answer(file: Path) -> None:
    """Of the bare file and of the labelled one."""
    bare = file.read_bytes()
    labelled = write_bytes(bare, LABEL, grammar(), name=file.name)
    seen = set()
    for whole in (bare, labelled):
        damaged = mutants(whole, len(whole))
        seen |= {outcome(next(damaged), file.name) for _ in range(12)}

    assert seen <= {"found", "none-found", "undetermined"}

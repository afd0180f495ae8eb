"""Damaged files end in an answer: never a crash, never a label lost in silence."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from time import process_time

import pytest
from tests.conformance.labels.media import FILES
from tests.fault.fuzz_labels import CORPUS, LABEL, SLOWEST_S, outcome, step

from hegui.controls.label_law import grammar
from hegui.labels import write_bytes

STATES = {"found", "none-found", "undetermined"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_damage_ends_in_an_answer(file: Path) -> None:
    """Of the bare file and of the labelled one."""
    bare = file.read_bytes()
    labelled = write_bytes(bare, LABEL, grammar(), name=file.name)
    seen = set()
    for whole in (bare, labelled):
        chance = random.Random(len(whole))  # noqa: S311 - a sample, not a secret
        seen |= {outcome(step(whole, chance), file.name) for _ in range(6)}

    assert seen <= STATES


def test_what_reached_a_new_line_once_ends_in_an_answer() -> None:
    """The forms that `tests.fault.fuzz_labels` kept: each reaches some line that no other did."""
    with zipfile.ZipFile(CORPUS) as archive:
        for member in archive.namelist():
            begun = process_time()

            seen = outcome(archive.read(member), member.partition("/")[0])

            assert seen in STATES
            assert (member, True) == (member, process_time() - begun < SLOWEST_S)

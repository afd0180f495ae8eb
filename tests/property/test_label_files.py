"""Writing and reading back is the identity, in every container and for every label."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformance.labels.media import FILES, media

from hegui.cli.label_law import grammar
from hegui.labels import AIGCLabel, read_bytes, read_payload, write_bytes

SMALLEST: Final = {
    file.suffix: file for file in sorted(FILES, key=lambda file: -file.stat().st_size)
}
"""One fixture of each kind."""

TEXTS: Final = {
    "a.md": b"# T\n",
    "a.txt": b"T",
    "a.json": b'{"a":1}',
    "a.html": b"<html><head></head></html>",
    "a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
}

VALUES = st.text(
    st.sampled_from(sorted(grammar().alphabet | grammar().escapes)), min_size=1, max_size=60
)
LABELS = st.builds(
    AIGCLabel,
    label=st.sampled_from(grammar().values),
    content_producer=st.just("Demo"),
    produce_id=VALUES,
    reserved_code1=VALUES | st.just(""),
    content_propagator=VALUES,
    propagate_id=VALUES,
    reserved_code2=VALUES | st.just(""),
)


@given(LABELS)
def test_a_label_reads_back_from_its_json(label: AIGCLabel) -> None:
    found = read_payload(label.to_json().encode(), grammar())

    assert (label, ()) == (found.label, found.problems)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer(raw: bytes) -> None:
    """A value is understood or a problem says why not."""
    found = read_payload(raw, grammar())

    assert found.label is not None or found.problems


@pytest.mark.parametrize("file", SMALLEST.values(), ids=lambda file: file.suffix)
@settings(max_examples=8, deadline=None)
@given(label=LABELS, again=LABELS)
def test_files_carry_what_was_written(file: Path, label: AIGCLabel, again: AIGCLabel) -> None:
    """Once, twice and the same again; media stay."""
    old = file.read_bytes()

    labelled = write_bytes(old, label, grammar(), name=file.name)
    twice = write_bytes(labelled, again, grammar(), name=file.name)

    assert label == read_bytes(labelled, grammar(), name=file.name).label
    assert again == read_bytes(twice, grammar(), name=file.name).label
    assert 1 == len(read_bytes(twice, grammar(), name=file.name).sites)
    assert twice == write_bytes(twice, again, grammar(), name=file.name)
    assert media(old, file.suffix) == media(twice, file.suffix)


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=20, deadline=None)
@given(label=LABELS, again=LABELS)
def test_texts_carry_what_was_written(name: str, label: AIGCLabel, again: AIGCLabel) -> None:
    labelled = write_bytes(TEXTS[name], label, grammar(), name=name)
    twice = write_bytes(labelled, again, grammar(), name=name)

    assert label == read_bytes(labelled, grammar(), name=name).label
    assert (again, 1) == (
        read_bytes(twice, grammar(), name=name).label,
        len(read_bytes(twice, grammar(), name=name).sites),
    )
    assert twice == write_bytes(twice, again, grammar(), name=name)

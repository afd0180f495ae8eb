"""Corpora of any bytes: every line is a document, a blank or a reported place."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hegui.corpus import Document, Input, Sampler, Unreadable, list_files, read

LINES = st.lists(
    st.binary(max_size=40)
    | st.sampled_from([b'{"text": "x"}', b"", b" \t", b'{"text": ""}', "甲".encode(), b"\r"]),
    max_size=12,
)
KEEPS_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.txt"])
@KEEPS_FOLDER
@given(lines=LINES)
def test_every_line_is_accounted_for(tmp_path: Path, name: str, lines: list[bytes]) -> None:
    """Documents, unreadable places and blanks add up to the lines; places are unique."""
    content = b"\n".join(lines)
    stored = gzip.compress(content, mtime=0) if name.endswith("gz") else content
    (tmp_path / name).write_bytes(stored)
    inputs: list[Input] = []
    found = list(read(list_files([tmp_path / name])[0], finished=inputs.append))
    documents = [one for one in found if isinstance(one, Document)]
    unreadable = [one for one in found if isinstance(one, Unreadable)]
    total = content.count(b"\n") + (not content.endswith(b"\n") and content != b"")

    assert total == len(documents) + len(unreadable) + inputs[0].blank
    assert len(documents) == len({one.place for one in documents})
    assert sha256(stored).hexdigest() == inputs[0].sha256


@given(st.sets(st.integers(0, 10_000), max_size=60), st.integers(0, 20), st.integers())
def test_a_sample_can_be_drawn_in_parts(places: set[int], size: int, seed: int) -> None:
    """Drawing from the samples of two halves is drawing from the whole."""
    every = [Document(id="x", text="t", source="s", place=f"f:{n}") for n in sorted(places)]

    def draw(some: list[Document]) -> list[Document]:
        sampler = Sampler(size=size, seed=seed)
        for one in some:
            sampler.offer(one)
        return list(sampler.drawn())

    half = len(every) // 2

    assert draw(every) == draw(draw(every[:half]) + draw(every[half:]))

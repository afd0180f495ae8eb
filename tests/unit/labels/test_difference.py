"""What a step did to a label: what fails a pipeline, and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hegui.controls.label_law import grammar
from hegui.labels import AIGCLabel, Reading, compare, read_bytes, write_bytes

PLAIN = (Path(__file__).parents[2] / "_data" / "labels" / "ffmpeg.png").read_bytes()
LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")


def reading(label: AIGCLabel | None = LABEL, whole: bytes = PLAIN) -> Reading:
    """Return what a file with a label says."""
    return read_bytes(write_bytes(whole, label, grammar()) if label else whole, grammar())


NONE = reading(None)
BROKEN = read_bytes(PLAIN[:40], grammar())


@pytest.mark.parametrize(
    ("before", "after", "codes", "is_kept"),
    [
        (reading(), reading(), [], True),
        (NONE, NONE, [], True),
        (NONE, reading(), ["gained"], True),
        (reading(), NONE, ["lost"], False),
        (reading(), BROKEN, ["undetermined"], False),
        (BROKEN, reading(), ["undetermined"], False),
        (reading(), reading(replace(LABEL, label="2")), ["changed"], False),
        (reading(), reading(replace(LABEL, produce_id="8")), ["changed"], False),
        (reading(), reading(LABEL.propagated(by="P", propagate_id="9")), ["propagated"] * 2, True),
    ],
)
def test_what_fails(before: Reading, after: Reading, codes: list[str], *, is_kept: bool) -> None:
    """Lost, changed and undetermined fail; spreading and gaining do not."""
    found = compare(before, after)

    assert codes == [change.code for change in found.changes]
    assert is_kept == found.is_kept


def test_two_labels_where_one_was_is_a_conflict() -> None:
    two = PLAIN[:33] + text_chunk(b"AIGC", LABEL.to_json().replace("7", "8").encode()) + PLAIN[33:]
    after = read_bytes(two, grammar())
    both = read_bytes(
        PLAIN[:33] + text_chunk(b"AIGC", b"{}") + text_chunk(b"AIGC2", b"[]") + PLAIN[33:],
        grammar(),
    )

    assert ["changed"] == [c.code for c in compare(reading(), after).changes][:1]
    assert ["conflict"] == [c.code for c in compare(reading(), both).changes]
    assert () == compare(both, both).changes


def text_chunk(key: bytes, value: bytes) -> bytes:
    """Return a tEXt chunk."""
    import struct
    import zlib

    body = key + b"\x00" + value
    return struct.pack(">I", len(body)) + b"tEXt" + body + zlib.crc32(b"tEXt" + body).to_bytes(4)

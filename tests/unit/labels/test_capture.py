"""A captured label is the same label, whatever it holds; anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hegui.controls.label_law import grammar
from hegui.errors import LabelNotWritten, UnreadableCapture
from hegui.labels import AIGCLabel, Capture, capture, read, read_bytes, restore, write_bytes
from hegui.labels.capture import FORM

DATA = Path(__file__).parents[2] / "_data" / "labels"
FOREIGN = AIGCLabel(
    label="2",
    content_producer="某 公司",
    produce_id="1 2",
    reserved_code1='{"SecurityData":{"Type":"TC260PG"}}',
)
"""A label that does not conform, as others write them."""


def test_the_document_reads_back() -> None:
    kept = Capture(container="png", label=FOREIGN, had_c2pa=True)

    assert kept == Capture.from_json(kept.to_json())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"form":"hegui-label-capture/2"}',
        json.dumps({"form": FORM, "label": {"Label": "1"}}),
        json.dumps({"form": FORM, "label": {**FOREIGN.as_dict(), "Label": 1}}),
        " " * 2_000_000,
        "[" * 100_000,
    ],
)
def test_anything_else_is_no_capture(text: str) -> None:
    with pytest.raises(UnreadableCapture):
        Capture.from_json(text)


def test_what_does_not_conform_is_carried_as_it_is(tmp_path: Path) -> None:
    """It is another's statement: neither mended nor refused."""
    file = tmp_path / "a.png"
    file.write_bytes((DATA / "ffmpeg.png").read_bytes())

    restore(Capture(container="jpeg", label=FOREIGN), file, grammar())

    assert FOREIGN == read(file, grammar()).label


def test_a_platform_adds_its_part_in_the_same_go(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes((DATA / "ffmpeg.png").read_bytes())

    restore(
        Capture(container="jpeg", label=FOREIGN), file, grammar(), by="Platform", propagate_id="9"
    )
    label = read(file, grammar()).label

    assert label is not None
    assert ("Platform", "9", "2") == (label.content_propagator, label.propagate_id, label.label)
    assert FOREIGN.reserved_code1 == label.reserved_code1


def test_nothing_is_captured_from_nothing() -> None:
    reading = read_bytes((DATA / "ffmpeg.png").read_bytes(), grammar())

    with pytest.raises(LabelNotWritten, match="no label"):
        capture(reading, name="a.png")


def test_another_producers_label_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    other = AIGCLabel.first_write(label="1", producer="Other", produce_id="1")
    file.write_bytes(write_bytes((DATA / "ffmpeg.png").read_bytes(), other, grammar()))

    with pytest.raises(LabelNotWritten, match="another producer"):
        restore(Capture(container="png", label=FOREIGN), file, grammar())

"""The seven fields: writing strictly, carrying others' values as they are."""

from __future__ import annotations

import json

import pytest

from hegui.cli.label_law import grammar
from hegui.errors import InvalidLabel
from hegui.labels.aigc import FIELDS, KEY, AIGCLabel
from hegui.law import load

OURS = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")


def test_names_are_the_laws() -> None:
    """Key and fields here are those of the obligations, in the same order."""
    annex = "cn/gb-45438-2025/annex-e"
    fields = load().obligation(f"{annex}-fields").parameters["fields"]
    assert isinstance(fields, tuple)

    assert KEY == load().obligation(f"{annex}-key").parameters["key"]
    assert [field["name"] for field in fields] == list(FIELDS)


def test_first_writing_repeats_the_producer() -> None:
    """cn/gb-45438-2025/annex-e-first."""
    assert (OURS.content_producer, OURS.produce_id) == (OURS.content_propagator, OURS.propagate_id)


def test_spreading_touches_three_fields() -> None:
    """cn/gb-45438-2025/cl-6-1-platform."""
    before = AIGCLabel.first_write(label="3", producer="P", produce_id="1", reserved_code1="x")

    after = before.propagated(by="Q", propagate_id="2", reserved_code2="y").as_dict()

    assert {"ContentPropagator": "Q", "PropagateID": "2", "ReservedCode2": "y"} == {
        name: value for name, value in after.items() if before.as_dict()[name] != value
    }


def test_json_has_a_fixed_order_and_no_blanks() -> None:
    assert (
        '{"Label":"1","ContentProducer":"Demo","ProduceID":"7","ReservedCode1":"",'
        '"ContentPropagator":"Demo","PropagateID":"7","ReservedCode2":""}'
    ) == OURS.to_json()


def test_what_is_no_text_stays_an_escape() -> None:
    """A lone surrogate of another's value can be written in UTF-8 and read back the same."""
    label = AIGCLabel(label="1", content_producer="\ud800\uffff", produce_id="1")

    assert label.content_producer == json.loads(label.to_json().encode())["ContentProducer"]


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("label", "4", "'4'"),
        ("label", "", "''"),
        ("content_producer", "", "an empty string"),
        ("content_producer", "演示", "U+6F14"),
        ("produce_id", "a b", "U+0020"),
        ("produce_id", "a\\b", "U+005C"),
        ("propagate_id", "a\x00", "U+0000"),
        ("reserved_code1", "é", "U+00E9"),
    ],
)
def test_what_does_not_conform_is_not_written(field: str, value: str, found: str) -> None:
    """cn/gb-45438-2025/annex-e-characters."""
    fields = {own: getattr(OURS, own) for own in FIELDS.values()} | {field: value}

    with pytest.raises(InvalidLabel) as told:
        AIGCLabel(**fields).require(grammar())

    assert found in str(told.value)


def test_the_whole_alphabet_is_written() -> None:
    """Every allowed character, the escaped quotation mark among them."""
    every = "".join(chr(c) for c in range(0x21, 0x7F) if chr(c) != "\\")

    AIGCLabel.first_write(label="1", producer=every, produce_id=every).require(grammar())

    assert 93 == len(every)


def test_a_carried_field_need_not_conform() -> None:
    """What a producer wrote is not for a platform to mend."""
    before = AIGCLabel(label="1", content_producer="某某 公司", produce_id="1")

    after = before.propagated(by="Q", propagate_id="2")
    after.require(grammar(), carried=before)

    with pytest.raises(InvalidLabel):
        after.require(grammar())

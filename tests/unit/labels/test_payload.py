"""Values as the world writes them: each deviation has its code, and none is silence."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest

from hegui.cli.label_law import grammar
from hegui.labels.aigc import AIGCLabel
from hegui.labels.payload import MAX_BYTES, MAX_DEPTH, Payload, read_payload

OURS = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
JSON = OURS.to_json()


def read(raw: str | bytes) -> Payload:
    return read_payload(raw.encode() if isinstance(raw, str) else raw, grammar())


def codes(raw: str | bytes) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in read(raw).problems]


def test_our_own_has_no_problem() -> None:
    assert (OURS, (), False) == ((p := read(JSON)).label, p.problems, p.is_wrapped)


def test_the_wrapped_form_is_allowed() -> None:
    """An annex on pictures has it."""
    found = read(f'{{"AIGC":{JSON}}}')

    assert (OURS, (), True) == (found.label, found.problems, found.is_wrapped)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (JSON.encode() + b"\x00", []),
        (b"\xef\xbb\xbf" + JSON.encode(), []),
        (JSON.encode("utf-16"), []),
        ("AIGC" + JSON, []),
        (JSON[:-1] + ',"Label":"2"}', [("duplicate-key", "Label")]),
        (JSON.replace('"1"', "1"), [("not-a-string", "Label")]),
        (JSON.replace('"1"', "1.0"), [("not-a-string", "Label")]),
        (JSON.replace('"1"', '"AIGC"'), [("label-value", "Label")]),
        (
            JSON.replace('"1"', "null"),
            [("not-a-string", "Label"), ("label-value", "Label"), ("empty-value", "Label")],
        ),
        (JSON.replace("ReservedCode1", "ReserveCode1"), [("misspelt-key", "ReservedCode1")]),
        (JSON.replace("ContentPropagator", "Propagator"), [("misspelt-key", "ContentPropagator")]),
        (JSON.replace("PropagateID", "PropatorID"), [("misspelt-key", "PropagateID")]),
        (JSON.replace("ProduceID", "produce_id"), [("misspelt-key", "ProduceID")]),
        (JSON[:-1] + ',"Timestamp":"now"}', [("unknown-key", "Timestamp")]),
        (
            JSON.replace('"ReservedCode2":""', '"Other":""'),
            [("unknown-key", "Other"), ("missing-key", "ReservedCode2")],
        ),
        (JSON.replace('"PropagateID":"7"', '"PropagateID":""'), [("empty-value", "PropagateID")]),
        (JSON.replace("Demo", "De mo", 1), [("character", "ContentProducer")]),
        (JSON.replace("Demo", "演示", 1), [("character", "ContentProducer")]),
        (JSON.replace("Demo", "a\\u0000", 1), [("nul-character", "ContentProducer")]),
        (b64encode(JSON.encode()), [("base64", "")]),
        (urlsafe_b64encode(JSON.encode()).rstrip(b"="), [("base64", "")]),
        (JSON.replace('"', "&quot;"), [("escaped-twice", "")]),
        ('{"AIGC":"' + JSON.replace('"', '\\"') + '"}', [("nested-string", "AIGC")]),
        ('"' + JSON.replace('"', '\\"') + '"', [("nested-string", "")]),
    ],
)  # fmt: skip
def test_deviations_are_understood_and_named(
    raw: str | bytes, expected: list[tuple[str, str]]
) -> None:
    assert expected == codes(raw)
    assert read(raw).label is not None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "not-json"),
        ("made by AI", "not-json"),
        ("{'Label': '1'}", "not-json"),
        ("[1]", "not-an-object"),
        ("{}", "no-known-field"),
        ('{"ServiceProvider":"x"}', "no-known-field"),
        ("[" * 100_000, "payload-too-long"),
        ("[" * 60_000, "too-deep"),
        ('{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1), "too-deep"),
        (b"\xff\xff\xff", "not-text"),
        (b"x" * (MAX_BYTES + 1), "payload-too-long"),
        ('{"Label":' + "9" * 60_000 + "}", "not-json"),
    ],
)
def test_what_cannot_be_understood_is_said(raw: str | bytes, code: str) -> None:
    """No label comes of it, and the last problem says why."""
    found = read(raw)

    assert (None, code) == (found.label, found.problems[-1].code)


def test_the_first_of_two_stands() -> None:
    """A later key never overwrites one unseen."""
    found = read('{"Label":"1","Label":"3","ContentProducer":"a","ProduceID":"b"}').label

    assert found is not None
    assert "1" == found.label


def test_security_data_in_a_reserved_field_are_kept() -> None:
    """Nested as an object it is a deviation; nothing of it is lost."""
    found = read(
        JSON.replace('"ReservedCode1":""', '"ReservedCode1":{"SecurityData":{"Type":"T"}}')
    )

    assert ["not-a-string"] == [problem.code for problem in found.problems]
    assert found.label is not None
    assert '{"SecurityData":{"Type":"T"}}' == found.label.reserved_code1


def test_quoted_values_are_short_and_visible() -> None:
    (problem,) = read(JSON.replace('"1"', '"' + "\\u202e" * 500 + '"')).problems[:1]

    assert len(problem.found) <= 600
    assert problem.found.isprintable()

"""Thirty situations of article 6, and what a platform has to tell."""

# ruff: noqa: E501 - one row tells one file

from __future__ import annotations

import pytest
from tests.unit.labels.odd_files import PNG, chunk, png, xmp_packet

from hegui.cli.label_law import grammar, meanings
from hegui.labels import AIGCLabel, read_bytes, verify, write_bytes

IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def text(value: str, keyword: str = "AIGC") -> bytes:
    return chunk(b"tEXt", keyword.encode() + b"\x00" + value.encode())


def labelled(value: str, **more: str) -> bytes:
    label = AIGCLabel.first_write(label=value, producer="P", produce_id="1", **more)
    return write_bytes(PNG, label, grammar())


def source_type(name: str) -> bytes:
    packet = xmp_packet(
        f'<rdf:Description rdf:about="" xmlns:e="{IPTC}" e:DigitalSourceType="{TYPES}{name}"/>'
    )
    return png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + packet))


ONE = AIGCLabel.first_write(label="1", producer="P", produce_id="1").to_json()
TWO = ONE.replace('"1"', '"2"', 1)
GENERATED = source_type("trainedAlgorithmicMedia")
SD = png(text("a cat, Steps: 20", "parameters"))
CUT = PNG[:-5]
SIGNED = png(chunk(b"caBX", b"jumb"))
NOTHING, DECLARED, SEEN, BOTH = (False, False), (True, False), (False, True), (True, True)

SITUATIONS = [
    # the file, what else is known, outcome, because, value to write
    ("our label 1", labelled("1"), NOTHING, "confirmed", "metadata", "1"),
    ("label 1 and a declaration", labelled("1"), DECLARED, "confirmed", "metadata", "1"),
    ("label 1 and an explicit one", labelled("1"), SEEN, "confirmed", "metadata", "1"),
    ("label 2 keeps its value", labelled("2"), NOTHING, "possible", "metadata", "2"),
    ("label 2 is not raised by an explicit one", labelled("2"), SEEN, "possible", "metadata", "2"),
    ("label 3 keeps its value", labelled("3"), NOTHING, "suspected", "metadata", "3"),
    ("label 3 is not raised by a declaration", labelled("3"), DECLARED, "suspected", "metadata", "3"),
    ("a label in an odd place", png(text(ONE)), NOTHING, "confirmed", "metadata", "1"),
    ("a wrapped label", png(text(f'{{"AIGC":{ONE}}}')), NOTHING, "confirmed", "metadata", "1"),
    ("a numeric value", png(text(ONE.replace('"1"', "1", 1))), NOTHING, "confirmed", "metadata", "1"),
    ("misspelt fields", png(text('{"Label":"1","Propagator":"x"}')), NOTHING, "confirmed", "metadata", "1"),
    ("two equal labels", png(text(ONE), text(ONE)), NOTHING, "confirmed", "metadata", "1"),
    ("two labels of one value", png(text(ONE), text(ONE.replace("P", "Q"))), NOTHING, "confirmed", "metadata", "1"),
    ("two labels of two values", png(text(ONE), text(TWO)), NOTHING, "undetermined", "conflict", ""),
    ("two values, and a declaration", png(text(ONE), text(TWO)), DECLARED, "undetermined", "conflict", ""),
    ("a value that nobody knows", png(text(ONE.replace('"1"', '"AIGC"', 1))), NOTHING, "undetermined", "unknown-value", ""),
    ("a label that is no JSON", png(text("made by AI")), NOTHING, "undetermined", "unreadable-label", ""),
    ("no JSON beside a good one", png(text("x"), text(ONE)), NOTHING, "undetermined", "unreadable-label", ""),
    ("silent metadata, a declaration", PNG, DECLARED, "possible", "declared", "2"),
    ("a declaration and an explicit label", PNG, BOTH, "possible", "declared", "2"),
    ("a declaration and a trace", SD, DECLARED, "possible", "declared", "2"),
    ("an explicit label only", PNG, SEEN, "suspected", "explicit-label", "3"),
    ("a generator's parameters", SD, NOTHING, "suspected", "trace:generator-parameters", "3"),
    ("a statement of origin: generated", GENERATED, NOTHING, "suspected", "trace:iptc-source-type", "3"),
    ("a statement of origin: a camera", source_type("digitalCapture"), NOTHING, "none", "nothing-found", ""),
    ("a C2PA manifest proves no generation", SIGNED, NOTHING, "none", "nothing-found", ""),
    ("nothing at all", PNG, NOTHING, "none", "nothing-found", ""),
    ("a damaged file", CUT, NOTHING, "undetermined", "damaged", ""),
    ("a damaged file, a declaration", CUT, DECLARED, "possible", "declared", "2"),
    ("a damaged file, an explicit label", CUT, SEEN, "suspected", "explicit-label", "3"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "known", "outcome", "because", "value"),
    [pytest.param(*row, id=name) for name, *row in SITUATIONS],
)
def test_article_6(
    file: bytes, known: tuple[bool, bool], outcome: str, because: str, value: str
) -> None:
    """cn/labelling-2025/art-6: metadata, then the user, then traces; and never a guess."""
    found = verify(
        read_bytes(file, grammar()), meanings(), is_declared=known[0], has_explicit_label=known[1]
    )

    assert (outcome, because, value) == (found.outcome, found.because, found.label_to_write)


def test_there_are_thirty() -> None:
    assert 30 == len(SITUATIONS)


@pytest.mark.parametrize(
    ("reserved", "expected"),
    [
        ("", "absent"),
        ("0f" * 20, "opaque"),
        ('{"SecurityData":{"Type":"TC260PG"}}', "unchecked-signature"),
    ],
)
def test_foreign_reserved_fields_are_never_invalid(reserved: str, expected: str) -> None:
    """cn/gb-45438-2025/annex-f."""
    found = verify(read_bytes(labelled("1", reserved_code1=reserved), grammar()), meanings())

    assert ((expected, "absent"), ()) == (found.integrity, found.problems)


def test_the_answer_carries_its_evidence() -> None:
    told = verify(read_bytes(png(text(ONE)), grammar()), meanings()).as_dict()

    assert not told["conforms"]
    assert isinstance(told["evidence"], dict)
    assert ("tEXt AIGC", 33) == (
        told["evidence"]["sites"][0]["place"],
        told["evidence"]["sites"][0]["offset"],
    )
    assert verify(read_bytes(SIGNED, grammar()), meanings()).has_c2pa

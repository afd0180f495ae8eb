"""Situations of a platform that spreads content, one row each, and what it has to do.

cn/labelling-2025/art-6-1-confirmed, art-6-2-declared, art-6-3-suspected,
art-6-1-propagation
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from hegui.controls.label_law import grammar, meanings
from hegui.labels import AIGCLabel, read_bytes, spread, verify, write_bytes
from hegui.labels.notice import NOTICES
from hegui.law import load

DATA: Final = Path(__file__).parents[1] / "_data" / "labels"
AI: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
PHOTO: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def plain(name: str = "ffmpeg.png") -> bytes:
    """Return a fixture without a label."""
    return (DATA / name).read_bytes()


def stated(value: str, name: str = "ffmpeg.png") -> bytes:
    """Return a fixture with a conforming label."""
    label = AIGCLabel.first_write(label=value, producer="Maker", produce_id="n-1")
    return write_bytes(plain(name), label, grammar(), name=name)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def with_chunks(*chunks: bytes) -> bytes:
    """Return a PNG with chunks behind its header."""
    file = plain()
    return file[:33] + b"".join(chunks) + file[33:]


def text(key: str, value: str) -> bytes:
    """Return a tEXt chunk."""
    return chunk(b"tEXt", key.encode() + b"\x00" + value.encode())


def aigc(**fields: object) -> bytes:
    """Return a PNG with a tEXt label of these fields."""
    whole = {
        "Label": "1",
        "ContentProducer": "Maker",
        "ProduceID": "n-1",
        "ReservedCode1": "",
        "ContentPropagator": "Maker",
        "PropagateID": "n-1",
        "ReservedCode2": "",
    }
    return with_chunks(text("AIGC", json.dumps(whole | fields)))


def xmp(source_type: str) -> bytes:
    """Return a PNG whose XMP names a source type of IPTC."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
        'syntax-ns#"><rdf:Description xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'i:DigitalSourceType="{source_type}"/></rdf:RDF></x:xmpmeta>'
    )
    body = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + packet.encode()
    return with_chunks(chunk(b"iTXt", body))


def c2pa(source_type: str) -> bytes:
    """Return a PNG with a manifest whose actions name a source type."""
    value = source_type.encode()
    body = b"jumb....\x71digitalSourceType\x78" + bytes([len(value)]) + value
    return with_chunks(chunk(b"caBX", body))


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One described situation."""

    what: str
    file: Callable[[], bytes]
    expect: str
    """``outcome/because/label to write``."""

    declared: bool = False
    seen: bool = False
    name: str = "a.png"


S = Situation
SITUATIONS: Final = (
    # 1: the metadata say so.
    S(what="a label says is", file=lambda: stated("1"), expect="confirmed/metadata/1"),
    S(
        what="a label says is, and the user declares too",
        file=lambda: stated("1"),
        declared=True,
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label says is, and a notice is seen",
        file=lambda: stated("1"),
        seen=True,
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label in a film",
        file=lambda: stated("1", "ffmpeg_moov_last.mp4"),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label in a sound",
        file=lambda: stated("1", "ffmpeg_id3v24.mp3"),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label in a document",
        file=lambda: stated("1", "pikepdf_table.pdf"),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label at another place than the guide's",
        file=aigc,
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label wrapped once more",
        file=lambda: with_chunks(
            text("AIGC", '{"AIGC":{"Label":"1","ContentProducer":"M","ProduceID":"1"}}')
        ),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label whose value is a number",
        file=lambda: aigc(Label=1),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label with a Chinese producer",
        file=lambda: aigc(ContentProducer="某公司"),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label without propagator",
        file=lambda: aigc(ContentPropagator="", PropagateID=""),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label with a reserved field of the vendor's own",
        file=lambda: aigc(ReservedCode1="0123456789abcdef"),
        expect="confirmed/metadata/1",
    ),
    S(
        what="two labels that agree",
        file=lambda: with_chunks(*[text("AIGC", '{"Label":"1","ContentProducer":"M"}')] * 2),
        expect="confirmed/metadata/1",
    ),
    S(
        what="a label and a camera's manifest",
        file=lambda: with_chunks(
            text("AIGC", '{"Label":"1","ContentProducer":"M"}'), chunk(b"caBX", b"jumb")
        ),
        expect="confirmed/metadata/1",
    ),
    # A value that arrives is kept, neither raised nor lowered.
    S(what="a label says may be", file=lambda: stated("2"), expect="possible/metadata/2"),
    S(
        what="a label says may be, and the user declares",
        file=lambda: stated("2"),
        declared=True,
        expect="possible/metadata/2",
    ),
    S(what="a label says suspected", file=lambda: stated("3"), expect="suspected/metadata/3"),
    S(
        what="a label says suspected, and the user declares",
        file=lambda: stated("3"),
        declared=True,
        expect="suspected/metadata/3",
    ),
    # 2: the user declares.
    S(
        what="no label, and the user declares",
        file=plain,
        declared=True,
        expect="possible/declared/2",
    ),
    S(
        what="no label, the user declares, and a notice is seen",
        file=plain,
        declared=True,
        seen=True,
        expect="possible/declared/2",
    ),
    S(
        what="no label, the user declares, and a generator left its settings",
        file=lambda: with_chunks(text("parameters", "a cat, Steps: 20")),
        declared=True,
        expect="possible/declared/2",
    ),
    S(
        what="a damaged file that the user declares",
        file=lambda: plain()[:-3],
        declared=True,
        expect="possible/declared/2",
    ),
    # 3: an explicit label or another trace.
    S(what="a notice is seen", file=plain, seen=True, expect="suspected/explicit-label/3"),
    S(
        what="a generator left its settings",
        file=lambda: with_chunks(text("parameters", "a cat, Steps: 20")),
        expect="suspected/trace:generator-parameters/3",
    ),
    S(
        what="a node graph of a generator",
        file=lambda: with_chunks(text("prompt", '{"3":{"class_type":"KSampler"}}')),
        expect="suspected/trace:generator-parameters/3",
    ),
    S(
        what="IPTC names a trained model",
        file=lambda: xmp(AI),
        expect="suspected/trace:iptc-source-type/3",
    ),
    S(
        what="IPTC names a composite with a model",
        file=lambda: xmp(AI.replace("trainedA", "compositeWithTrainedA")),
        expect="suspected/trace:iptc-source-type/3",
    ),
    S(
        what="a C2PA action names a trained model",
        file=lambda: c2pa(AI),
        expect="suspected/trace:c2pa-actions/3",
    ),
    # 4: none of these.
    S(what="nothing at all", file=plain, expect="none/nothing-found/"),
    S(what="IPTC names a camera", file=lambda: xmp(PHOTO), expect="none/nothing-found/"),
    S(
        what="a C2PA action names a camera",
        file=lambda: c2pa(PHOTO),
        expect="none/nothing-found/",
    ),
    S(
        what="a text about labels",
        file=lambda: b"AIGC is a key in metadata.\n",
        name="a.txt",
        expect="none/nothing-found/",
    ),
    # Nobody can say: a person looks.
    S(what="a damaged file", file=lambda: plain()[:-3], expect="undetermined/damaged/"),
    S(what="an empty file", file=lambda: b"", expect="undetermined/damaged/"),
    S(what="an unknown kind", file=lambda: b"%!PS", expect="undetermined/damaged/"),
    S(
        what="two labels that disagree",
        file=lambda: with_chunks(
            text("AIGC", '{"Label":"1","ContentProducer":"M"}'),
            text("AIGC", '{"Label":"3","ContentProducer":"M"}'),
        ),
        expect="undetermined/conflict/",
    ),
    S(
        what="a value that nobody knows",
        file=lambda: aigc(Label="AIGC"),
        expect="undetermined/unknown-value/",
    ),
    S(
        what="a label that is no JSON",
        file=lambda: with_chunks(text("AIGC", "yes")),
        expect="undetermined/unreadable-label/",
    ),
    S(
        what="a label that is no JSON, and the user declares",
        file=lambda: with_chunks(text("AIGC", "yes")),
        declared=True,
        expect="undetermined/unreadable-label/",
    ),
)


@pytest.mark.parametrize("case", SITUATIONS, ids=lambda case: case.what.replace(" ", "-"))
def test_the_situation(case: Situation, tmp_path: Path) -> None:
    """Outcome, reason, value and notice; and what then stands in the file."""
    whole = case.file()
    found = verify(
        read_bytes(whole, grammar(), name=case.name),
        meanings(),
        is_declared=case.declared,
        has_explicit_label=case.seen,
    )
    file = tmp_path / case.name
    file.write_bytes(whole)

    assert case.expect == f"{found.outcome}/{found.because}/{found.label_to_write}"
    assert (found.label_to_write == "") == (found.notice is None)
    if not found.label_to_write:
        assert spread(file, found, grammar(), by="Platform", propagate_id="p-1") is None
        assert whole == file.read_bytes()


def test_there_are_thirty() -> None:
    assert len(SITUATIONS) >= 30
    assert len({case.what for case in SITUATIONS}) == len(SITUATIONS)


@pytest.mark.parametrize("value", ["1", "2", "3"])
def test_a_platform_leaves_the_producers_fields(value: str, tmp_path: Path) -> None:
    """cn/labelling-2025/art-6-1-propagation: name and number are added, nothing else changes."""
    file = tmp_path / "a.png"
    file.write_bytes(stated(value))
    found = verify(read_bytes(file.read_bytes(), grammar()), meanings())

    spread(file, found, grammar(), by="Platform", propagate_id="p-1")
    label = read_bytes(file.read_bytes(), grammar()).label

    assert label is not None
    assert (value, "Maker", "n-1") == (label.label, label.content_producer, label.produce_id)
    assert ("Platform", "p-1") == (label.content_propagator, label.propagate_id)


@pytest.mark.parametrize(("declared", "value"), [(True, "2"), (False, "3")])
def test_a_platform_writes_the_first_label(value: str, tmp_path: Path, *, declared: bool) -> None:
    """cn/gb-45438-2025/annex-e-first: whoever writes first stands in both places."""
    file = tmp_path / "a.png"
    file.write_bytes(plain())
    reading = read_bytes(plain(), grammar())
    found = verify(reading, meanings(), is_declared=declared, has_explicit_label=not declared)

    spread(file, found, grammar(), by="Platform", propagate_id="p-1")
    label = read_bytes(file.read_bytes(), grammar()).label

    assert AIGCLabel.first_write(label=value, producer="Platform", produce_id="p-1") == label


def test_the_notices_hold_the_words_of_the_law() -> None:
    """Each sentence has the word that its case asks for."""
    for case in ("1-confirmed", "2-declared", "3-suspected"):
        parameters = load().obligation(f"cn/labelling-2025/art-6-{case}").parameters
        words = parameters["notice"]
        assert isinstance(words, Mapping)
        told = NOTICES[str(parameters["state"])]

        assert words["zh"] in told.zh
        assert words["en"] in told.en

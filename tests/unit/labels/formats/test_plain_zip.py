"""OpenDocument and plain archives: labelled, replaced, and refused when signed or encrypted."""

from __future__ import annotations

import io
import zipfile

import pytest

from hegui.controls.label_law import grammar
from hegui.errors import LabelNotWritten
from hegui.labels import AIGCLabel, read_bytes, write_bytes

LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="a&b<c>")
LONGER = AIGCLabel.first_write(label="1", producer="Demo", produce_id="n" * 3_000)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
META = (
    f'<office:document-meta xmlns:office="{OFFICE}"><office:meta>'
    "<x>kept</x></office:meta></office:document-meta>"
)


def packed(members: dict[str, str]) -> bytes:
    """Return an archive; the first member is stored, as OpenDocument wants it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, text) in enumerate(members.items()):
            archive.writestr(name, text, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return made.getvalue()


def document(**more: str) -> bytes:
    """Return a small text document."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": "<a/>",
            "meta.xml": META,
            **more,
        }
    )


PLAIN = packed({"content.json": "[]", "metadata.json": "{}"})


@pytest.mark.parametrize(("whole", "kind"), [(document(), "odf"), (PLAIN, "zip")])
class TestBoth:
    def test_labelled_and_everything_else_stays(self, whole: bytes, kind: str) -> None:
        out = write_bytes(whole, LABEL, grammar())
        reading = read_bytes(out, grammar())

        assert (kind, LABEL, 1) == (reading.container, reading.label, len(reading.sites))
        with zipfile.ZipFile(io.BytesIO(whole)) as a, zipfile.ZipFile(io.BytesIO(out)) as b:
            assert b.testzip() is None
            assert a.namelist()[0] == b.namelist()[0]
            for name in set(a.namelist()) - {"meta.xml"}:
                assert a.read(name) == b.read(name)

    def test_a_second_label_replaces_the_first(self, whole: bytes, kind: str) -> None:
        out = write_bytes(write_bytes(whole, LABEL, grammar()), LONGER, grammar())
        reading = read_bytes(out, grammar())

        assert (kind, LONGER, 1) == (reading.container, reading.label, len(reading.sites))
        assert out == write_bytes(out, LONGER, grammar())


def test_what_stood_in_the_metadata_stays() -> None:
    out = write_bytes(document(), LABEL, grammar())
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        assert b"<x>kept</x>" in archive.read("meta.xml")


@pytest.mark.parametrize(
    ("whole", "because"),
    [
        (document(**{"META-INF/documentsignatures.xml": "<s/>"}), "signature"),
        (document(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "no meta.xml"),
        (document(**{"meta.xml": "<office/>"}), "no metadata"),
        (packed({"a": "", "META-INF/CERT.RSA": ""}), "signature"),
    ],
)
def test_it_is_refused_with_the_reason(whole: bytes, because: str) -> None:
    with pytest.raises(LabelNotWritten, match=because):
        write_bytes(whole, LABEL, grammar())


def test_a_signed_package_is_seen_by_its_block() -> None:
    """An app's signature stands in front of the directory, in no member."""
    whole = packed({"a": "b"})
    at = whole.rindex(b"PK\x01\x02")
    block = b"APK Sig Block 42"
    end = bytearray(whole[at:])
    place = end.rindex(b"PK\x05\x06") + 16
    end[place : place + 4] = (at + len(block)).to_bytes(4, "little")
    signed = whole[:at] + block + bytes(end)

    with pytest.raises(LabelNotWritten, match="signature"):
        write_bytes(signed, LABEL, grammar())

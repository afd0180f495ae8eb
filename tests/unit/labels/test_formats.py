"""What cannot be written safely: signed, encrypted, or with no room for a place."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from tests.unit.labels.odd_files import box, riff

from hegui.cli.label_law import grammar
from hegui.errors import LabelNotWritten
from hegui.labels import AIGCLabel, Limits, read_bytes, write_bytes
from hegui.labels.ebml import element, void
from hegui.labels.formats import avi, wav
from hegui.labels.source import Source

LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")


def office(**members: str) -> bytes:
    """Return the smallest Office file, with members more."""
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}"><Default/></Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{links}"><a/></Relationships>')
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


def pdf(root: bytes = b"", trailer: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog" + root + b">>\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n"
    end = b"<</Size 2/Root 1 0 R" + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + table + end


@pytest.mark.parametrize(
    ("file", "because"),
    [
        (office(**{"_xmlsignatures/sig1.xml": "<s/>"}), "signature"),
        (pdf(b"/AcroForm<</SigFlags 3/Fields[]>>"), "signature"),
        (pdf(b"/AcroForm<</Fields[<</FT/Sig/V 9 0 R>>]>>"), "signature"),
        (pdf(b"/Perms<</DocMDP 9 0 R>>"), "signature"),
        (pdf(trailer=b"/Encrypt 9 0 R"), "encrypted"),
        (office(**{"docProps/custom.xml": "<p/>"}), "nothing leads to"),
    ],
    ids=["docx_signed", "pdf_flags", "pdf_field", "pdf_perms", "pdf_encrypted", "docx_stray"],
)
def test_it_is_refused_with_the_reason(file: bytes, because: str) -> None:
    with pytest.raises(LabelNotWritten, match=because):
        write_bytes(file, LABEL, grammar())


def test_a_signed_file_may_be_labelled_when_asked() -> None:
    signed = pdf(b"/AcroForm<</SigFlags 3/Fields[]>>")

    labelled = write_bytes(signed, LABEL, grammar(), even_if_signed=True)

    assert labelled.startswith(signed)
    assert LABEL == read_bytes(labelled, grammar()).label


def test_an_office_file_that_unpacks_without_end_is_undetermined() -> None:
    bomb = office(**{"docProps/custom.xml": "x"})
    links = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", b'<R><Relationship Type="%s" Target="c.xml"/></R>' % links)
        archive.writestr("c.xml", b"<p>" + b" " * (40 << 20) + b"</p>")

    assert "undetermined" == read_bytes(made.getvalue(), grammar()).state
    assert "none-found" == read_bytes(bomb, grammar()).state


def test_two_members_of_one_name_are_undetermined() -> None:
    """Two readers would read two documents."""
    whole = office(a="1", b="2")
    at = whole.rindex(b"b", 0, whole.index(b"PK\x05\x06"))

    assert "undetermined" == read_bytes(whole[:at] + b"a" + whole[at + 1 :], grammar()).state


def film(*, is_absolute: bool, has_index: bool = True) -> bytes:
    frames = b"movi" + b"00dc\x04\x00\x00\x00abcd"
    place = 4 + (12 + 12 + 8 if is_absolute else 0)
    index = b"00dc" + struct.pack("<III", 16, place, 4)
    chunks = [(b"LIST", b"hdrl"), (b"LIST", frames)]
    return riff(b"AVI ", *chunks, *([(b"idx1", index)] if has_index else []))


def test_a_film_without_filler_grows_in_front_of_its_frames() -> None:
    """Its index counts from the frames, so it stays true."""
    old = film(is_absolute=False)

    new = write_bytes(old, LABEL, grammar())

    assert len(new) - 8 == struct.unpack("<I", new[4:8])[0]
    assert old[old.index(b"movi") :] == new[new.index(b"movi") :]


def test_an_index_that_counts_from_the_start_is_moved_along() -> None:
    """By as much as the frames; twice, and with every row pointing at its frame again."""
    new = film(is_absolute=True)

    for label in (LABEL, replace(LABEL, produce_id="n" * 3_000)):
        new = write_bytes(new, label, grammar())
        kind, _, place, size = struct.unpack("<4sIII", new[-16:])
        assert kind + struct.pack("<I", size) + b"abcd" == new[place : place + 12]


def test_an_index_that_points_nowhere_is_damaged() -> None:
    """And not written on, which would make it point somewhere."""
    second = b"00dc" + struct.pack("<III", 16, 0xFFFFFFFF, 4)
    old = film(is_absolute=True)
    at = old.index(b"idx1") + 4
    broken = bytearray(old[:at] + struct.pack("<I", 32) + old[at + 4 :] + second)
    broken[4:8] = struct.pack("<I", len(broken) - 8)

    with pytest.raises(LabelNotWritten, match="point at frames"):
        write_bytes(bytes(broken), LABEL, grammar())


def test_a_film_in_parts_is_refused_without_filler() -> None:
    with pytest.raises(LabelNotWritten, match="several parts"):
        write_bytes(film(is_absolute=False) + riff(b"AVIX"), LABEL, grammar())


def test_a_film_with_tables_among_its_frames_is_refused_without_filler() -> None:
    header = (b"LIST", b"hdrlindx\x00\x00\x00\x00")

    with pytest.raises(LabelNotWritten, match="among its frames"):
        write_bytes(riff(b"AVI ", header, (b"LIST", b"movi")), LABEL, grammar())


def test_a_film_just_below_4_gib_is_refused_without_filler() -> None:
    """Told by its own length: nothing of that size is made here."""
    frames = 0xFFFFFFFF - 60
    head = b"RIFF" + struct.pack("<I", frames + 24) + b"AVI LIST\x04\x00\x00\x00hdrl"
    head += b"LIST" + struct.pack("<I", frames) + b"movi"

    class Long(Source):
        """A source that ends in zeros."""

        def read(self, offset: int, length: int) -> bytes:
            return (head + b"\x00" * 64)[offset : offset + length].ljust(length, b"\x00")

    with pytest.raises(LabelNotWritten, match="4 GiB"):
        avi.splice(Long("long", len(head) - 4 + frames + 1, None, b"", Limits()), LABEL.to_json())


def matroska(filler: bytes) -> bytes:
    """Return a film whose seek head leads to one element, with something behind it."""
    seek = element(0x4DBB, element(0x53AB, b"\x15\x49\xa9\x66") + element(0x53AC, b"\x40"))
    inside = element(0x114D9B74, seek) + filler + element(0x1F43B675, b"")
    return element(0x1A45DFA3, b"") + element(0x18538067, inside, size_bytes=8)


def test_a_full_seek_head_is_refused() -> None:
    """Without filler behind it there is no room to lead to tags; 17 bytes are enough."""
    with pytest.raises(LabelNotWritten, match="no room"):
        write_bytes(matroska(b""), LABEL, grammar())
    for length in (15, 16, 17, 18, 40):
        labelled = write_bytes(matroska(void(length)), LABEL, grammar())
        assert LABEL == read_bytes(labelled, grammar()).label


def test_a_packed_moov_is_undetermined() -> None:
    packed = box(b"ftyp", b"qt  ") + box(b"moov", box(b"cmov", b"x" * 20))

    assert "undetermined" == read_bytes(packed, grammar()).state


def test_a_wave_beyond_4_gib_is_refused_in_its_narrow_form() -> None:
    """Told by its own length: nothing of that size is made here."""
    data = 0xFFFFFFFF - 60
    head = b"RIFF" + struct.pack("<I", data + 36) + b"WAVEfmt \x10\x00\x00\x00" + b"\x00" * 16
    head += b"data" + struct.pack("<I", data)

    class Long(Source):
        """A source that ends in zeros."""

        def read(self, offset: int, length: int) -> bytes:
            return (head + b"\x00" * 64)[offset : offset + length].ljust(length, b"\x00")

    with pytest.raises(LabelNotWritten, match="4 GiB"):
        wav.splice(Long("long", len(head) + data + 1, None, b"", Limits()), LABEL.to_json())

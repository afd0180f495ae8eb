"""Every place in which labels are met; conflicts are told, and damage is never silence."""

# ruff: noqa: E501 - one row tells one file

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

import pytest
from tests.conformance.labels.media import DATA
from tests.unit.labels.odd_files import (
    GIF,
    JPEG,
    PNG,
    box,
    chunk,
    jpeg,
    png,
    riff,
    segment,
    xmp_packet,
)

from hegui.cli.label_law import grammar
from hegui.labels import AIGCLabel, Limits, read_bytes, write_bytes

LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="a&b<c")
JSON = LABEL.to_json()
RAW = JSON.encode()
ESCAPED = JSON.replace("&", "&amp;").replace("<", "&lt;")
WRAPPED = b'{"AIGC":' + RAW + b"}"
NS = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'
ELEMENT = f'<rdf:Description rdf:about="" {NS}><TC260:AIGC>{ESCAPED}</TC260:AIGC></rdf:Description>'
QUOTED = ESCAPED.replace('"', "&quot;")
ATTRIBUTE = f'<rdf:Description rdf:about="" {NS} TC260:AIGC="{QUOTED}"/>'
LOWER = ELEMENT.replace("TC260:", "tc260:").replace(":TC260=", ":tc260=")
UNESCAPED = ELEMENT.replace(ESCAPED, JSON)
XMP = b"http://ns.adobe.com/xap/1.0/\x00"


def exif(tag: int, value: bytes, kind: int = 7) -> bytes:
    """Return EXIF, little-endian, with one entry in its inner directory."""
    outer = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 26, 0)
    inner = struct.pack("<HHHIII", 1, tag, kind, len(value), 44, 0)
    return b"II*\x00\x08\x00\x00\x00" + outer + inner + value


def mp4(*in_moov: bytes) -> bytes:
    return box(b"ftyp", b"isom\x00\x00\x02\x00isom") + box(b"moov", *in_moov) + box(b"mdat", b"m")


HANDLER = {kind: box(b"hdlr", b"\x00" * 8, kind, b"\x00" * 13) for kind in (b"mdta", b"mdir")}
VALUE = box(b"data", b"\x00\x00\x00\x01\x00\x00\x00\x00", RAW)
KEYS = box(b"keys", b"\x00" * 4, b"\x00\x00\x00\x01", box(b"mdta", b"AIGC"))
FREE = box(b"----", box(b"mean", b"\x00" * 4, b"x"), box(b"name", b"\x00" * 4, b"AIGC"), VALUE)
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def meta(kind: bytes, *parts: bytes) -> bytes:
    return box(b"meta", b"\x00" * 4, HANDLER[kind], *parts)


def id3(version: int, frame: bytes, flags: int = 0) -> bytes:
    return b"ID3" + bytes([version, 0, flags, 0, 0, len(frame) >> 7, len(frame) & 127]) + frame


TXXX = b"\x00AIGC\x00" + RAW
SOUND = b"\xff\xfb\x90\x00" + b"\x00" * 100
WAVE = ((b"fmt ", b"\x01\x00\x01\x00" + b"\x00" * 12), (b"data", b"\x01\x02"))
APE_ITEM = struct.pack("<II", len(RAW), 0) + b"AIGC\x00" + RAW
APE = APE_ITEM + struct.pack("<8sIIIIQ", b"APETAGEX", 2000, len(APE_ITEM) + 32, 1, 0, 0)

PLACES = {
    "png_xmp_attribute": png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp_packet(ATTRIBUTE))),
    "png_xmp_compressed": png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + zlib.compress(xmp_packet(ELEMENT)))),
    "png_xmp_not_escaped": png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp_packet(UNESCAPED))),
    "png_xmp_after_the_pixels": png(after=chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp_packet(LOWER))),
    "png_text_wrapped": png(chunk(b"tEXt", b"AIGC\x00" + WRAPPED)),
    "png_text_compressed": png(chunk(b"zTXt", b"AIGC\x00\x00" + zlib.compress(RAW))),
    "png_exif": png(chunk(b"eXIf", exif(0x9286, b"ASCII\x00\x00\x00" + WRAPPED))),
    "png_profile_of_imagemagick": png(chunk(b"tEXt", b"Raw profile type xmp\x00\nxmp\n9\n" + xmp_packet(ELEMENT).hex().encode())),
    "jpeg_user_comment": jpeg(segment(0xE1, b"Exif\x00\x00" + exif(0x9286, b"ASCII\x00\x00\x00" + WRAPPED))),
    "jpeg_user_comment_utf16": jpeg(segment(0xE1, b"Exif\x00\x00" + exif(0x9286, b"UNICODE\x00" + WRAPPED.decode().encode("utf-16-le")))),
    "jpeg_image_description": jpeg(segment(0xE1, b"Exif\x00\x00" + exif(0x010E, WRAPPED, 2))),
    "jpeg_bare_segment": jpeg(segment(0xEB, b"AIGC" + RAW)),
    "jpeg_comment": jpeg(segment(0xFE, WRAPPED)),
    "jpeg_xmp_base64": jpeg(segment(0xE1, XMP + xmp_packet(ELEMENT.replace(ESCAPED, b64encode(RAW).decode())))),
    "jpeg_extended_xmp": jpeg(segment(0xE1, b"http://ns.adobe.com/xmp/extension/\x00" + b"A" * 32 + struct.pack(">II", 9, 0) + xmp_packet(ELEMENT))),
    "jpeg_fill_bytes": JPEG[:2] + b"\xff\xff" + segment(0xE1, XMP + xmp_packet(ELEMENT)) + JPEG[2:],
    "webp_exif": riff(b"WEBP", (b"VP8X", b"\x08" + b"\x00" * 9), (b"VP8 ", b"\x00" * 10), (b"EXIF", exif(0x9286, b"\x00" * 8 + WRAPPED))),
    "gif_comment": GIF[:19] + b"\x21\xfe" + bytes([len(RAW)]) + RAW + b"\x00" + GIF[19:],
    "mp4_keys_in_moov": mp4(meta(b"mdta", KEYS, box(b"ilst", box(b"\x00\x00\x00\x01", VALUE)))),
    "mp4_itunes_free_form": mp4(box(b"udta", meta(b"mdir", box(b"ilst", FREE)))),
    "mp4_list_without_a_key": mp4(box(b"udta", meta(b"mdir", box(b"ilst", box(b"\xa9cmt", VALUE))))),
    "mp4_xmp_box": mp4() + box(b"uuid", XMP_BOX, xmp_packet(ELEMENT)),
    "mov_user_box_and_terminator": mp4(box(b"udta", box(b"AIGC", RAW), b"\x00" * 4)),
    "wav_list_info": riff(b"WAVE", *WAVE, (b"LIST", b"INFOAIGC" + struct.pack("<I", len(RAW)) + RAW)),
    "wav_id3": riff(b"WAVE", *WAVE, (b"id3 ", id3(3, b"TXXX" + len(TXXX).to_bytes(4) + b"\x00\x00" + TXXX))),
    "wav_xmp": riff(b"WAVE", *WAVE, (b"_PMX", xmp_packet(ELEMENT))),
    "wav_never_finished": riff(b"WAVE", (b"AIGC", RAW), *WAVE[:1])[:4] + b"\xff" * 4 + riff(b"WAVE", (b"AIGC", RAW), *WAVE[:1])[8:] + b"data\xff\xff\xff\xff\x01\x02",
    "mp3_id3_22": id3(2, b"TXX" + len(TXXX).to_bytes(3) + TXXX) + SOUND,
    "mp3_id3_24_with_plain_size": id3(4, b"TXXX" + len(TXXX).to_bytes(4) + b"\x00\x00" + TXXX + b"TIT2\x00\x00\x00\x02\x00\x00\x00A") + SOUND,
    "mp3_id3_unsynchronised": id3(3, (b"TXXX" + len(TXXX).to_bytes(4) + b"\x00\x00" + TXXX + b"TIT2\x00\x00\x00\x03\x00\x00\x00\xffA").replace(b"\xff", b"\xff\x00"), 0x80) + SOUND,
    "mp3_id3_utf16": id3(3, b"TXXX" + (len(JSON) * 2 + 15).to_bytes(4) + b"\x00\x00\x01" + "AIGC\x00".encode("utf-16") + JSON.encode("utf-16")) + SOUND,
    "mp3_second_tag": id3(3, b"TIT2\x00\x00\x00\x02\x00\x00\x00A") + id3(3, b"TXXX" + len(TXXX).to_bytes(4) + b"\x00\x00" + TXXX) + SOUND,
    "mp3_ape": SOUND + APE,
    "html_property": b"<html><head><meta content='" + QUOTED.encode() + b"' property=AIGC></head></html>",
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_label_is_found_wherever_it_stands(name: str) -> None:
    """cn/gb-45438-2025/annex-e-key: the key's name is enough, the place may be odd."""
    found = read_bytes(PLACES[name], grammar())

    assert ("found", LABEL) == (found.state, found.label), found.because
    assert 0 <= found.sites[0].site.offset < len(PLACES[name])


@pytest.mark.parametrize("name", PLACES)
def test_writing_leaves_one_label_at_its_place(name: str) -> None:
    """cn/gb-45438-2025/cl-6-1-one. What cannot be merged is refused, and that is told."""
    refused = {
        "png_xmp_not_escaped": "cannot be parsed",
        "png_exif": "under a checksum",
        "png_profile_of_imagemagick": "exactly one label",
        "jpeg_extended_xmp": "exactly one label",
    }
    new = AIGCLabel.first_write(label="1", producer="Demo", produce_id="new")
    if name in refused:
        with pytest.raises(Exception, match=refused[name]):
            write_bytes(PLACES[name], new, grammar())
        return

    found = read_bytes(write_bytes(PLACES[name], new, grammar()), grammar())

    assert (new, 1, ()) == (found.label, len(found.sites), found.problems)
    assert found.sites[0].site.is_canonical


def test_two_places_are_one_too_many() -> None:
    """Equal ones are told as well."""
    found = read_bytes(
        png(
            chunk(b"tEXt", b"AIGC\x00" + RAW),
            chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp_packet(ELEMENT)),
        ),
        grammar(),
    )

    assert (LABEL, ["more-than-one", "place"]) == (found.label, [p.code for p in found.problems])


def test_a_conflict_is_told_and_not_settled() -> None:
    other = RAW.replace(b"Demo", b"Else", 1)
    found = read_bytes(
        png(chunk(b"tEXt", b"AIGC\x00" + RAW), chunk(b"tEXt", b"AIGC\x00" + other)), grammar()
    )

    assert found.label is None
    assert ("conflict", "ContentProducer") == (found.problems[1].code, found.problems[1].found)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("png_cut_in_a_chunk", PNG[:-20]),
        ("png_wrong_checksum", png(chunk(b"tEXt", b"AIGC\x00x")[:-1] + b"!")),
        ("png_huge_claim", PNG[:8] + b"\x7f\xff\xff\xff" + PNG[12:]),
        ("png_inflate_bomb", png(chunk(b"zTXt", b"AIGC\x00\x00" + zlib.compress(b"\x00" * (40 << 20))))),
        ("jpeg_without_a_scan", JPEG[:2] + b"\xff\xd9"),
        ("jpeg_length_zero", b"\xff\xd8\xff\xe1\x00\x00"),
        ("gif_cut", GIF[:-3]),
        ("mp4_box_beyond_the_end", mp4()[:-1] + b""),
        ("mp4_without_moov", box(b"ftyp", b"isom") + box(b"mdat", b"x")),
        ("mp4_deep_boxes", mp4(box(b"udta", b"\x00\x00\x00\x04free"))),
        ("wav_chunk_of_4_gib", riff(b"WAVE", *WAVE)[:-6] + b"\xff\xff\xff\xf0\x01\x02"),
        ("rf64_without_ds64", riff(b"WAVE", *WAVE, kind=b"RF64")),
        ("flac_cut", b"fLaC\x00\x00\x00\x22" + b"\x00" * 10),
        ("mp3_tag_of_256_mib", b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + SOUND),
        ("ogg_cut", (DATA / "ffmpeg.opus").read_bytes()[:60]),
        ("mkv_cut", (DATA / "ffmpeg.mkv").read_bytes()[:300]),
        ("pdf_without_startxref", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
        ("pdf_circle_of_tables", b"%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9/Size 1>>\nstartxref\n9\n%%EOF"),
        ("tiff_circle", b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00"),
        ("zip_cut", (DATA / "openpyxl.xlsx").read_bytes()[:-30]),
        ("heic_cut", (DATA / "pillow.heic").read_bytes()[:200]),
        ("flv_cut", (DATA / "ffmpeg.flv").read_bytes()[:100]),
        ("unknown", b"\x00\x01\x02\x03"),
        ("empty", b""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_undetermined(name: str, file: bytes) -> None:
    """Never *none-found*: nobody looked everywhere."""
    found = read_bytes(file, grammar())

    assert "undetermined" == found.state, name
    assert found.because


def test_limits_end_a_reading() -> None:
    many = png(*[chunk(b"tEXt", b"a\x00b")] * 200)

    assert "undetermined" == read_bytes(many, grammar(), limits=Limits(elements=100)).state
    assert "none-found" == read_bytes(many, grammar()).state


def test_bytes_behind_the_end_are_noted() -> None:
    found = read_bytes(png(behind=b"AIGC" + RAW), grammar())

    assert ("none-found", 1) == (found.state, len(found.notes))


def test_an_xml_bomb_is_no_label() -> None:
    """Entities are never expanded: a document type ends the parse."""
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + xmp_packet(ELEMENT.replace(ESCAPED, "&b;"))
    found = read_bytes(
        png(chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + bomb)), grammar()
    )

    assert found.notes
    assert found.label is None

"""Packets of others keep everything but the label."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from tests.unit.labels.odd_files import xmp_packet

from hegui.errors import DamagedFile, LabelNotWritten
from hegui.labels.xmp import NAMESPACE, put, scan

DC = "http://purl.org/dc/elements/1.1/"
OTHERS = f'<rdf:Description rdf:about="uuid:1" xmlns:dc="{DC}" dc:format="a&amp;b"/>'
VALUE = '{"a":"&<>\'"}'


def values(packet: bytes) -> list[str | None]:
    """Return the label's property by an independent parser."""
    return [e.text for e in ET.fromstring(packet).iter(f"{{{NAMESPACE}}}AIGC")]  # noqa: S314 - our own


def test_other_properties_stay() -> None:
    """The packet's own words stand before and behind what was put in."""
    old = xmp_packet(OTHERS)

    new = put(old, VALUE)

    assert [VALUE] == values(new)
    assert OTHERS.encode() in new
    assert b'rdf:about="uuid:1" xmlns:TC260' in new


def test_padding_takes_the_difference() -> None:
    new = put(None, VALUE)

    assert len(new) == len(put(new, VALUE * 20))
    assert [VALUE * 20] == values(put(new, VALUE * 20))
    assert len(new) == len(put(put(new, VALUE * 20), VALUE))


def test_an_empty_sheet_is_opened() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    assert [VALUE] == values(put(f'<r:RDF xmlns:r="{rdf}"/>'.encode(), VALUE))
    assert [VALUE] == values(put(f'<RDF xmlns="{rdf}"></RDF>'.encode(), VALUE))


def test_a_prefix_may_be_anything() -> None:
    """Names are matched by address."""
    old = xmp_packet(
        f'<rdf:Description rdf:about="" xmlns:q="{NAMESPACE}">'
        "<q:AIGC>{}</q:AIGC></rdf:Description>"
    )

    assert [(b"{}", True)] == [(s.raw, s.is_canonical) for s in scan(old, place="XMP").sites]
    assert [VALUE] == values(put(old, VALUE))


def test_an_empty_property_is_filled() -> None:
    """Its tag closes itself in front of another's end tag, which stays."""
    old = xmp_packet(
        f'<rdf:Description rdf:about="" xmlns:q="{NAMESPACE}"><q:AIGC/></rdf:Description>'
    )

    assert [VALUE] == values(put(old, VALUE))


@pytest.mark.parametrize(
    "packet",
    [b"<a/>", b"<a", xmp_packet("<b>"), "<a/>".encode("utf-16"), b"<!DOCTYPE a><a/>"],
)
def test_what_is_not_understood_is_kept(packet: bytes) -> None:
    with pytest.raises(LabelNotWritten):
        put(packet, VALUE)


def test_what_is_no_xml_and_speaks_of_the_key_is_damage() -> None:
    """Nobody can say that there is no label; a packet without the key is only noted."""
    with pytest.raises(DamagedFile):
        scan(b"<a AIGC", place="XMP")
    assert ([], 1) == ((found := scan(b"<a", place="XMP")).sites, len(found.notes))


def test_a_document_type_passes_where_it_is_usual() -> None:
    """Entities never do."""
    drawing = b"<!DOCTYPE svg>" + xmp_packet(OTHERS).partition(b"?>")[2].partition(b"<?xpacket")[0]

    assert [VALUE] == values(put(drawing, VALUE, doctype=True))
    with pytest.raises(LabelNotWritten):
        put(drawing.replace(b"svg>", b'svg [<!ENTITY a "b">]>'), VALUE, doctype=True)

r"""XMP packets: finding the label's property, and putting one in by splicing text.

The guides put the object into ``<TC260:AIGC>`` under a namespace of its own. A
packet is parsed by expat, without document types, entities or network, only to
learn *where* things stand; everything else in it stays byte for byte, and so
do other namespaces, their prefixes and their order.

Names are matched by namespace address, never by prefix; any property whose
local name is the key counts as a site, and only the guides' one is canonical.

>>> packet = put(None, '{"Label":"1&<"}')
>>> [site.raw for site in scan(packet, place='XMP').sites]
[b'{"Label":"1&<"}']
>>> put(packet, '{"Label":"2"}').count(b'AIGC>')
2
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from hegui.errors import DamagedFile, HeguiError, LabelNotWritten, OverLimit
from hegui.labels.aigc import KEY
from hegui.labels.manifest_trace import speaks_of_ai
from hegui.labels.payload import MAX_BYTES
from hegui.labels.site import Found, Site, Trace

__all__ = ["NAMESPACE", "PADDING", "put", "scan"]

NAMESPACE: Final = "http://www.tc260.org.cn/ns/AIGC/1.0/"
"""The guides' namespace; its usual prefix is TC260."""

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SOURCE_TYPE: Final = "DigitalSourceType"
_DEPTH: Final = 64
_ELEMENTS: Final = 200_000
_PROPERTIES: Final = 64
PADDING: Final = 2_000
"""Blanks in a packet that we make, so that the next writer needs no new length."""

_NEW: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">'
    '<rdf:Description rdf:about="" xmlns:TC260="{ns}"><TC260:AIGC>{value}</TC260:AIGC>'
    '</rdf:Description></rdf:RDF></x:xmpmeta>\n{pad}<?xpacket end="w"?>'
)

_TAG: Final = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_NAME: Final = re.compile(rb"</?([^\s/>]+)")
_ATTRIBUTE: Final = re.compile(rb"(?<=\s)([^\s=<>\"'/]++)\s*+=\s*+(?:\"[^\"]*\"|'[^']*')")
_LOOSE: Final = re.compile(rb"<((?:[\w.-]{1,40}:)?AIGC)(?=[\s>])[^<>]{0,500}>")
_HITS: Final = 8
"""Properties that are looked for in a packet that is no XML."""


@dataclass(slots=True)
class _Property:
    """One property that holds a label, by its place in the packet."""

    start: int
    end: int
    value: str
    tag: bytes
    """The element's own name with its prefix; empty for an attribute."""

    is_ours: bool


@dataclass(slots=True)
class _Layout:
    """Where things stand in one packet; offsets are in bytes."""

    properties: list[_Property] = field(default_factory=list)
    source_types: list[str] = field(default_factory=list)
    rdf_end: int = -1
    rdf_name: bytes = b""
    rdf_is_empty: bool = False
    about: str = ""


class _Reader:
    """Walks one packet."""

    def __init__(self, packet: bytes, *, doctype: bool = False) -> None:
        self.packet = packet
        self.layout = _Layout()
        self.depth = 0
        self.elements = 0
        self.open: tuple[int, int, str] | None = None
        """Depth, first byte and local namespace of the property that is being read."""
        self.text: list[str] = []
        self.source_type_depth = 0
        self.rdf_start = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._doctype
        if not doctype:
            self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.buffer_text = True

    def read(self) -> _Layout:
        try:
            self.parser.Parse(self.packet, True)
        except expat.ExpatError as error:
            raise DamagedFile(
                "XMP", self.parser.ErrorByteIndex, expected="well-formed XML", found=str(error)
            ) from error
        except HeguiError:
            raise
        except (LookupError, ValueError) as error:  # what Python says of the coding it declares
            raise DamagedFile("XMP", 0, expected="UTF-8", found=str(error)) from error
        return self.layout

    def _doctype(self, *_: object) -> None:
        raise DamagedFile(
            "XMP", self.parser.CurrentByteIndex, expected="no declarations", found="some"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEPTH:
            raise OverLimit("levels of nesting in XMP", _DEPTH)
        self.elements += 1
        if self.elements > _ELEMENTS:
            raise OverLimit("elements in XMP", _ELEMENTS)
        at = self.parser.CurrentByteIndex
        space, _, local = name.rpartition(" ")
        if local == "RDF" and space == _RDF and not self.layout.rdf_name:
            self.layout.rdf_name = self._name(at)
            self.rdf_start = at
        elif local == KEY and self.open is None:
            self._require_few()
            self.open = (self.depth, at, space)
            self.text = []
        elif local == _SOURCE_TYPE:
            self.source_type_depth = self.depth
            self.text = []
        for full, value in attributes.items():
            self._attribute(full, value, at, local)

    def _require_few(self) -> None:
        if len(self.layout.properties) >= _PROPERTIES:
            raise OverLimit("labels in XMP", _PROPERTIES)

    def _attribute(self, full: str, value: str, at: int, element: str) -> None:
        space, _, local = full.rpartition(" ")
        if space == _RDF and local == "about" and element == "Description":
            self.layout.about = value
        elif local == _SOURCE_TYPE or (element == _SOURCE_TYPE and local == "resource"):
            self.layout.source_types.append(value)
        elif local == KEY:
            self._require_few()
            start, end = self._attribute_span(at)
            self.layout.properties.append(_Property(start, end, value, b"", space == NAMESPACE))

    def _attribute_span(self, at: int) -> tuple[int, int]:
        tag = _TAG.match(self.packet, at)
        for found in _ATTRIBUTE.finditer(tag[0]) if tag else ():
            if found[1].rpartition(b":")[2] == KEY.encode():
                return at + found.start(), at + found.end()
        return 0, 0  # an encoding in which tags are not ASCII

    def _name(self, at: int) -> bytes:
        found = _NAME.match(self.packet, at)
        return found[1] if found else b""

    def _characters(self, text: str) -> None:
        if self.open is not None or self.source_type_depth:
            self.text.append(text)

    def _end(self, name: str) -> None:
        at = self.parser.CurrentByteIndex
        if self.open is not None and self.open[0] == self.depth:
            _, start, space = self.open
            end = self._empty_end(start) or self._tag_end(at)
            self.layout.properties.append(
                _Property(start, end, "".join(self.text), self._name(start), space == NAMESPACE)
            )
            self.open = None
        elif self.source_type_depth == self.depth:
            self.layout.source_types.append("".join(self.text).strip())
            self.source_type_depth = 0
        elif name == f"{_RDF} RDF" and self.layout.rdf_end < 0:
            self.layout.rdf_is_empty = bool(self._empty_end(self.rdf_start))
            self.layout.rdf_end = self.rdf_start if self.layout.rdf_is_empty else at
        self.depth -= 1

    def _tag_end(self, at: int) -> int:
        tag = _TAG.match(self.packet, at)
        return tag.end() if tag else 0

    def _empty_end(self, start: int) -> int:
        """Return where a tag that closes itself ends; 0 for any other.

        Expat reports its end behind it, where another's end tag may stand.
        """
        tag = _TAG.match(self.packet, start)
        return tag.end() if tag and tag[0].endswith(b"/>") else 0


def scan(  # noqa: PLR0913 - what the container knows of its packet
    packet: bytes,
    *,
    place: str,
    offset: int = 0,
    is_canonical: bool = True,
    is_plain: bool = True,
    doctype: bool = False,
) -> Found:
    """Return the sites and traces of one packet.

    Args:
        packet: as it stands in the file, padding and all.
        place: what the container calls the place.
        offset: the packet's first byte in the file.
        is_canonical: whether this packet is where we would write.
        is_plain: whether the bytes stand in the file as they are, so that
            offsets in the packet are offsets in the file.
        doctype: let a document type without entities of its own pass, as SVG often has.

    Raises:
        DamagedFile: it is no XML, and speaks of the key where no property is found.

    Notes:
        A packet that is no XML is searched for the property all the same: some
        writers do not escape, and their label is a label. `Found.notes` says so.
    """
    found = Found()
    bare = packet.rstrip(b"\x00 \t\r\n")
    try:
        layout = _Reader(bare, doctype=doctype).read()
    except DamagedFile as error:
        found.notes.append(f"{place}: {error}")
        layout = _loose(bare)
        if not layout.properties and KEY.encode() in bare.replace(b"\x00", b""):
            raise
    for item in layout.properties:
        name = item.tag.decode("utf-8", "replace") or "attribute " + KEY
        start = offset + item.start if is_plain else offset
        found.sites.append(
            Site(
                place=f"{place} {name}",
                offset=start,
                raw=item.value.encode("utf-8", "surrogatepass"),
                is_canonical=is_canonical and item.is_ours and bool(item.tag),
                spans=((start, offset + item.end),) if is_plain and item.end else (),
            )
        )
    for value in layout.source_types:
        found.traces.append(
            Trace(
                kind="iptc-source-type",
                place=place,
                offset=offset,
                value=value[:200],
                speaks_of_ai=speaks_of_ai(value),
            )
        )
    return found


def _loose(packet: bytes) -> _Layout:
    layout = _Layout()
    for hit in islice(_LOOSE.finditer(packet), _HITS):
        closing = b"</" + hit[1] + b">"
        end = packet.find(closing, hit.end(), hit.end() + MAX_BYTES)
        if end >= 0:
            value = html.unescape(packet[hit.end() : end].decode("utf-8", "replace"))
            after = end + len(closing)
            layout.properties.append(_Property(hit.start(), after, value, hit[1], False))
    return layout


def put(
    packet: bytes | None, payload: str, *, doctype: bool = False, padding: int = PADDING
) -> bytes:
    """Return the packet with the label as its one property of that name.

    Everything else stays as it is. The length stays too, when the packet's own
    padding can take the difference.

    Args:
        packet: None makes a new one.
        payload: the label's JSON.
        doctype: let a document type without entities of its own pass.
        padding: of a new packet, for other programs to write into.

    Raises:
        LabelNotWritten: the packet cannot be understood well enough to keep it.
    """
    value = escape(payload)
    if packet is None:
        text = _NEW.format(rdf=_RDF, ns=NAMESPACE, value=value, pad=" " * padding)
        return text.encode()
    bare = packet.rstrip(b"\x00")
    layout = _layout_for_writing(bare, doctype=doctype)
    keep = next((p for p in layout.properties if p.is_ours and p.tag and p.end), None)
    edits = [(p.start, p.end, b"") for p in layout.properties if p is not keep]
    if keep is not None:
        name = keep.tag
        edits.append((keep.start, keep.end, b"<%s>%s</%s>" % (name, value.encode(), name)))
    else:
        edits.append(_insertion(bare, layout, value))
    new = bare
    for start, end, written in sorted(edits, reverse=True):
        new = new[:start] + written + new[end:]
    return _fitted(new, len(packet))


def _layout_for_writing(bare: bytes, *, doctype: bool) -> _Layout:
    if bare[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in bare[:4]:
        raise LabelNotWritten("XMP", "the packet is in UTF-16, and is kept as it is")
    try:
        layout = _Reader(bare, doctype=doctype).read()
    except DamagedFile as error:
        raise LabelNotWritten("XMP", f"the packet cannot be parsed: {error}") from error
    if layout.rdf_end < 0 or not layout.rdf_name:
        raise LabelNotWritten("XMP", "the packet has no rdf:RDF element")
    return layout


def _insertion(bare: bytes, layout: _Layout, value: str) -> tuple[int, int, bytes]:
    rdf = layout.rdf_name.decode()
    prefix = rdf.rpartition(":")[0]
    colon = f"{prefix}:" if prefix else ""
    about = escape(layout.about, {'"': "&quot;"})
    # An attribute without a prefix is in no namespace, so a prefix is declared for it.
    declared = "" if prefix else f' xmlns:rdf="{_RDF}"'
    text = (
        f'<{colon}Description {colon or "rdf:"}about="{about}"{declared} xmlns:TC260="{NAMESPACE}">'
        f"<TC260:{KEY}>{value}</TC260:{KEY}></{colon}Description>"
    ).encode()
    if not layout.rdf_is_empty:
        return layout.rdf_end, layout.rdf_end, text
    tag = _TAG.match(bare, layout.rdf_end)
    if tag is None:
        raise LabelNotWritten("XMP", "the end of rdf:RDF cannot be found")
    return tag.end() - 2, tag.end(), b">" + text + b"</" + rdf.encode() + b">"


def _fitted(new: bytes, length: int) -> bytes:
    """Return the packet at its old length when its padding can take the difference."""
    over = len(new) - length
    end = new.rfind(b"<?xpacket end=")
    start = len(new[: max(end, 0)].rstrip(b" \t\r\n"))
    if end < 0 or end - start < over:
        return new
    if over > 0:
        return new[:start] + new[start + over :]
    return new[:end] + b" " * -over + new[end:]

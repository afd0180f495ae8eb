"""Small files that would keep a careless reader busy for minutes end in an answer at once.

Each of them grew by the square of its length, or without an end, in some reader
of labels once. A length of 100 kB is enough to tell: ten thousand million steps
are no second.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from time import process_time
from typing import Final

import pytest
from tests.unit.labels.odd_files import GIF, chunk, png

from hegui.controls.label_law import grammar
from hegui.errors import HeguiError
from hegui.labels import AIGCLabel, read_bytes, write_bytes

LABEL: Final = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
LONG: Final = 100_000
SLOWEST_S: Final = 3.0
XMP: Final = (
    b"XML:com.adobe.xmp\x00\x00\x00\x00\x00"
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    b'syntax-ns#">%s</rdf:RDF></x:xmpmeta>'
)


def described(inside: bytes) -> bytes:
    """Return a picture with this in its XMP."""
    return png(chunk(b"iTXt", XMP % inside))


def document() -> bytes:
    """Return a text document with thousands of scraps of text in its metadata."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("meta.xml", "<m>" + "x<b/>" * (LONG // 3) + "</m>")
    return made.getvalue()


def forms() -> bytes:
    """Return a PDF with a thousand fields, each of which is the same long list."""
    root = b"1 0 obj\n<</Type/Catalog/AcroForm<</Fields[%s]>>>>\nendobj\n" % (b"3 0 R " * 1_000)
    items = b"3 0 obj\n[%s]\nendobj\n" % (b"1 " * (LONG // 2))
    head = b"%PDF-1.7\n"
    places = (len(head), len(head) + len(root))
    table = b"xref\n1 1\n%010d 00000 n \n3 1\n%010d 00000 n \n" % places
    end = b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (places[1] + len(items))
    return head + root + items + table + end


def tagged() -> bytes:
    """Return a sound whose one frame is a text without an end, in two bytes a character."""
    size = bytes(LONG >> shift & 127 for shift in (21, 14, 7, 0))
    frame = b"TXXX" + struct.pack(">I", LONG - 10) + b"\x00\x00\x01" + b"a" * (LONG - 11)
    return b"ID3\x03\x00\x00" + size + frame + b"\xff\xfb\x90\x00" * 10


def prefixes() -> bytes:
    """Return an element with a label under each of thousands of prefixes."""
    each = (b'xmlns:p%d="%d" p%d:AIGC=""' % (n, n, n) for n in range(LONG // 30))
    return b"<a " + b" ".join(each) + b"/>"


FILES: Final[Mapping[str, tuple[Callable[[], bytes], str, str]]] = {
    "an attribute without a value": (
        lambda: b"<html><head><meta " + b"a" * 69_000 + b">",
        "a.html",
        "none-found",
    ),
    "blanks in front matter": (
        lambda: b"---\nAIGC:\n  a: x" + b" " * LONG + b"y\n---\n",
        "a.md",
        "found",
    ),
    "blanks behind the key": (lambda: b"AIGC" + b" " * LONG + b"x\n", "a.txt", "none-found"),
    "braces behind the key": (lambda: b"AIGC: {" + b"} " * LONG + b"x\n", "a.txt", "none-found"),
    "quotes without an end": (lambda: b'{"' + b'\\"' * LONG, "a.json", "undetermined"),
    "brackets without an end": (lambda: b'{"a":' + b"[" * LONG, "a.json", "undetermined"),
    "blanks in base64": (
        lambda: png(chunk(b"tEXt", b"AIGC\x00" + b"a" * 16 + b" " * 60_000 + b"!")),
        "a.png",
        "found",
    ),
    "scraps in a drawing": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + b"x<b/>" * (LONG // 3) + b"</svg>",
        "a.svg",
        "none-found",
    ),
    "scraps in a document": (document, "a.odt", "none-found"),
    "elements in XMP": (lambda: described(b"<a/>" * 2 * LONG), "a.png", "undetermined"),
    "a long name in XMP": (
        lambda: described(b"<" + b"a" * LONG + b' AIGC="x"/>'),
        "a.png",
        "found",
    ),
    "prefixes in XMP": (lambda: described(prefixes()), "a.png", "undetermined"),
    "labels in XMP": (lambda: described(b"<AIGC/>" * LONG), "a.png", "undetermined"),
    "labels in a picture": (
        lambda: png(*[chunk(b"tEXt", b"AIGC\x00{}")] * 4_000),
        "a.png",
        "undetermined",
    ),
    "fields of a form": (forms, "a.pdf", "undetermined"),
    "blocks of a comment": (
        lambda: GIF[:-1] + b"\x21\xfe\x01a\x00" * (LONG // 5) + b";",
        "a.gif",
        "none-found",
    ),
    "a text in a tag": (tagged, "a.mp3", "none-found"),
}


@pytest.mark.parametrize("what", FILES)
def test_it_ends_in_an_answer_at_once(what: str) -> None:
    """Reading has the state that is told here; writing reads back or refuses."""
    made, name, state = FILES[what]
    whole = made()

    begun = process_time()
    reading = read_bytes(whole, grammar(), name=name)
    try:
        labelled = write_bytes(whole, LABEL, grammar(), name=name)
    except HeguiError:
        labelled = b""
    took = process_time() - begun

    assert state == reading.state
    assert not labelled or LABEL == read_bytes(labelled, grammar(), name=name).label
    assert took < SLOWEST_S

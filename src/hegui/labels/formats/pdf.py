"""PDF: ``/AIGC`` in the Info dictionary, as an incremental update.

    the old file, byte for byte
    N 0 obj << …old Info… /AIGC ({…}) >> endobj
    xref … trailer … startxref … %%EOF

The old file stays as a prefix of the new one. Encrypted files are refused, and
signed ones unless asked: the signature still covers its own part, yet a reader
will say that the file was changed after signing.
"""

from __future__ import annotations

import struct
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.aigc import KEY
from hegui.labels.pdf_objects import Name, Pdf, Ref, text_of
from hegui.labels.site import Found, Seal, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece

__all__ = ["find", "splice"]

_KEY: Final = KEY.encode()
_FIELDS: Final = 1_000


def find(source: Source) -> Found:
    """Return every label of a PDF file."""
    found = Found()
    pdf = Pdf(source)
    if b"Encrypt" in pdf.trailer:
        found.seals.append(Seal(kind="encryption", offset=pdf.start))
        return found
    info = pdf.resolved(pdf.trailer.get(b"Info"))
    if isinstance(info, dict):
        for name, value in info.items():
            if _KEY.lower() not in name.lower():
                continue
            text = pdf.resolved(value)
            raw = text_of(text) if isinstance(text, bytes) else repr(text)
            found.sites.append(
                Site(
                    place=f"Info /{name.decode('latin-1')}",
                    offset=pdf.start,
                    raw=raw.encode("utf-8", "surrogatepass"),
                    is_canonical=name == _KEY,
                )
            )
    root = pdf.resolved(pdf.trailer.get(b"Root"))
    if not isinstance(root, dict):
        raise source.damaged(pdf.start, expected="a root", found=type(root).__name__)
    if _is_signed(pdf, root):
        found.seals.append(Seal(kind="signature", offset=pdf.start))
    metadata = root.get(b"Metadata")
    if isinstance(metadata, Ref):
        packet, offset, is_plain = pdf.stream_of(metadata)
        if packet:
            more = xmp.scan(
                packet, place="Metadata XMP", offset=offset, is_canonical=False, is_plain=is_plain
            )
            found.sites += more.sites
            found.traces += more.traces
            found.notes += more.notes
    return found


def _is_signed(pdf: Pdf, root: dict[bytes, object]) -> bool:
    if b"Perms" in root:
        return True
    form = pdf.resolved(root.get(b"AcroForm"))
    if not isinstance(form, dict):
        return False
    flags = pdf.resolved(form.get(b"SigFlags"))
    if isinstance(flags, int) and flags & 1:
        return True
    fields = pdf.resolved(form.get(b"Fields"))
    for field in fields[:_FIELDS] if isinstance(fields, list) else ():
        item = pdf.resolved(field)
        if isinstance(item, dict) and item.get(b"FT") == Name(b"Sig") and b"V" in item:
            return True
    return False


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file followed by a new Info dictionary and a table that leads to it."""
    pdf = Pdf(source)
    if b"Encrypt" in pdf.trailer:
        raise LabelNotWritten(
            source.name, "it is encrypted", hint="Label it before it is encrypted."
        )
    size, root = pdf.trailer.get(b"Size"), pdf.trailer.get(b"Root")
    if not isinstance(size, int) or not isinstance(root, Ref) or source.size > 9_999_999_999:
        raise LabelNotWritten(source.name, "its trailer names no size or root")
    info = pdf.trailer.get(b"Info")
    kept = b""
    if isinstance(info, Ref):
        value, text, spans = pdf.load(info)
        if isinstance(value, dict):
            kept = b"".join(
                text[s.start : s.end] + b"\n"
                for n, s in spans.items()
                if _KEY.lower() not in n.lower()
            )
    number = info.number if isinstance(info, Ref) else size
    generation = info.generation if isinstance(info, Ref) else 0
    size = max(size, number + 1)
    gap = b"" if source.size and source.read(source.size - 1, 1) in b"\r\n" else b"\n"
    start = source.size + len(gap)
    new = b"%d %d obj\n<<\n%s/AIGC %s\n>>\nendobj\n" % (number, generation, kept, _string(payload))
    at = start + len(new)
    named = b"/Root %d %d R\n/Info %d %d R\n" % (root.number, root.generation, number, generation)
    if b"ID" in pdf.trailer_spans:
        span = pdf.trailer_spans[b"ID"]
        named += pdf.trailer_text[span.start : span.end] + b"\n"
    if pdf.has_table:
        table = b"xref\n0 0\n%d 1\n%010d %05d n \ntrailer\n<<\n/Size %d\n/Prev %d\n%s>>\n" % (
            number,
            start,
            generation,
            size,
            pdf.start,
            named,
        )
    else:
        rows = struct.pack(">BQH", 1, start, generation) + struct.pack(">BQH", 1, at, 0)
        table = (
            b"%d 0 obj\n<<\n/Type /XRef\n/Size %d\n/Prev %d\n/W [1 8 2]\n/Index [%d 1 %d 1]\n"
            b"/Length %d\n%s>>\nstream\n%s\nendstream\nendobj\n"
        ) % (size, size + 1, pdf.start, number, size, len(rows), named, rows)
    end = b"startxref\n%d\n%%%%EOF\n" % at
    return [Keep(0, source.size), gap + new + table + end]


def _string(payload: str) -> bytes:
    """Return a text string: literal for ASCII, UTF-16 in hexadecimal for the rest."""
    if not payload.isascii():
        return b"<FEFF" + payload.encode("utf-16-be", "surrogatepass").hex().upper().encode() + b">"
    text = payload.encode().replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + text + b")"

"""EPUB: ``<meta name="AIGC" content="…"/>`` in the package document.

No guide names a place for e-books; this one is our convention. It is the form
of EPUB 2, which EPUB 3 readers accept and ignore.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

from hegui.errors import LabelNotWritten
from hegui.labels.aigc import KEY
from hegui.labels.site import Found, Seal, Site
from hegui.labels.source import Source
from hegui.labels.splice import Piece
from hegui.labels.xml_spans import Element, edited, elements
from hegui.labels.zip_members import Archive

__all__ = ["find", "splice"]

_CONTAINER: Final = "META-INF/container.xml"


def _package(archive: Archive) -> tuple[str, bytes, list[Element]]:
    """Return name, text and elements of the first package document."""
    source = archive.source
    for element in elements(source, archive.read(_CONTAINER), 0):
        if element.local == "rootfile":
            name = element.attributes.get("full-path", "")
            document = archive.read(name)
            return name, document, elements(source, document, archive.members[name].offset)
    raise source.damaged(0, expected="a package document", found="none")


def _is_label(element: Element) -> bool:
    name = element.attributes.get("name", "") or element.attributes.get("property", "")
    return element.local == "meta" and KEY.casefold() in name.casefold()


def find(source: Source) -> Found:
    """Return every label of an e-book's package document."""
    found = Found()
    archive = Archive(source)
    signed = archive.members.get("META-INF/signatures.xml")
    if signed is not None:
        found.seals.append(Seal(kind="signature", offset=signed.offset))
    name, _, tree = _package(archive)
    for element in tree:
        if _is_label(element):
            raw = element.attributes.get("content") or element.text
            found.sites.append(
                Site(
                    place=f"{name} meta",
                    offset=archive.members[name].offset,
                    raw=raw.encode("utf-8", "surrogatepass"),
                    is_canonical=element.attributes.get("name") == KEY,
                )
            )
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the e-book with one ``meta`` of that name."""
    archive = Archive(source)
    name, document, tree = _package(archive)
    metadata = next((element for element in tree if element.local == "metadata"), None)
    if metadata is None or metadata.is_empty:
        raise LabelNotWritten(source.name, "its package document has no metadata")
    edits = [(e.start, e.end, b"") for e in tree if _is_label(e)]
    prefix = metadata.tag.decode().rpartition(":")[0]
    tag = f"{prefix}:meta" if prefix else "meta"
    new = f'<{tag} name="{KEY}" content={quoteattr(payload)}/>'.encode()
    edits.append((metadata.close, metadata.close, new))
    return archive.with_members({name: edited(document, edits)})

"""OpenDocument (ODT, ODS, ODP …): a user-defined property ``AIGC`` in ``meta.xml``.

    <meta:user-defined meta:name="AIGC">…</meta:user-defined>

No guide names a place for it; this one is our convention, and the one that
corresponds to the custom property of the guides' Office formats.

Source:
    ISO/IEC 26300-1:2015, 4.3.3 (user-defined metadata).
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from hegui.errors import LabelNotWritten
from hegui.labels.aigc import KEY
from hegui.labels.site import Found, Seal, Site
from hegui.labels.source import Source
from hegui.labels.splice import Piece
from hegui.labels.xml_spans import Element, edited, elements
from hegui.labels.zip_members import Archive

__all__ = ["find", "splice"]

_META: Final = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
_FILE: Final = "meta.xml"
_MANIFEST: Final = "META-INF/manifest.xml"


def _is_label(element: Element) -> bool:
    name = element.attributes.get(f"{_META} name", "")
    return element.local == "user-defined" and KEY.casefold() in name.casefold()


def find(source: Source) -> Found:
    """Return every label of a document."""
    found = Found()
    archive = Archive(source)
    for name in ("META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml"):
        if name in archive.members:
            offset = archive.members[name].offset
            found.seals.append(Seal(kind="signature", offset=offset))
    if _MANIFEST in archive.members:
        offset = archive.members[_MANIFEST].offset
        parts = elements(source, archive.read(_MANIFEST), offset)
        if any(part.local == "encryption-data" for part in parts):
            found.seals.append(Seal(kind="encryption", offset=offset))
            return found
    if _FILE not in archive.members:
        return found
    offset = archive.members[_FILE].offset
    for element in elements(source, archive.read(_FILE), offset):
        if _is_label(element):
            name = element.attributes[f"{_META} name"]
            found.sites.append(
                Site(
                    place=f"{_FILE} {name}",
                    offset=offset,
                    raw=element.text.encode("utf-8", "surrogatepass"),
                    is_canonical=name == KEY,
                )
            )
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the document with one property of that name."""
    archive = Archive(source)
    if _FILE not in archive.members:
        raise LabelNotWritten(source.name, "it has no meta.xml")
    document = archive.read(_FILE)
    tree = elements(source, document, archive.members[_FILE].offset)
    parent = next((element for element in tree if element.local == "meta"), None)
    if parent is None or parent.is_empty:
        raise LabelNotWritten(source.name, "its meta.xml holds no metadata")
    edits = [(e.start, e.end, b"") for e in tree if _is_label(e)]
    # A prefix of its own, declared where it is used: the document's may be any.
    new = f'<m:user-defined xmlns:m="{_META}" m:name="{KEY}">{escape(payload)}</m:user-defined>'
    edits.append((parent.close, parent.close, new.encode()))
    return archive.with_members({_FILE: edited(document, edits)})

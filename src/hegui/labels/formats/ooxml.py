"""Word, Excel and PowerPoint files: a custom property named ``AIGC``.

    docProps/custom.xml     <property name="AIGC"><vt:lpwstr>{…}</vt:lpwstr></property>
    _rels/.rels             leads to it
    [Content_Types].xml     says what it is

The three members are edited as text; every other one is copied packed.
"""

from __future__ import annotations

import posixpath
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from hegui.errors import LabelNotWritten
from hegui.labels.aigc import KEY
from hegui.labels.site import Found, Seal, Site
from hegui.labels.source import Source
from hegui.labels.splice import Piece
from hegui.labels.xml_spans import Element, edited, elements
from hegui.labels.zip_members import Archive

__all__ = ["find", "splice"]

_TYPES: Final = "[Content_Types].xml"
_LINKS: Final = "_rels/.rels"
_CUSTOM: Final = "docProps/custom.xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_LINK: Final = f"{_OFFICE}/relationships/custom-properties"
_CONTENT: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FRESH: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
    "</Properties>"
)


def _part(archive: Archive) -> str | None:
    """Return the member with custom properties, as the links name it."""
    at = archive.members[_LINKS].offset if _LINKS in archive.members else 0
    for element in elements(archive.source, archive.read(_LINKS), at):
        kind = element.attributes.get("Type", "")
        if element.local == "Relationship" and kind.endswith(
            ("/custom-properties", "/customProperties")
        ):
            return posixpath.normpath(element.attributes.get("Target", "").lstrip("/"))
    return None


def _properties(archive: Archive, part: str) -> list[Element]:
    at = archive.members[part].offset if part in archive.members else 0
    return elements(archive.source, archive.read(part), at)


def _is_label(element: Element) -> bool:
    name = element.attributes.get("name", "")
    return element.local == "property" and KEY.casefold() in name.casefold()


def find(source: Source) -> Found:
    """Return every label of an Office file."""
    found = Found()
    archive = Archive(source)
    for name, member in archive.members.items():
        if name.startswith("_xmlsignatures/"):
            found.seals.append(Seal(kind="signature", offset=member.offset))
            break
        if member.is_encrypted:
            found.seals.append(Seal(kind="encryption", offset=member.offset))
            break
    archive.read(_TYPES)
    part = _part(archive)
    for element in _properties(archive, part) if part is not None else ():
        if _is_label(element):
            name = element.attributes["name"]
            found.sites.append(
                Site(
                    place=f"{part} {name}",
                    offset=archive.members[part or ""].offset,
                    raw=element.text.encode("utf-8", "surrogatepass"),
                    is_canonical=name == KEY,
                )
            )
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the file with one custom property ``AIGC``."""
    archive = Archive(source)
    new: dict[str, bytes] = {}
    part = _part(archive)
    if part is None:
        part = _CUSTOM
        if part in archive.members:
            raise LabelNotWritten(source.name, f"nothing leads to its {part}")
        new |= _introduced(archive)
        document = _FRESH.encode()
    else:
        document = archive.read(part)
    found = elements(source, document, 0)
    root = found[0]
    edits = [(e.start, e.end, b"") for e in found if _is_label(e)]
    # Numbers below 2 are reserved; each stands once.
    used = [int(e.attributes["pid"]) for e in found if e.attributes.get("pid", "").isdecimal()]
    prefix = root.tag.decode().rpartition(":")[0]
    name = f"{prefix}:property" if prefix else "property"
    text = (
        f'<{name} fmtid="{_FORMAT_ID}" pid="{max([1, *used]) + 1}" name="{KEY}">'
        f'<vt:lpwstr xmlns:vt="{_types(root)}">{escape(payload)}</vt:lpwstr></{name}>'
    ).encode()
    if root.is_empty:
        tag = root.tag
        edits.append((root.inside - 2, root.inside, b">" + text + b"</" + tag + b">"))
    else:
        edits.append((root.close, root.close, text))
    new[part] = edited(document, edits)
    return archive.with_members(new)


def _types(root: Element) -> str:
    """Return the namespace of values that goes with the root's."""
    if root.space.startswith("http://purl.oclc.org/"):
        return "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
    return f"{_OFFICE}/docPropsVTypes"


def _introduced(archive: Archive) -> dict[str, bytes]:
    """Return links and types that lead to a new part of custom properties."""
    source = archive.source
    links, types = archive.read(_LINKS), archive.read(_TYPES)
    linked = elements(source, links, 0)
    if any("purl.oclc.org" in e.attributes.get("Type", "") for e in linked):
        raise LabelNotWritten(source.name, "it is of the strict kind and has no custom properties")
    used = {element.attributes.get("Id", "") for element in linked}
    fresh = next(
        f"rIdAIGC{n or ''}" for n in range(len(used) + 1) if f"rIdAIGC{n or ''}" not in used
    )
    name = _prefixed(linked[0], "Relationship")
    link = f'<{name} Id="{fresh}" Type="{_LINK}" Target={quoteattr(_CUSTOM)}/>'
    typed = elements(source, types, 0)
    kind = f'<{_prefixed(typed[0], "Override")} PartName="/{_CUSTOM}" ContentType="{_CONTENT}"/>'
    has_kind = any(e.attributes.get("PartName") == f"/{_CUSTOM}" for e in typed)
    if linked[0].is_empty or typed[0].is_empty:
        raise LabelNotWritten(source.name, "its links or types are empty")
    new = {_LINKS: edited(links, [(linked[0].close, linked[0].close, link.encode())])}
    if not has_kind:
        new[_TYPES] = edited(types, [(typed[0].close, typed[0].close, kind.encode())])
    return new


def _prefixed(root: Element, local: str) -> str:
    prefix = root.tag.decode().rpartition(":")[0]
    return f"{prefix}:{local}" if prefix else local

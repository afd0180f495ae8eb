"""Where the elements of a small XML document stand, so that it can be edited as text.

Parsed by expat without document types, entities or network; nothing is ever
written back from a tree, so what is not edited stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from hegui.errors import DamagedFile, HeguiError
from hegui.labels.source import Source

__all__ = ["Element", "edited", "elements"]

_TAG: Final = re.compile(rb"<[^<>\"']*(?:\"[^\"]*\"[^<>\"']*|'[^']*'[^<>\"']*)*>")
_NAME: Final = re.compile(rb"</?([^\s/>]+)")


@dataclass(slots=True, kw_only=True)
class Element:
    """One element; offsets are bytes in the document."""

    space: str
    """Namespace, empty for none."""

    local: str
    tag: bytes
    """Its name as written, prefix and all."""

    attributes: Mapping[str, str]
    """By local name, or by namespace, blank and local name."""

    depth: int
    """1 for the root."""

    start: int
    inside: int
    """Behind the start tag."""

    end: int = 0
    close: int = 0
    """Where the end tag begins; equal to `inside` for an empty element."""

    text: str = ""
    """All text within, that of children and theirs too."""

    @property
    def is_empty(self) -> bool:
        """Whether it is one tag that closes itself."""
        return self.end == self.inside


def elements(
    source: Source, document: bytes, offset: int, *, doctype: bool = False
) -> list[Element]:
    """Return every element, in the order of start tags.

    Args:
        source: for limits and errors.
        document: UTF-8, or what expat tells by a declaration.
        offset: where it stands, for errors.
        doctype: whether a document type without entities of its own is let pass,
            as SVG often has one.

    Raises:
        DamagedFile: it is not well formed, or declares a type or entities.
        OverLimit: too many elements, or too deep.
    """
    found: list[Element] = []
    stack: list[Element] = []
    texts: list[list[str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise source.damaged(
            offset + parser.CurrentByteIndex, expected="no declarations", found="some"
        )

    def start(name: str, attributes: dict[str, str]) -> None:
        source.count()
        if len(stack) >= 8 * source.limits.depth:
            raise source.damaged(offset, expected="fewer levels of elements", found=len(stack))
        at = parser.CurrentByteIndex
        tag = _TAG.match(document, at)
        written = _NAME.match(document, at)
        if tag is None or written is None:
            raise source.damaged(offset + at, expected="tags in ASCII", found="another encoding")
        space, _, local = name.rpartition(" ")
        element = Element(
            space=space,
            local=local,
            tag=written[1],
            attributes=attributes,
            depth=len(stack) + 1,
            start=at,
            inside=tag.end(),
        )
        found.append(element)
        stack.append(element)
        texts.append([])

    def end(_: str) -> None:
        element = stack.pop()
        element.text = "".join(texts.pop())
        if document.startswith(b"/>", element.inside - 2):
            # Expat reports the end of such a tag behind it, where another's end tag may stand.
            element.close = element.end = element.inside
            return
        element.close = parser.CurrentByteIndex
        closing = _TAG.match(document, element.close)
        if closing is None:
            raise source.damaged(offset, expected="tags in ASCII", found="another encoding")
        element.end = closing.end()

    def text(more: str) -> None:
        for parts in texts[-3:]:
            parts.append(more)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    if not doctype:
        parser.StartDoctypeDeclHandler = refuse
    _parse(parser, source, document, offset)
    return found


def _parse(parser: expat.XMLParserType, source: Source, document: bytes, offset: int) -> None:
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise DamagedFile(
            source.name,
            offset + parser.ErrorByteIndex,
            expected="well-formed XML",
            found=str(error),
        ) from error
    except HeguiError:
        raise
    except (LookupError, ValueError) as error:  # what Python says of the coding it declares
        raise DamagedFile(source.name, offset, expected="UTF-8", found=str(error)) from error


def edited(document: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return the document with half-open ranges replaced; they may not overlap.

    >>> edited(b'abc', [(1, 2, b'-'), (3, 3, b'!')])
    b'a-c!'
    """
    for start, end, new in sorted(edits, reverse=True):
        document = document[:start] + new + document[end:]
    return document

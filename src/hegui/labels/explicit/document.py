"""A visible line of words in a document, put in as text: nothing else changes.

    Markdown, plain text    a line of its own, first (behind front matter) or last
    HTML                    a <p role="note"> first or last in the body
    Word                    a paragraph first or last in the body

These are edits of bytes, not new encodings, so the names say *add* and not
*render*. A document that carries such a line already keeps its bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from hegui.errors import DamagedFile, LabelNotRendered, LabelNotWritten, OverLimit
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.explicit.carry import carried_by, finish_bytes
from hegui.labels.explicit.rules import RenderRules
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece, join, replace_file
from hegui.labels.text import Position, has_explicit_label
from hegui.labels.xml_spans import edited, elements
from hegui.labels.zip_members import Archive

__all__ = ["DOCUMENTS", "LabelledDocument", "add_visible_line"]

_FRONT: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_BODY: Final = re.compile(rb"<body\b[^<>]*>", re.IGNORECASE)
_BODY_END: Final = re.compile(rb"</body\s*>", re.IGNORECASE)
_CLASS: Final = "aigc-label"
_DOCUMENT: Final = "word/document.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledDocument:
    """What adding the line came to."""

    container: str
    words: str
    position: Position
    is_changed: bool
    """False when a line with both elements stood there already."""

    label: AIGCLabel | None

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for JSON."""
        return {
            "container": self.container,
            "words": self.words,
            "position": self.position,
            "is_changed": self.is_changed,
            "label": None if self.label is None else self.label.as_dict(),
        }


def add_visible_line(  # noqa: PLR0913 - what, where and how, by keyword
    path: Path,
    rules: RenderRules,
    grammar: Grammar,
    *,
    to: Path | None = None,
    words: str = "",
    position: Position = "start",
    label: AIGCLabel | None = None,
    even_if_signed: bool = False,
) -> LabelledDocument:
    """Add a line of words that people see, and keep every other byte.

    Args:
        path: Markdown, plain text, HTML or Word.
        rules: what words have to say.
        grammar: what a conforming implicit label holds.
        to: another file for the result; `path` is then left as it is.
        words: the shortest that say both things when not given.
        position: before or behind the content.
        label: an implicit label to write with it; else the one that is there stays.
        even_if_signed: write although a signature over the file will break.

    Raises:
        UnclearLabel: the words lack one of the two elements.
        LabelNotRendered: there is no place for a line; no file was written.
        FileNotReadable: it cannot be opened.
    """
    words = rules.require_words(words or rules.shortest_words)
    carried = carried_by(path, grammar, even_if_signed=even_if_signed)
    edit = DOCUMENTS.get(carried.container)
    if edit is None:
        raise LabelNotRendered(path.name, f"no line can be put into {carried.container or 'it'}")
    old = path.read_bytes()
    source = Source.of_bytes(old, name=path.name)
    try:
        pieces = edit(source, words, position)
    except (DamagedFile, OverLimit, LabelNotWritten, KeyError, UnicodeDecodeError) as error:
        raise LabelNotRendered(path.name, str(error)) from error
    new = old if pieces is None else join(pieces, old)
    finished = finish_bytes(path.name, new, carried, label, grammar)
    target = to or path
    if finished.whole != old or target != path:
        mode = (target if target.exists() else path).stat().st_mode & 0o777
        replace_file(-1, [finished.whole], target, lambda _: None, mode=mode)
    return LabelledDocument(
        container=carried.container,
        words=words,
        position=position,
        is_changed=pieces is not None,
        label=finished.label,
    )


def _lines(source: Source, words: str, position: Position, *, mark: str) -> list[Piece] | None:
    whole = source.read(0, source.size)
    front = _FRONT.match(whole) if mark else None
    start = front.end() if front else (3 if whole.startswith(b"\xef\xbb\xbf") else 0)
    body = whole[start:].decode()
    if has_explicit_label(body):
        return None
    end = b"\r\n" if b"\r\n" in whole else b"\n"
    line = f"{mark}{words}".encode()
    if position == "start":
        gap = end if front and body.startswith(("\n", "\r")) is False else b""
        return [Keep(0, start), gap + line + end + end, Keep(start, source.size)]
    gap = end if body.endswith("\n") or not body else end + end
    return [Keep(0, source.size), gap + line + end]


def _markdown(source: Source, words: str, position: Position) -> list[Piece] | None:
    return _lines(source, words, position, mark="> ")


def _plain(source: Source, words: str, position: Position) -> list[Piece] | None:
    return _lines(source, words, position, mark="")


def _html(source: Source, words: str, position: Position) -> list[Piece] | None:
    whole = source.read(0, source.size)
    whole.decode()
    if re.search(rb"<p [^<>]*class=\"" + _CLASS.encode() + rb"\"", whole):
        return None
    if position == "start":
        at = _BODY.search(whole)
        place = at.end() if at else None
    else:
        ends = list(_BODY_END.finditer(whole))
        place = ends[-1].start() if ends else None
    if place is None:
        raise LabelNotWritten(source.name, "it has no <body> to put a line into")
    line = f'<p class="{_CLASS}" role="note">{html.escape(words)}</p>'.encode()
    return [Keep(0, place), line, Keep(place, source.size)]


def _word(source: Source, words: str, position: Position) -> list[Piece] | None:
    archive = Archive(source)
    if _DOCUMENT not in archive.members:
        raise LabelNotWritten(source.name, "it is no text document of Word")
    document = archive.read(_DOCUMENT)
    found = elements(source, document, archive.members[_DOCUMENT].offset)
    body = next((e for e in found if e.local == "body" and e.depth == 2), None)
    if body is None or body.is_empty:
        raise LabelNotWritten(source.name, "its body is empty")
    children = [e for e in found if e.depth == 3 and body.inside <= e.start < body.close]
    paragraphs = [e for e in children if e.local == "p"]
    for paragraph in paragraphs[:1] + paragraphs[-1:]:
        text = "".join(
            e.text for e in found if e.local == "t" and paragraph.start < e.start < paragraph.end
        )
        if has_explicit_label(text):
            return None
    prefix = body.tag.decode().rpartition(":")[0]
    lead = f"{prefix}:" if prefix else ""
    line = f"<{lead}p><{lead}r><{lead}t>{escape(words)}</{lead}t></{lead}r></{lead}p>".encode()
    last = children[-1] if children else None
    behind = last.start if last is not None and last.local == "sectPr" else body.close
    place = body.inside if position == "start" else behind
    return archive.with_members({_DOCUMENT: edited(document, [(place, place, line)])})


DOCUMENTS: Final[dict[str, Callable[[Source, str, Position], list[Piece] | None]]] = {
    "markdown": _markdown,
    "text": _plain,
    "html": _html,
    "ooxml": _word,
}
"""Container → where its line goes; None from it means that one is there."""

"""Text that people write: Markdown, HTML, SVG, JSON and plain text.

    Markdown    YAML front matter, a map ``AIGC`` of seven keys   (the guide's place)
    SVG         XMP in <metadata>                                  (XMP's own place)
    HTML        <meta name="AIGC" content="…"> in the head         (our convention)
    JSON        a first member "AIGC" of the outermost object      (our convention)
    plain text  a last line ``AIGC: {…}``                          (our convention)

Files are in UTF-8; others are kept as they are. What is not the label stays
byte for byte, line ends too.
"""

from __future__ import annotations

import html
import json
import re
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels import xmp
from hegui.labels.aigc import FIELDS, KEY
from hegui.labels.site import Found, Site
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece
from hegui.labels.xml_spans import elements

__all__ = [
    "find_html", "find_json", "find_markdown", "find_plain", "find_svg",
    "splice_html", "splice_json", "splice_markdown", "splice_plain", "splice_svg",
]  # fmt: skip

_LONGEST: Final = 8 << 20
_FRONT: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*(\r?\n)")
_FENCE: Final = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_BLOCK: Final = re.compile(
    rb"^(\"?AIGC\"?|'AIGC')[ \t]*:[^\n]*\n?(?:^(?:[ \t]+[^\n]*|[ \t]*\r?)\n)*", re.MULTILINE
)
_MEMBER: Final = re.compile(r"^[ \t]++[\"']?([\w.-]++)[\"']?[ \t]*+:[ \t]*+([^\n]*)$", re.MULTILINE)
_LINE: Final = re.compile(rb"^AIGC[ \t]*+(?:[:=][ \t]*+)?(\{[^\r\n]*\})[ \t]*+$", re.MULTILINE)
_META: Final = re.compile(rb"<meta\b[^<>]{0,70000}>", re.IGNORECASE)
_HTML_ATTRIBUTE: Final = re.compile(
    rb"(?<![\w:-])([\w:-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_XHTML: Final = b"http://www.w3.org/1999/xhtml"
_HEAD: Final = re.compile(rb"<head\b[^<>]*>", re.IGNORECASE)


def _whole(source: Source) -> bytes:
    text = source.read(0, source.size)
    if source.size > _LONGEST:
        raise source.damaged(
            _LONGEST, expected=f"at most {_LONGEST} bytes of text", found=source.size
        )
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise source.damaged(error.start, expected="UTF-8", found=text[error.start :]) from error
    return text


def _edit(source: Source, edits: list[tuple[int, int, bytes]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end, new in sorted(edits):
        pieces += [Keep(at, start), new]
        at = end
    return [*pieces, Keep(at, source.size)]


# ── Markdown ──


def _front(text: bytes) -> tuple[int, int, bytes] | None:
    """Return where the front matter begins and ends, and its line end."""
    start = _FRONT.match(text)
    if start is None:
        return None
    end = _FENCE.search(text, start.end())
    return (start.end(), end.start(), start[1]) if end else None


def find_markdown(source: Source) -> Found:
    """Return the labels in the front matter of a Markdown file."""
    found = Found()
    text = _whole(source)
    front = _front(text)
    if front is not None:
        for block in _BLOCK.finditer(text, front[0], front[1]):
            found.sites.append(
                Site(
                    place="front matter AIGC",
                    offset=block.start(),
                    raw=_from_yaml(block[0].decode()).encode(),
                    is_canonical=True,
                )
            )
    _scan_lines(text, found)
    return found


def _from_yaml(block: str) -> str:
    """Return a block of front matter as JSON: a map in lines, or an object in one line."""
    head, _, rest = block.partition("\n")
    inline = head.partition(":")[2].strip()
    if inline:
        return _unquoted(inline) if inline[0] in "\"'" else inline
    members = [(name, _unquoted(value.rstrip(" \t\r"))) for name, value in _MEMBER.findall(rest)]
    # Written by hand, so that a key that stands twice still does.
    pairs = ",".join(f"{json.dumps(n)}:{json.dumps(v, ensure_ascii=False)}" for n, v in members)
    return f"{{{pairs}}}"


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    if len(value) >= 2 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    return value.partition(" #")[0].rstrip()


def splice_markdown(source: Source, payload: str) -> list[Piece]:
    """Return the file with the label in its front matter."""
    text = _whole(source)
    values = json.loads(payload)
    front = _front(text)
    end = front[2] if front else b"\n"
    lines = [
        KEY + ":",
        *(f"  {name}: {json.dumps(values[name], ensure_ascii=False)}" for name in FIELDS),
    ]
    block = end.join(line.encode() for line in lines) + end
    edits = [(hit.start(), hit.end(), b"") for hit in _LINE.finditer(text)]
    if front is None:
        if _FRONT.match(text):
            raise LabelNotWritten(source.name, "its front matter has no end")
        start = 3 if text.startswith(b"\xef\xbb\xbf") else 0
        return _edit(source, [*edits, (start, start, b"---" + end + block + b"---" + end)])
    inside = [(b.start(), b.end(), b"") for b in _BLOCK.finditer(text, front[0], front[1])]
    place = inside[0][0] if inside else front[0]
    return _edit(source, [*edits, (place, place, block), *inside])


# ── plain text ──


def _scan_lines(text: bytes, found: Found, *, is_canonical: bool = False) -> None:
    for hit in _LINE.finditer(text):
        found.sites.append(
            Site(place="a line AIGC", offset=hit.start(), raw=hit[1], is_canonical=is_canonical)
        )


def find_plain(source: Source) -> Found:
    """Return the labels in lines of their own."""
    found = Found()
    _scan_lines(_whole(source), found, is_canonical=True)
    return found


def splice_plain(source: Source, payload: str) -> list[Piece]:
    """Return the text with the label as its last line."""
    text = _whole(source)
    edits = []
    for hit in _LINE.finditer(text):
        end = hit.end() + (1 if text[hit.end() : hit.end() + 1] == b"\n" else 0)
        edits.append((hit.start(), end, b""))
    gap = b"" if not text or text.endswith(b"\n") else b"\n"
    line = f"{KEY}: {payload}\n".encode()
    return [*_edit(source, edits), gap + line]


# ── HTML ──


def _metas(text: bytes) -> list[tuple[int, int, bytes]]:
    """Return the ``meta`` elements that hold a label: start, end, value."""
    found: list[tuple[int, int, bytes]] = []
    for tag in _META.finditer(text):
        attributes = {
            hit[1].lower(): next((v for v in hit.group(2, 3, 4) if v is not None), b"")
            for hit in _HTML_ATTRIBUTE.finditer(tag[0])
        }
        name = attributes.get(b"name", b"") or attributes.get(b"property", b"")
        if KEY.casefold().encode() in name.lower():
            value = html.unescape(attributes.get(b"content", b"").decode()).encode()
            found.append((tag.start(), tag.end(), value))
    return found


def find_html(source: Source) -> Found:
    """Return the labels in ``meta`` elements of a page."""
    found = Found()
    for number, (start, _, value) in enumerate(_metas(_whole(source))):
        found.sites.append(
            Site(place="meta AIGC", offset=start, raw=value, is_canonical=number == 0)
        )
    return found


def splice_html(source: Source, payload: str) -> list[Piece]:
    """Return the page with one ``meta`` of that name, first in its head."""
    text = _whole(source)
    head = _HEAD.search(text)
    if head is None:
        raise LabelNotWritten(source.name, "it has no <head>")
    # XHTML is XML: a tag that stays open would break it.
    close = " /" if _XHTML in text[: head.start()] else ""
    new = f'<meta name="{KEY}" content="{html.escape(payload)}"{close}>'.encode()
    old = [(start, end, b"") for start, end, _ in _metas(text)]
    if old:
        return _edit(source, [(old[0][0], old[0][1], new), *old[1:]])
    return _edit(source, [(head.end(), head.end(), new)])


# ── SVG ──


def find_svg(source: Source) -> Found:
    """Return the labels in the metadata of an SVG picture."""
    return xmp.scan(_whole(source), place="SVG metadata", offset=0, doctype=True)


def splice_svg(source: Source, payload: str) -> list[Piece]:
    """Return the picture with the label in its metadata."""
    text = _whole(source)
    found = elements(source, text, 0, doctype=True)
    root = found[0]
    if root.local != "svg" or root.is_empty:
        raise LabelNotWritten(source.name, "its root is no svg element with something in it")
    sheet = next((e for e in found if e.local == "RDF" and not e.is_empty), None)
    if sheet is not None:
        return _edit(source, [(0, source.size, xmp.put(text, payload, doctype=True))])
    packet = xmp.put(None, payload).partition(b"\n")[2].rpartition(b"</x:xmpmeta>")
    body = packet[0] + packet[1]
    prefix = root.tag.decode().rpartition(":")[0]
    tag = f"{prefix}:metadata" if prefix else "metadata"
    new = f"<{tag}>".encode() + body + f"</{tag}>".encode()
    return _edit(source, [(root.inside, root.inside, new)])


# ── JSON ──


def find_json(source: Source) -> Found:
    """Return the label that is a member of the outermost object."""
    found = Found()
    text = _whole(source).decode()
    for start, _, value in _members(source, text):
        found.sites.append(
            Site(
                place="member AIGC",
                offset=len(text[:start].encode()),
                raw=value.encode(),
                is_canonical=True,
            )
        )
    return found


_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)
"""A string without an end reaches to that of the text, or each quote in it would be tried anew."""


def _members(source: Source, text: str) -> list[tuple[int, int, str]]:
    """Return the members of that name in the outermost object: start, end, value's text."""
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        raise source.damaged(0, expected="an object", found=text[:16])
    found: list[tuple[int, int, str]] = []
    depth = 0
    start = value = -1
    before = ""
    for token in _TOKEN.finditer(text):
        source.count()
        word = token[0]
        if depth == 1 and value >= 0 and word in {",", "}"}:
            end = token.end() if word == "," else token.start()
            found.append((start, end, text[value : token.start()].strip()))
            start = value = -1
        if word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1
        elif depth == 1 and word == ":" and before == f'"{KEY}"':
            value = token.end()
        elif depth == 1 and word == f'"{KEY}"' and value < 0:
            start = token.start()
        before = word
    if depth:
        raise source.damaged(source.size, expected="the end of the object", found=f"{depth} open")
    return found


def splice_json(source: Source, payload: str) -> list[Piece]:
    """Return the document with the label as the first member of its object."""
    text = _whole(source).decode()
    members = _members(source, text)
    if len(members) > 1:
        raise LabelNotWritten(source.name, "it has the member AIGC more than once")
    new = f'"{KEY}":{payload}'

    def at(index: int) -> int:
        return len(text[:index].encode())

    if members:
        start, end, _ = members[0]
        comma = "," if text[end - 1] == "," else ""
        return _edit(source, [(at(start), at(end), (new + comma).encode())])
    brace = text.index("{") + 1
    is_empty = text[brace:].lstrip().startswith("}")
    return _edit(source, [(at(brace), at(brace), (new + ("" if is_empty else ",")).encode())])

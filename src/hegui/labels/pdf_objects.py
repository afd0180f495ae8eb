"""Just enough of PDF to find one dictionary: tokens, tables of places, packed objects.

    %PDF … objects … xref (or a stream of it) trailer startxref N %%EOF

Nothing of pages is read. Chains of tables are followed once each; streams are
unpacked within limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from hegui.errors import OverLimit
from hegui.labels.source import Source

__all__ = ["Name", "Pdf", "Ref", "Span", "Value", "text_of"]


class Name(bytes):
    """A name, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """An indirect object."""

    number: int
    generation: int


@dataclass(frozen=True, slots=True)
class Span:
    """Where a key and its value stand in the text that was parsed."""

    start: int
    value: int
    end: int


Value = "None | bool | int | float | bytes | Name | Ref | list[Value] | dict[bytes, Value]"
"""What a token stream gives; dictionaries are by name."""

_BLANK: Final = b"\x00\t\n\x0c\r "
_REGULAR: Final = re.compile(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]+")
_SKIP: Final = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_REF: Final = re.compile(
    rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])"
)
_OBJECT: Final = re.compile(
    rb"[\x00\t\n\x0c\r ]*(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+obj"
)
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\x0c"}
_WINDOWS: Final = (8 << 10, 256 << 10, 4 << 20)
"""How far behind an object's start is read, tried in turn."""

_TABLES: Final = 4_096


class _CutError(Exception):
    """The text ends within a token; more of the file may complete it."""


class _Parser:
    """Reads tokens of one piece of text."""

    def __init__(self, text: bytes, count: Callable[[int], None], at: int = 0) -> None:
        self.text = text
        self.count = count
        self.at = at
        self.depth = 0
        self.spans: dict[bytes, Span] = {}
        """Keys of the outermost dictionary."""

    def _skip(self) -> None:
        found = _SKIP.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def value(self) -> object:
        self._skip()
        self.count(8)  # a token takes as long as eight chunks
        if self.at >= len(self.text):
            raise _CutError
        two = self.text[self.at : self.at + 2]
        if two == b"<<":
            return self._dictionary()
        first = two[:1]
        if first == b"(":
            return self._string()
        if first == b"<":
            end = self.text.find(b">", self.at)
            if end < 0:
                raise _CutError
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", self.text[self.at + 1 : end])
            self.at = end + 1
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        if first == b"[":
            return self._array()
        if first == b"/":
            return self._name()
        return self._plain()

    def _nested(self) -> None:
        self.depth += 1
        if self.depth > 64:
            raise ValueError("nested too deep")

    def _array(self) -> list[object]:
        self._nested()
        self.at += 1
        items: list[object] = []
        while True:
            self._skip()
            if self.text[self.at : self.at + 1] == b"]":
                self.at += 1
                self.depth -= 1
                return items
            items.append(self.value())

    def _dictionary(self) -> dict[bytes, object]:
        self._nested()
        self.at += 2
        items: dict[bytes, object] = {}
        while True:
            self._skip()
            if self.text[self.at : self.at + 2] == b">>":
                self.at += 2
                self.depth -= 1
                return items
            start = self.at
            if start >= len(self.text):
                raise _CutError
            if self.text[start : start + 1] != b"/":
                raise ValueError(f"expected a name at {start}")
            key = self._name()
            self._skip()
            at = self.at
            items[bytes(key)] = self.value()
            if self.depth == 1:
                self.spans[bytes(key)] = Span(start, at, self.at)

    def _name(self) -> Name:
        found = _REGULAR.match(self.text, self.at + 1)
        self.at = found.end() if found else self.at + 1
        raw = found[0] if found else b""
        return Name(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), raw))

    def _plain(self) -> object:
        if found := _REF.match(self.text, self.at):
            self.at = found.end()
            return Ref(int(found[1]), int(found[2]))
        word = _REGULAR.match(self.text, self.at)
        if word is None:
            raise ValueError(f"unexpected {self.text[self.at : self.at + 1]!r} at {self.at}")
        self.at = word.end()
        if word[0] in {b"true", b"false", b"null"}:
            return {b"true": True, b"false": False, b"null": None}[word[0]]
        if re.fullmatch(rb"[+-]?\d{1,18}", word[0]):
            return int(word[0])
        return float(word[0])  # a keyword is no number, and raises ValueError

    def _string(self) -> bytes:
        out = bytearray()
        depth = 1
        at = self.at + 1
        text = self.text
        while depth:
            found = re.compile(rb"[()\\]").search(text, at)
            if found is None:
                raise _CutError
            self.count(1)
            out += text[at : found.start()]
            at = found.end()
            if found[0] == b"\\":
                piece, at = _escaped(text, at)
                out += piece
                continue
            depth += 1 if found[0] == b"(" else -1
            if depth:
                out += found[0]
        self.at = at
        return bytes(out)


def _escaped(text: bytes, at: int) -> tuple[bytes, int]:
    octal = re.compile(rb"[0-7]{1,3}").match(text, at)
    if octal:
        return bytes([int(octal[0], 8) & 255]), octal.end()
    char = text[at : at + 1]
    if text[at : at + 2] == b"\r\n":
        return b"", at + 2
    if char in {b"\r", b"\n"}:
        return b"", at + 1
    return _ESCAPES.get(char, char), at + 1


def text_of(raw: bytes) -> str:
    """Return a text string: UTF-16 or UTF-8 by its mark, else byte for byte."""
    if raw[:2] == b"\xfe\xff":
        return raw[2:].decode("utf-16-be", "replace")
    if raw[:3] == b"\xef\xbb\xbf":
        return raw[3:].decode("utf-8", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


class Pdf:
    """The newest tables of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        if source.upto(0, 5) != b"%PDF-":
            raise source.damaged(0, expected="%PDF- at the first byte", found=source.upto(0, 5))
        tail_at = max(0, source.size - 2_048)
        tail = source.read(tail_at, source.size - tail_at)
        found = re.search(rb"startxref\s+(\d{1,12})\s+%%EOF", tail[tail.rfind(b"startxref") :])
        if found is None or b"startxref" not in tail:
            raise source.damaged(source.size, expected="startxref at the end", found="none")
        self.start = int(found[1])
        self._sections: list[_Section] = []
        self.has_table = True
        self.trailer: dict[bytes, object] = {}
        self.trailer_text = b""
        self.trailer_spans: dict[bytes, Span] = {}
        self._read_sections()

    def _read_sections(self) -> None:
        waiting = [self.start]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop(0)
            if at in seen or len(seen) > _TABLES:
                raise self.source.damaged(at, expected="a chain of tables", found="a circle")
            seen.add(at)
            section = self._section(at)
            if not self._sections:
                self.trailer, self.has_table = section.trailer, section.is_table
                self.trailer_text, self.trailer_spans = section.text, section.spans
            self._sections.append(section)
            for key in (b"XRefStm", b"Prev"):
                after = section.trailer.get(key)
                if isinstance(after, int) and not isinstance(after, bool):
                    waiting.append(after)

    def _section(self, at: int) -> _Section:
        head = self.source.upto(at, 64).lstrip(_BLANK)
        if head.startswith(b"xref"):
            return self._table(at)
        _, value, parser, base = self.object_at(at)
        if not isinstance(value, dict) or value.get(b"Type") != b"XRef":
            raise self.source.damaged(at, expected="a table of places", found=head[:8])
        rows = self._stream(value, base + parser.at, at)
        return _Section(value, False, parser.text, parser.spans, [], self._rows(value, rows, at))

    def _table(self, at: int) -> _Section:
        source = self.source
        parts: list[tuple[int, int, int]] = []
        at = source.read(at, min(64, source.size - at)).index(b"xref") + 4 + at
        while True:
            line = source.upto(at, 64)
            found = re.match(
                rb"[\x00\t\n\x0c\r ]*(\d{1,10})[ \t]+(\d{1,10})[ \t]*(?:\r\n|\n|\r)", line
            )
            if found is None:
                break
            source.count()
            parts.append((int(found[1]), int(found[2]), at + found.end()))
            at += found.end() + 20 * int(found[2])
        word = re.match(rb"[\x00\t\n\x0c\r ]*trailer", source.upto(at, 64))
        if word is None:
            raise source.damaged(at, expected="trailer", found=source.upto(at, 16))
        value, parser = self._parsed(at + word.end())
        if not isinstance(value, dict):
            raise source.damaged(at, expected="a dictionary", found=type(value).__name__)
        return _Section(value, True, parser.text, parser.spans, parts, {})

    def _parsed(self, at: int) -> tuple[object, _Parser]:
        for window in _WINDOWS:
            parser = _Parser(self.source.upto(at, window), self.source.count)
            try:
                return parser.value(), parser
            except _CutError:
                if at + window >= self.source.size:
                    break
            except OverLimit:
                raise
            except (ValueError, KeyError) as error:
                raise self.source.damaged(at, expected="an object", found=str(error)) from error
        raise self.source.damaged(at, expected="an object that ends", found="none")

    def object_at(self, at: int) -> tuple[int, object, _Parser, int]:
        """Return number, value, parser (for spans) and base of the object at a place."""
        head = _OBJECT.match(self.source.upto(at, 64))
        if head is None:
            raise self.source.damaged(at, expected="an object", found=self.source.upto(at, 16))
        value, parser = self._parsed(at + head.end())
        return int(head[1]), value, parser, at + head.end()

    def _stream(self, value: dict[bytes, object], behind: int, at: int) -> bytes:
        """Return what stands in the stream behind a dictionary, unpacked."""
        start = re.match(rb"[\x00\t\n\x0c\r ]*stream(?:\r\n|\n)", self.source.upto(behind, 64))
        length = self.resolved(value.get(b"Length"))
        if start is None or not isinstance(length, int) or length < 0:
            raise self.source.damaged(at, expected="a stream with its length", found=repr(length))
        packed = self.source.read(behind + start.end(), length)
        kind = value.get(b"Filter")
        kinds = kind if isinstance(kind, list) else [] if kind is None else [kind]
        if kinds == [b"FlateDecode"]:
            plain = self.source.inflate(packed, at)
        elif not kinds:
            plain = packed
        else:
            raise self.source.damaged(at, expected="no or one filter", found=str(kinds))
        parameters = self.resolved(value.get(b"DecodeParms"))
        if isinstance(parameters, list):
            parameters = parameters[0] if parameters else None
        predictor = parameters.get(b"Predictor", 1) if isinstance(parameters, dict) else 1
        if not isinstance(predictor, int):
            raise self.source.damaged(at, expected="a predictor's number", found=str(predictor))
        if isinstance(parameters, dict) and predictor > 1:
            return self._unpredicted(plain, parameters, at)
        return plain

    def _unpredicted(self, plain: bytes, parameters: dict[bytes, object], at: int) -> bytes:
        columns = parameters.get(b"Columns", 1)
        if (
            not isinstance(columns, int)
            or not 0 < columns < 1 << 16
            or parameters[b"Predictor"] == 2
        ):
            raise self.source.damaged(at, expected="a PNG predictor by columns", found=str(columns))
        self.source.count(len(plain) // 8 + 1)
        out = bytearray()
        above = bytes(columns)
        for row in range(0, len(plain) - columns, columns + 1):
            kind, line = plain[row], bytearray(plain[row + 1 : row + 1 + columns])
            if kind == 2:
                line = bytearray((a + b) & 255 for a, b in zip(line, above, strict=True))
            elif kind == 1:
                for i in range(1, columns):
                    line[i] = (line[i] + line[i - 1]) & 255
            elif kind:
                raise self.source.damaged(at, expected="predictor 0, 1 or 2", found=kind)
            out += line
            above = bytes(line)
        return bytes(out)

    def _rows(
        self, value: dict[bytes, object], rows: bytes, at: int
    ) -> dict[int, tuple[int, int, int]]:
        widths = value.get(b"W")
        size = value.get(b"Size")
        if (
            not isinstance(widths, list)
            or len(widths) != 3
            or not all(isinstance(w, int) and 0 <= w <= 8 for w in widths)
            or not isinstance(size, int)
        ):
            raise self.source.damaged(at, expected="three widths and a size", found=str(widths))
        first, second, third = (int(str(w)) for w in widths)
        index = value.get(b"Index", [0, size])
        numbers = [n for n in index if isinstance(n, int)] if isinstance(index, list) else []
        found: dict[int, tuple[int, int, int]] = {}
        row = 0
        width = first + second + third
        for begin, said in zip(numbers[::2], numbers[1::2], strict=False):
            count = min(max(said, 0), (len(rows) - row) // width if width else 0)
            self.source.count(count)
            for number in range(begin, begin + count):
                a, b = row + first, row + first + second
                kind = int.from_bytes(rows[row:a]) if first else 1
                found[number] = (
                    kind,
                    int.from_bytes(rows[a:b]),
                    int.from_bytes(rows[b : row + width]),
                )
                row += width
        return found

    def _place(self, number: int) -> tuple[int, int, int] | None:
        for section in self._sections:
            if number in section.rows:
                return section.rows[number]
            for first, count, at in section.parts:
                self.source.count()
                if first <= number < first + count:
                    line = self.source.read(at + 20 * (number - first), 20)
                    found = re.match(rb"(\d{10}) (\d{5}) ([nf])", line)
                    if found is None:
                        raise self.source.damaged(at, expected="a row of the table", found=line)
                    return (1 if found[3] == b"n" else 0, int(found[1]), int(found[2]))
        return None

    def load(self, ref: Ref) -> tuple[object, bytes, dict[bytes, Span]]:
        """Return an object with its text and the spans of its keys; None when it is free."""
        place = self._place(ref.number)
        self.source.count()
        if place is None or place[0] == 0:
            return None, b"", {}
        kind, where, third = place
        if kind == 1:
            number, value, parser, _ = self.object_at(where)
            if number != ref.number:
                raise self.source.damaged(where, expected=f"object {ref.number}", found=number)
            return value, parser.text, parser.spans
        outer = self._place(where)
        if outer is None or outer[0] != 1:
            raise self.source.damaged(0, expected=f"packed objects {where}", found="none")
        _, holder, parser, base = self.object_at(outer[1])
        if not isinstance(holder, dict):
            raise self.source.damaged(outer[1], expected="a stream", found="none")
        text = self._stream(holder, base + parser.at, outer[1])
        first, count = holder.get(b"First"), holder.get(b"N")
        if not isinstance(first, int) or not isinstance(count, int):
            raise self.source.damaged(outer[1], expected="First and N", found="none")
        self.source.count(max(first, 0) // 4)
        heads = text[: max(first, 0)].split()
        for index in range(0, min(2 * count, len(heads)) - 1, 2):
            if heads[index] == b"%d" % ref.number and heads[index + 1].isdigit():
                inner = _Parser(text, self.source.count, first + int(heads[index + 1]))
                try:
                    return inner.value(), text, inner.spans
                except (_CutError, ValueError) as error:
                    raise self.source.damaged(
                        outer[1], expected="an object", found=str(error)
                    ) from error
        raise self.source.damaged(
            outer[1], expected=f"object {ref.number}", found=f"not at {third}"
        )

    def resolved(self, value: object) -> object:
        """Return a value, followed when it is a reference; at most eight times."""
        for _ in range(8):
            if not isinstance(value, Ref):
                return value
            value = self.load(value)[0]
        return None

    def stream_of(self, ref: Ref) -> tuple[bytes, int, bool]:
        """Return a stream's bytes, where they begin, and whether they stand in plain."""
        place = self._place(ref.number)
        if place is None or place[0] != 1:
            return b"", 0, False
        _, value, parser, base = self.object_at(place[1])
        if not isinstance(value, dict):
            return b"", 0, False
        behind = base + parser.at
        plain = self._stream(value, behind, place[1])
        start = re.match(rb"[\x00\t\n\x0c\r ]*stream(?:\r\n|\n)", self.source.upto(behind, 64))
        return plain, behind + (start.end() if start else 0), b"Filter" not in value


@dataclass(frozen=True, slots=True)
class _Section:
    """One table of places with its trailer."""

    trailer: dict[bytes, object]
    is_table: bool
    text: bytes
    spans: dict[bytes, Span]
    parts: list[tuple[int, int, int]]
    rows: dict[int, tuple[int, int, int]]

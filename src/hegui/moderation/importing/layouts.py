"""The layouts that public lists come in, read into drafts.

.txt          a term a line; or term and category parted by a tab, a comma, "|" or "=";
or every line in base64, as some lists are hidden from filters
.csv .tsv     a header with the columns of `lexicon`, or the usual other names for them
.json         ["…"]; [{"word": "…", "category": "…"}]; {"category": ["…"]}; {"words": …}
.jsonl        one of those objects a line
.toml         a lexicon as hegui writes it, or any of the shapes of JSON
"""

from __future__ import annotations

import base64
import csv
import io
import re
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import orjson

from hegui.errors import InvalidLexicon
from hegui.moderation.lexicon_rows import COLUMNS
from hegui.moderation.lexicon_toml import toml_tables

__all__ = ["LAYOUTS", "Draft", "drafts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One entry as it was found, not judged yet."""

    line: int
    """From 1; for JSON and TOML the place of the entry, from 1."""

    text: str
    cells: Mapping[str, object] = field(default_factory=dict)
    """Other columns, by the names of `lexicon_rows.COLUMNS`, of TOML's types or as text."""


_NAMES: Final = {
    name: column
    for column, names in {
        "text": (
            "text word words term keyword keywords value content 词 词语 敏感词 关键词 内容 名称"
        ),
        "category": "category type class label tag kind 类别 分类 类型 风险",
        "severity": "severity level grade weight risk_level 级别 等级 严重程度",
        "note": "note remark comment description 备注 说明",
    }.items()
    for name in names.split()
} | {name: name for name in COLUMNS}
"""Names of columns in the wild -> ours."""

_BARE: Final = ("text", "category", "severity", "note")
"""Columns of a table without a header."""

_COMMENTS: Final = ("#", "//", ";;")
_SIGNS: Final = "\t|=,，"
"""The last of these parts a term from its category."""

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")


def _lines(_file: Path, text: str) -> Iterator[Draft]:
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1)]
    lines = [(at, line) for at, line in lines if line and not line.startswith(_COMMENTS)]
    hidden = _unhidden([line for _, line in lines])
    for place, (at, line) in enumerate(lines):
        if hidden is not None:
            yield Draft(line=at, text=hidden[place])
            continue
        # No pattern: one that looks for the last sign takes quadratic time on a line of spaces.
        parted = max(line.rfind(sign) for sign in _SIGNS)
        category = line[parted + 1 :].strip() if parted > 0 else ""
        yield Draft(
            line=at,
            text=line[:parted].rstrip() if parted > 0 else line,
            cells={"category": category} if category else {},
        )


def _unhidden(lines: list[str]) -> list[str] | None:
    """Return what lines of base64 hold, or None when one of them is something else."""
    found = []
    for line in lines:
        if len(line) % 4 or not _BASE64.fullmatch(line):
            return None
        try:
            found.append(base64.b64decode(line, validate=True).decode("utf-8").strip())
        except (NotBase64, UnicodeDecodeError):
            return None
    # Words of English are base64 by accident; what they would hold is no text of ours.
    return found if found and all(any(char > "\x7f" for char in each) for each in found) else None


def _table(file: Path, text: str) -> Iterator[Draft]:
    sign = "\t" if file.suffix == ".tsv" or "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    columns: list[str | None] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = [_NAMES.get(cell.strip().lower()) for cell in cells]
                if "text" in columns:
                    continue
                columns = [*_BARE[: len(cells)]]
            row = {
                column: cell.strip()
                for column, cell in zip(columns, cells, strict=False)
                if column is not None and cell.strip()
            }
            yield Draft(line=reader.line_num, text=row.pop("text", ""), cells=row)
    except csv.Error as error:
        raise InvalidLexicon(
            file, reader.line_num, expected="valid CSV", found=str(error)
        ) from error


def _json(file: Path, text: str) -> Iterator[Draft]:
    try:
        raw = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidLexicon(file, error.lineno, expected="valid JSON", found=error.msg) from error
    for at, (entry, category) in enumerate(_entries(raw, None), 1):
        yield _draft(at, entry, category)


def _jsonl(file: Path, text: str) -> Iterator[Draft]:
    for at, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InvalidLexicon(file, at, expected="JSON", found=error.msg) from error
        yield _draft(at, entry, None)


def _toml(file: Path, text: str) -> Iterator[Draft]:
    raw = toml_tables(file, text)
    for at, (entry, category) in enumerate(_entries(raw.get("term", raw), None), 1):
        yield _draft(at, entry, category)


def _entries(raw: object, category: str | None) -> Iterator[tuple[object, str | None]]:
    if isinstance(raw, list):
        for each in raw:
            yield each, category
    elif isinstance(raw, dict) and not _has_text(raw):
        for name, inside in raw.items():
            of_all = _NAMES.get(str(name).lower()) == "text" or name in {"data", "list", "lexicon"}
            yield from _entries(inside, category if of_all else str(name))
    else:
        yield raw, category


def _has_text(raw: Mapping[str, object]) -> bool:
    return any(
        _NAMES.get(str(name).lower()) == "text" and isinstance(value, str)
        for name, value in raw.items()
    )


def _draft(at: int, entry: object, category: str | None) -> Draft:
    cells: dict[str, object] = {} if category is None else {"category": category}
    if isinstance(entry, dict):
        for name, value in entry.items():
            column = _NAMES.get(str(name).lower())
            if column is not None and value is not None:
                cells[column] = value
        return Draft(line=at, text=str(cells.pop("text", "")), cells=cells)
    return Draft(line=at, text=entry if isinstance(entry, str) else "", cells=cells)


LAYOUTS: Final = {
    ".txt": _lines,
    ".csv": _table,
    ".tsv": _table,
    ".json": _json,
    ".jsonl": _jsonl,
    ".toml": _toml,
}


def drafts(file: Path, text: str) -> Iterator[Draft]:
    """Yield the entries of a file's text, by the file's suffix.

    Raises:
        InvalidLexicon: no such layout, or the text is not well formed.
    """
    layout = LAYOUTS.get(file.suffix.lower())
    if layout is None:
        raise InvalidLexicon(
            file,
            0,
            expected=f"a file of {', '.join(LAYOUTS)}",
            found=file.suffix or "no suffix",
        )
    yield from layout(file, text)

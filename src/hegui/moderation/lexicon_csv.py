"""Read a lexicon from CSV: a header line with the columns of `lexicon`, then a term a line.

The file's name is the lexicon's name, and its content is its version, so that a
list exported from a spreadsheet needs nothing added.
"""

from __future__ import annotations

import csv
import hashlib
import io
from array import array
from pathlib import Path
from typing import Final

from hegui.errors import InvalidLexicon
from hegui.moderation.lexicon import Lexicon
from hegui.moderation.lexicon_cells import typed_row
from hegui.moderation.lexicon_packing import pack_lexicon
from hegui.moderation.lexicon_rows import COLUMNS, check_names, make_lexicon, read_text

__all__ = ["PACKED", "read_csv"]

PACKED: Final = 5_000
"""Terms from which a list is packed."""


def read_csv(file: Path) -> Lexicon:
    """Return the lexicon in a CSV file.

    Raises:
        InvalidLexicon: file, line, what was expected, what was found, near names.
    """
    text = read_text(file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = array("I")
    rows: list[list[str]] = []
    columns: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = [cell.strip() for cell in cells]
                check_names(file, lambda _: 1, dict.fromkeys(columns), COLUMNS, "a column")
                continue
            if len(cells) != len(columns):
                raise InvalidLexicon(
                    file,
                    reader.line_num,
                    expected=f"{len(columns)} cells, as in the header",
                    found=str(len(cells)),
                )
            lines.append(reader.line_num)
            rows.append(cells)
    except csv.Error as error:
        raise InvalidLexicon(
            file, reader.line_num, expected="valid CSV", found=str(error)
        ) from error

    if columns is None:
        raise InvalidLexicon(
            file, 1, expected=f"a header line with columns of {', '.join(COLUMNS)}", found="no line"
        )

    def where(entry: int | None, key: str | None = None) -> int:
        del key
        return 1 if entry is None else lines[entry]

    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    name = file.stem.lower()
    head = {"name": name, "version": version, "author": "imported", "source": file.name}

    def row(entry: int) -> dict[str, object]:
        return typed_row(dict(zip(columns, rows[entry], strict=True)))

    if len(rows) >= PACKED:
        return pack_lexicon(file, where, head, columns, rows, row=row)
    return make_lexicon(file, where, head, [row(entry) for entry in range(len(rows))])

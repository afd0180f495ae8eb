"""Word document by docxtpl, from a template that is built here.

The template is made in code, so that its fonts, margins and header rows are
stated where one can read them, and no binary lies in the repository. Facts are
put in as text: braces, angle brackets and ampersands in them mean nothing.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Final, cast

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from hegui.filing.notice import view
from hegui.filing.snapshot import Snapshot

__all__ = ["to_docx"]

_TEXT_FONT: Final = ("Times New Roman", "FangSong")
_HEAD_FONT: Final = ("Arial", "SimHei")
"""Western and Chinese family; Word replaces what a machine lacks."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""Earliest time that ZIP knows: the same on every run."""


def to_docx(snapshot: Snapshot, language: str = "zh") -> bytes:
    """Return the notice as a Word document.

    Args:
        snapshot: the facts.
        language: ``zh`` or ``en``.

    Raises:
        ValueError: another language was asked for.

    Notes:
        About 0.2 s. The same snapshot and language give the same bytes.
    """
    template = DocxTemplate(io.BytesIO(_template()))
    # Templates may come from people later; a sandbox keeps them to text.
    environment = SandboxedEnvironment(autoescape=True)
    template.render({"view": view(snapshot, language)}, jinja_env=environment)
    written = io.BytesIO()
    template.save(written)
    return _settled(written.getvalue())


@cache
def _template() -> bytes:
    document = Document()
    _set_fonts(document)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin = Cm(3.7), Cm(3.5)
    page.left_margin, page.right_margin = Cm(2.8), Cm(2.6)
    document.add_paragraph("{{ view.words.title }}", style="Title")
    _rows(document, "view.heading", (4, 11.6))
    document.add_paragraph("{{ view.words.about }}")
    _heading(document, "summary")
    _rows(document, "view.counts", (4, 4))
    _heading(document, "obligations")
    _rows(document, "view.obligations", (4, 5, 1.8, 4.8), ("obligation", "must", "state", "reason"))
    _heading(document, "controls")
    _rows(document, "view.controls", (5, 8.8, 1.8), ("control", "claim", "state"))
    _heading(document, "label")
    document.add_paragraph("{{ view.label }}")
    _heading(document, "published")
    document.add_paragraph("{%p if not view.published %}")
    document.add_paragraph("{{ view.words.none }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for title, facts in view.published %}")
    document.add_paragraph("{{ title }}", style="Heading 2")
    document.add_paragraph("{%p for name, value in facts %}")
    document.add_paragraph("{{ name }}{{ view.words.colon }}{{ value }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _heading(document: DocumentType, word: str) -> None:
    document.add_paragraph(f"{{{{ view.words.{word} }}}}", style="Heading 1")


def _rows(
    document: DocumentType, over: str, widths_cm: tuple[float, ...], head: tuple[str, ...] = ()
) -> None:
    """Add a table with one row for each item of `over`, and a repeated header row."""
    table = document.add_table(rows=0, cols=len(widths_cm), style="Table Grid")
    table.autofit = False
    if head:
        cells = table.add_row().cells
        for cell, word in zip(cells, head, strict=True):
            cell.text = f"{{{{ view.words.{word} }}}}"
            cell.paragraphs[0].runs[0].bold = True
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  python-docx has no other way
    table.add_row().cells[0].text = f"{{%tr for row in {over} %}}"
    for index, cell in enumerate(table.add_row().cells):
        cell.text = f"{{{{ row[{index}] }}}}"
    table.add_row().cells[0].text = "{%tr endfor %}"
    _set_widths(table, widths_cm)


def _set_widths(table: Table, widths_cm: tuple[float, ...]) -> None:
    # Both the grid and each cell: some programs read only one of them.
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _set_fonts(document: DocumentType) -> None:
    sizes = {"Normal": 10.5, "Title": 20.0, "Heading 1": 14.0, "Heading 2": 12.0}
    for name, size in sizes.items():
        style = cast("ParagraphStyle", document.styles[name])
        latin, chinese = _TEXT_FONT if name == "Normal" else _HEAD_FONT
        style.font.name, style.font.size = latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), chinese)
        # A theme font would win over the names.
        for theme in [key for key in fonts.attrib if str(key).endswith("Theme")]:
            del fonts.attrib[theme]
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _settled(content: bytes) -> bytes:
    """Return the archive with members sorted and without times, so that bytes repeat."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        # Word wants the content types first; their name sorts first too.
        for name in sorted(before.namelist()):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(member, before.read(name))
    return settled.getvalue()

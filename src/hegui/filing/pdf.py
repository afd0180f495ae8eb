"""PDF by Typst, always PDF/A-2b.

Ordinary PDF shows a box for a character that no font has, and says nothing.
PDF/A makes that an error, so it is the only kind that is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Final

import orjson
import typst

from hegui.errors import DocumentNotRendered, FontMissing
from hegui.filing.notice import view
from hegui.filing.snapshot import Snapshot

__all__ = ["FONTS", "to_pdf"]

FONTS: Final = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "FangSong",
    "SimSun",
    "Songti SC",
    "WenQuanYi Micro Hei",
)
"""Families with simplified Chinese, in the order in which they are tried."""

_TEMPLATE: Final = Path(__file__).with_name("templates") / "notice.typ"


def to_pdf(
    snapshot: Snapshot,
    language: str = "zh",
    *,
    fonts: Sequence[Path] = (),
    system_fonts: bool = True,
) -> bytes:
    """Return the notice as PDF/A-2b.

    Args:
        snapshot: the facts.
        language: ``zh`` or ``en``. Both need a Chinese font, since wordings and
            names may be Chinese.
        fonts: folders with further fonts.
        system_fonts: whether the machine's fonts may be used.

    Raises:
        FontMissing: none of `FONTS` is at hand.
        DocumentNotRendered: a character has no glyph, or the layout failed.
        ValueError: another language was asked for.

    Notes:
        About half a second. The same snapshot, language and fonts give the
        same bytes. No network.
    """
    seen = view(snapshot, language)
    found = typst.Fonts(
        include_system_fonts=system_fonts,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in fonts],
    )
    families = set(found.families())
    font = next((name for name in FONTS if name in families), None)
    if font is None:
        raise FontMissing(FONTS)
    try:
        return typst.compile(
            _TEMPLATE.read_bytes(),
            font_paths=found,
            format="pdf",
            sys_inputs={"view": orjson.dumps(asdict(seen)).decode(), "font": font},
            pdf_standards=["a-2b"],
            timestamp=int(snapshot.taken_at.astimezone(UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise DocumentNotRendered("PDF", found=str(error)) from error

"""Words are sized by their ink."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont
from tests.unit.labels.explicit.made import white_rows

from hegui.errors import FileNotReadable, MissingGlyph
from hegui.labels.explicit.font import CHARACTERS, FONT, LICENSE
from hegui.labels.explicit.lettering import letter


@pytest.mark.parametrize("needed", [7, 9.5, 30, 54, 201.3])
@pytest.mark.parametrize("words", ["AI生成", "人工智能合成", "本视频由AI模型生成 2026"])
def test_the_lowest_capital_reaches_the_height(words: str, needed: float) -> None:
    """Not the font's size, and not the highest character beside a low one."""
    lettering = letter(words, needed)

    assert lettering.ink_px >= needed
    assert lettering.ink_px <= white_rows(lettering.mask, threshold=128)
    assert lettering.ink_px <= needed * 1.2 + 2


def test_a_capital_alone_is_as_high_as_told() -> None:
    """The Latin letters of the words, found in the mask by their columns."""
    mask = letter("AI生成", 40).mask
    inked = np.flatnonzero((mask >= 128).any(axis=0))
    end = int(inked[np.flatnonzero(np.diff(inked) > 1)[0]]) + 1
    first = mask[:, :end]

    assert white_rows(first, threshold=128) >= 40


def test_the_subset_holds_what_it_was_cut_for() -> None:
    listed = CHARACTERS.read_text(encoding="utf-8").replace("\n", "")

    assert letter(listed, 9).ink_px >= 9
    assert "SIL OPEN FONT LICENSE Version 1.1" in LICENSE.read_text(encoding="utf-8")


def test_a_character_without_a_glyph_is_named() -> None:
    """A box in its place would be no label."""
    with pytest.raises(MissingGlyph) as caught:
        letter("AI生成龘😀", 20)

    assert "龘 (U+9F98), 😀 (U+1F600)" == caught.value.missing


def test_an_own_font_is_asked_for_its_glyphs(tmp_path: Path) -> None:
    """A font that draws a box for what it lacks is found out by the box."""
    own = tmp_path / "own.ttf"
    own.write_bytes(_latin_font())

    assert letter("AI", 20, own).ink_px >= 20
    with pytest.raises(MissingGlyph):
        letter("AI生成", 20, own)


def test_no_font_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_text("no font")

    with pytest.raises(FileNotReadable):
        letter("AI生成", 20, tmp_path / "x.ttf")


def _latin_font() -> bytes:
    """Return the Latin font that Pillow carries."""
    path = ImageFont.load_default(20)
    assert isinstance(path, ImageFont.FreeTypeFont)
    source = path.path
    assert hasattr(source, "getvalue") or hasattr(source, "read")
    source.seek(0)  # type: ignore[union-attr]
    whole: bytes = source.read()  # type: ignore[union-attr]
    assert FONT.read_bytes() != whole
    return whole

"""Cut ``label.otf`` out of Noto Sans CJK SC.

    python -m hegui.labels.explicit.font.cut NotoSansCJK-Bold.ttc

Run it when ``characters.txt`` changes, with the collection that Debian's
``fonts-noto-cjk`` installs. fontTools is a development dependency: nothing
imports it at run time. The result is the same for the same collection.
"""

from __future__ import annotations

import sys
from pathlib import Path
from string import printable
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from hegui.labels.explicit.font import CHARACTERS, FONT

__all__ = ["cut", "main"]

FAMILY: Final = "Noto Sans CJK SC"

_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)
"""Copyright, family, style, unique id, full name, version, PostScript, trademark, licence twice."""


def _text() -> str:
    listed = CHARACTERS.read_text(encoding="utf-8")
    return "".join(sorted(set(listed + printable) - set("\t\n\r\x0b\x0c")))


def _family(collection: Path) -> TTFont:
    for font in TTCollection(str(collection)).fonts:
        if font["name"].getDebugName(1) == FAMILY:
            return font
    raise SystemExit(f"{collection.name}: expected a font named {FAMILY!r}; found none")


def cut(collection: Path, target: Path) -> None:
    """Write the subset of the collection's simplified-Chinese font.

    Raises:
        SystemExit: the collection holds no such font, or it lacks a character.
    """
    font = _family(collection)
    text = _text()
    missing = {char for char in text if ord(char) not in font.getBestCmap()}
    if missing:
        raise SystemExit(f"{collection.name}: lacks {''.join(sorted(missing))}")
    options = Options()
    options.layout_features = ["kern"]
    options.name_IDs = list(_NAMES)
    options.name_languages = [0x409]
    options.hinting = False
    options.desubroutinize = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    font.save(str(target), reorderTables=True)


def main() -> None:
    """Cut the subset beside this file."""
    cut(Path(sys.argv[1]), FONT)


if __name__ == "__main__":
    main()

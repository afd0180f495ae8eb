"""Bake ``syllables.txt``: the first reading of each Han character, tones left out.

    python -m hegui.moderation.tables.build_syllables

pypinyin is a development dependency: nothing imports it at run time. Only
characters of GB 2312 are listed, since terms are written with them. A character
with several readings takes the first, so a term may be missed for it and never
be found where it does not sound alike.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Final

from pypinyin import Style, pinyin

from hegui.moderation.tables.table import table

__all__ = ["bake", "main"]

TARGET: Final = Path(__file__).with_name("syllables.txt")


def _characters() -> list[str]:
    """Return the Han characters of GB 2312 that fold to themselves."""
    found = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                char = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            if table().changes.get(char, char) == char:
                found.append(char)
    return found


def bake() -> str:
    """Return the whole of ``syllables.txt``: a syllable a line, and the characters that have it."""
    by_sound: dict[str, list[str]] = {}
    for char in _characters():
        sound = pinyin(char, style=Style.NORMAL, heteronym=False)[0][0].replace("ü", "v")
        if sound.isascii() and sound.isalpha():
            by_sound.setdefault(sound, []).append(char)
    head = (
        f"# pypinyin {version('pypinyin')}. "
        "Made by python -m hegui.moderation.tables.build_syllables; do not edit.\n"
    )
    return head + "".join(f"{sound} {''.join(by_sound[sound])}\n" for sound in sorted(by_sound))


def main() -> None:
    """Write ``syllables.txt`` beside this file."""
    TARGET.write_text(bake(), encoding="utf-8")


if __name__ == "__main__":
    main()

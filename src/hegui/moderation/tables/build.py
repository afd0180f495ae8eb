"""Bake ``fold.txt``: what each code point folds to.

    python -m hegui.moderation.tables.build

Run it when Unicode, OpenCC or a list below changes, and review the difference
as text. OpenCC is a development dependency: nothing imports it at run time,
and no code point is normalised at run time either, so that every Python folds
alike and the rules digest means something.

For each code point the steps below are repeated until nothing changes, which
makes folding idempotent by construction:

1. compatibility decomposition (NFKD), except of Hangul syllables;
2. marks, format and control characters go: they are *invisible*;
3. case folding;
4. digits of every script become ASCII digits;
5. letters of other scripts that look like a Latin letter become it;
6. traditional characters, and Japanese forms that simplified Chinese does not
   use, become simplified ones.

What is left and is space, punctuation or symbol is a *separator*.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import opencc

__all__ = ["bake", "main"]

TARGET: Final = Path(__file__).with_name("fold.txt")

INVISIBLE: Final = "~"
SEPARATOR: Final = "."

LOOK_ALIKES: Final = dict(
    zip(
        "авекмнорстухіјѕһԁԛԝѵԍәӏҫҙүұҳ"  # Cyrillic
        "αβεζηικμνορτυχϲϳ"  # Greek
        "ıɑɡøłđħŧɩʟʀʙɢɪɴʏᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱɐəɵʜƒ"  # Latin letters of other shapes
        "օսհոց"  # Armenian
        "ⲟⲥⲣⲁ"  # Coptic
        "ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ"  # Lisu
        "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏀᏃᏢᏒᏚᏙᏞᏟᏦᏴ",  # Cherokee, whose folded form is the upper case
        "abekmhopctyxijshdqwvgelczyyx"
        "abezhikmnoptuxcj"
        "iagoldhtilrbginyacdejkmoptuvwzfsaeohf"
        "ouhng"
        "ocpa"
        "bpddtgkjczfmnlsrvhwxyaeiou"
        "drtiajewmhygzprsvlckb",
        strict=True,
    )
)
"""Lower-case form of another script's letter -> the Latin letter it looks like in either case."""

RADICALS: Final = dict(
    zip(
        "⺅⺆⺈⺉⺊⺌⺕⺖⺘⺙⺡⺣⺥⺨⺩⺭⺮⺰⺲⺶⺼⺾⻂⻅⻆⻈⻉⻊⻋⻌⻐⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻡⻢⻣⻤⻥⻦⻨⻩⻪⻬⻮⻰",
        "亻冂刀刂卜小彐忄扌攵氵灬爪犭王礻竹纟罒羊肉艹衤见角讠贝足车辶钅长门雨青韦页风飞食饣首马骨鬼鱼鸟麦黄黾齐齿龙",
        strict=True,
    )
)
"""Radicals that do not decompose -> the character they look like."""

FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by category that show nothing."""

WHITE_CONTROLS: Final = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85")
"""Control characters that stand between words."""

BADGES: Final = ((0x1F150, 26), (0x1F170, 26))
"""First code point and number of negative circled and squared letters, which do not decompose.
Regional indicators stay signs: a flag before a word would become part of it."""


RESERVED: Final = range(0xE0000, 0xE1000)
"""Tags and variation selectors; the whole plane part is ignorable, assigned or not."""


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


def _badge(char: str) -> str:
    for first, count in BADGES:
        if first <= ord(char) < first + count:
            return chr(ord("a") + ord(char) - first)
    return RADICALS.get(char, char)


def _digits(char: str) -> str:
    """Return ASCII digits for a decimal or enclosed number, else `char`."""
    if unicodedata.category(char) not in {"Nd", "No"}:
        return char
    value = unicodedata.numeric(char)
    return str(int(value)) if value == int(value) and value <= 20 else char


def _simplifier() -> Callable[[str], str]:
    traditional = opencc.OpenCC("t2s")
    japanese = opencc.OpenCC("jp2t")

    def simplify(char: str) -> str:
        if char < "\u2e80":
            return char
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            # Not a character of simplified Chinese, so its Japanese reading may be taken.
            char = japanese.convert(char)
        simple: str = traditional.convert(char)
        return simple

    return simplify


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    return (
        category in {"Mn", "Me", "Cf"}
        or char in FILLERS
        or (category == "Cc" and char not in WHITE_CONTROLS)
    )


def _is_separator(char: str) -> bool:
    category = unicodedata.category(char)
    is_bare_modifier = "\u02b0" <= char <= "\u02ff"  # letters by category, signs by use
    return category[0] in "ZPS" or char in WHITE_CONTROLS or is_bare_modifier


def _fold(char: str, simplify: Callable[[str], str]) -> str:
    """Return kept characters, or ``INVISIBLE`` or ``SEPARATOR``."""
    text = char
    for _ in range(8):
        plain = "".join(
            c if _is_hangul(c) else unicodedata.normalize("NFKD", _badge(c)) for c in text
        )
        seen = "".join(c for c in plain if not _is_invisible(c)).casefold()
        shaped = "".join(simplify(LOOK_ALIKES.get(c, c)) for d in seen for c in _digits(d))
        if shaped == text:
            break
        text = shaped
    else:
        raise AssertionError(f"U+{ord(char):04X} never settles: {text!r}")
    kept = "".join(c for c in text if not _is_separator(c))
    if kept:
        return kept
    return SEPARATOR if text else INVISIBLE


def _lines() -> Iterator[tuple[int, str]]:
    """Yield each code point that does not fold to itself."""
    simplify = _simplifier()
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if code in RESERVED:
            yield code, INVISIBLE
            continue
        if unicodedata.category(char) in {"Cs", "Co", "Cn"}:
            continue
        folded = _fold(char, simplify)
        if folded != char or char in (INVISIBLE, SEPARATOR):
            yield code, folded


def _runs() -> Iterator[tuple[int, int, str]]:
    """Yield ranges that share a class or a constant distance."""
    run: tuple[int, int, str] | None = None
    for code, folded in _lines():
        if run is not None:
            first, last, target = run
            is_class = target in (INVISIBLE, SEPARATOR)
            follows = code == last + 1 and (
                folded == target
                if is_class
                else len(target) == 1
                and folded not in (INVISIBLE, SEPARATOR)
                and len(folded) == 1
                and ord(folded) - ord(target) == code - first
            )
            if follows:
                run = (first, code, target)
                continue
            yield run
        run = (code, code, folded)
    if run is not None:
        yield run


def bake() -> str:
    """Return the whole of ``fold.txt``. About ten seconds."""
    head = (
        f"# Unicode {unicodedata.unidata_version}, OpenCC {version('opencc')}. "
        "Made by python -m hegui.moderation.tables.build; do not edit.\n"
        "# <first>[-<last>] <what>: . separator, ~ invisible, else hexadecimal code points;\n"
        "# in a range the target rises with the source.\n"
    )
    body = []
    for first, last, target in _runs():
        place = f"{first:04X}" if first == last else f"{first:04X}-{last:04X}"
        what = (
            target
            if target in (INVISIBLE, SEPARATOR)
            else " ".join(f"{ord(char):04X}" for char in target)
        )
        body.append(f"{place} {what}\n")
    return head + "".join(body)


def main() -> None:
    """Write ``fold.txt`` beside this file."""
    TARGET.write_text(bake(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Lines of Chinese in a terminal: by cells, and never with a comma at the front.

A Han character takes two cells of a terminal. Chinese may break between any two
characters, but not before a mark that closes (、，。；：？！）》」”) nor after one
that opens, and words of Latin letters, numbers and ids stay whole where they fit.
"""

from __future__ import annotations

import re
from typing import Final

from rich.cells import cell_len

__all__ = ["lines_of"]

_CLOSING: Final = "、，。；：？！）》」』”’%…"
_OPENING: Final = "（《「『“‘"
_PIECE: Final = re.compile(rf"[{_OPENING}]*(?:[!-~]+|[^{_OPENING}])[{_CLOSING}]*\s*|[{_OPENING}]+")
"""One character or one word, with the marks that cling to it."""


def lines_of(text: str, cells: int) -> list[str]:
    """Return `text` in lines of at most `cells` cells, a longer word alone on a longer line.

    >>> lines_of('提供服务时守法、守德，公正。', 12)
    ['提供服务时守', '法、守德，公', '正。']
    >>> lines_of('守法、守德。', 4)
    ['守', '法、', '守', '德。']
    >>> lines_of('见 cn/genai-2023（第四条）', 10)
    ['见', 'cn/genai-2023', '（第四条）']
    >>> lines_of('', 10)
    ['']
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if lines[-1] and cell_len((lines[-1] + piece).rstrip()) > cells:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return [*lines[:-1], lines[-1].rstrip()]

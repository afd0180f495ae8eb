"""A notice for the interface of a product: words that stay in view, and are read aloud.

``label.css``   how it looks, on light and on dark, and that it stays
``label.js``    a web component that puts it there: ``<aigc-label>``

The snippet needs neither script nor style to be found by a screen reader. What
a product does with it, hegui cannot see: whether the notice survives scrolling,
full screen and themes is for a person to look at.

>>> print(snippet('内容由AI生成', language='zh'))
<aside class="aigc-label" role="note" lang="zh" aria-label="内容由AI生成">内容由AI生成</aside>
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Final, Literal

from hegui.errors import InvalidPlacement

__all__ = ["COMPONENT", "SPOTS", "STYLE", "Spot", "component", "snippet"]

STYLE: Final = Path(__file__).with_name("label.css")
"""The style."""

COMPONENT: Final = Path(__file__).with_name("label.js")
"""The web component; it holds the same style and needs no other file."""

Spot = Literal["near", "top", "bottom"]
"""Beside the content, or fixed at an edge of the window."""

SPOTS: Final[tuple[Spot, ...]] = ("near", "top", "bottom")


def snippet(words: str, *, language: str, spot: Spot = "near") -> str:
    """Return the notice as HTML.

    Args:
        words: with both elements; see `RenderRules.require_words`.
        language: tag of the words' language, for the voice that reads them.
        spot: where it stays.

    Raises:
        InvalidPlacement: there is no such spot.
    """
    said = escape(words, quote=True)
    return (
        f'<aside class="aigc-label{_kind(spot)}" role="note" lang="{escape(language, quote=True)}"'
        f' aria-label="{said}">{said}</aside>'
    )


def component(words: str, *, language: str, spot: Spot = "near") -> str:
    """Return the notice as the element of the web component.

    The words stand inside it, so a page whose script did not load shows them too.

    Raises:
        InvalidPlacement: there is no such spot.
    """
    _kind(spot)
    said = escape(words, quote=True)
    return f'<aigc-label spot="{spot}" lang="{escape(language, quote=True)}">{said}</aigc-label>'


def _kind(spot: str) -> str:
    if spot not in SPOTS:
        raise InvalidPlacement(spot, known=SPOTS)
    return "" if spot == "near" else f" aigc-label--{spot}"

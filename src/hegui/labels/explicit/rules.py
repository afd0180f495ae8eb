"""What the law asks of an explicit label, as the renderers take it. The numbers are handed in.

>>> rules = RenderRules.of(
...     picture={'text_height_share_of_shortest_side_at_least': 0.05},
...     words={'ai_element': ['人工智能', 'AI'], 'generation_element': ['生成', '合成']},
...     moving={'shown_seconds_at_least': 2},
...     sound={'rhythm': ['short', 'long', 'short', 'short']})
>>> rules.shortest_words, rules.needed_px(1920, 1080)
('AI生成', 54.0)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from hegui.errors import UnclearLabel

__all__ = ["Beat", "RenderRules"]

Beat = Literal["short", "long"]
"""One sound of the rhythm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderRules:
    """Numbers and words of the obligations on explicit labels."""

    height_share: float
    """Height of the drawn ink, at least, as a share of the shortest side; (0, 1)."""

    shown_s: float
    """Seconds that words on moving pictures stay, at least, at normal speed."""

    ai_element: tuple[str, ...]
    """Either of these says that it was a machine."""

    generation_element: tuple[str, ...]
    """Either of these says that it generated."""

    rhythm: tuple[Beat, ...]
    """The order of sounds that stands for the words."""

    @classmethod
    def of(
        cls,
        *,
        picture: Mapping[str, object],
        words: Mapping[str, object],
        moving: Mapping[str, object],
        sound: Mapping[str, object],
    ) -> RenderRules:
        """Make rules of the parameters of the obligations.

        Args:
            picture: of the one on height.
            words: of the one on both elements.
            moving: of the one on how long words stay.
            sound: of the one on rhythm.
        """
        return cls(
            height_share=cast("float", picture["text_height_share_of_shortest_side_at_least"]),
            shown_s=float(cast("float", moving["shown_seconds_at_least"])),
            ai_element=tuple(cast("Sequence[str]", words["ai_element"])),
            generation_element=tuple(cast("Sequence[str]", words["generation_element"])),
            rhythm=tuple(cast("Sequence[Beat]", sound["rhythm"])),
        )

    @property
    def shortest_words(self) -> str:
        """The fewest characters that say both; what is drawn when no words are given."""
        return min(self.ai_element, key=len) + min(self.generation_element, key=len)

    def needed_px(self, width: int, height: int) -> float:
        """Return how high the ink must be, at least, in pixels of the picture."""
        return self.height_share * min(width, height)

    def require_words(self, words: str) -> str:
        """Return the words, in one line and without blanks around them.

        Raises:
            UnclearLabel: one of the two elements is missing, or there is a line end.
        """
        bare = words.strip()
        has_both = any(e in bare for e in self.ai_element) and any(
            e in bare for e in self.generation_element
        )
        if not has_both or not bare.isprintable():
            raise UnclearLabel(
                f"expected one line with one of {', '.join(self.ai_element)} and one of "
                f"{', '.join(self.generation_element)}; got {words!r}"
            )
        return bare

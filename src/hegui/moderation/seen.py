"""From occurrences of keys to findings, for one whole text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hegui.finding import Finding, Stage
from hegui.moderation.confirm import is_phrase
from hegui.moderation.kept import Kept
from hegui.moderation.patterns import HINT, Hit, Place, Role, Use, accompanied, unexcused

__all__ = ["Occurrence", "Seen"]

Occurrence = tuple[int, int, int]
"""Start and end in kept characters, and the number of the key."""


class Seen:
    """What has been seen in one text: terms, excuses and companions."""

    __slots__ = ("_companions", "_excuses", "_hits")

    def __init__(self) -> None:
        self._hits: dict[tuple[int, int, str], Hit] = {}
        self._excuses: list[Place] = []
        self._companions: list[Place] = []

    def note(
        self,
        kept: Kept,
        occurrences: Iterable[Occurrence],
        uses: Sequence[Sequence[Use]],
        stage: Stage,
    ) -> None:
        """Take the occurrences in one view of the text that its conditions confirm."""
        for start, end, key in occurrences:
            for use in uses[key]:
                if stage in use.term.stages and is_phrase(
                    use.phrase, kept.text, kept.gap, start, end, whole=use.whole, alone=use.alone
                ):
                    self._take(use, kept.place(start), kept.place(end - 1) + 1)

    def _take(self, use: Use, start: int, end: int) -> None:
        place = (start, end, use.term)
        if use.role is Role.EXCUSE:
            self._excuses.append(place)
        elif use.role is Role.COMPANION:
            self._companions.append(place)
        else:
            # What was seen as it is written is no hint any more.
            score = 1.0 if use.role is Role.TERM else HINT
            same = start, end, use.term.rule
            if same not in self._hits or self._hits[same][3] < score:
                self._hits[same] = (*place, score)

    def findings(self) -> Iterable[Finding]:
        """Yield the findings."""
        return unexcused(accompanied(self._hits.values(), self._companions), self._excuses)

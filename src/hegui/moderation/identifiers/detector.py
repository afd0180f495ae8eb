"""The identifiers of one stage, ready to be looked for in whole texts and in streams."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from hegui.finding import Stage
from hegui.moderation.identifiers.catalogue import FINDERS, JOINED, POINTED, WHOLE, chosen
from hegui.moderation.identifiers.chains import WINDOW, Chains, Found
from hegui.moderation.identifiers.context import REACH

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["Detector", "detector"]


class Detector:
    """The rules of some kinds.

    Args:
        rules: rule ids.
        stage: finders for whole texts are left out of the output, which is streamed.
    """

    __slots__ = ("_whole", "chains", "finders", "reach", "window")

    def __init__(self, rules: frozenset[str], stage: Stage) -> None:
        self.chains = Chains(
            [rule for rule in JOINED if rule.kind.rule in rules],
            [rule for rule in POINTED if rule.kind.rule in rules],
        )
        self.finders = tuple(finder for finder in FINDERS if finder.kind.rule in rules)
        self._whole = (
            ()
            if stage is Stage.OUTPUT
            else tuple(finder for finder in WHOLE if finder.kind.rule in rules)
        )
        self.reach = max([REACH + 2, *(finder.reach for finder in self.finders)])
        """Kept characters before an undecided one that a decision may look back at."""
        self.window = max([2 * WINDOW, *(finder.window for finder in self.finders)])
        """Most kept characters that stay undecided."""

    def find(self, kept: Kept) -> Iterator[Found]:
        """Yield the identifiers of a whole text as ranges of kept characters."""
        text, chains = kept.text, self.chains
        if len(text) >= chains.least and not text.isalpha():
            wanted = chains.wanted(text)
            for start, stop in kept.runs(chains.least_in(kept.original, wanted)):
                if kept.is_together(start, stop):
                    if stop - start >= wanted:
                        yield from chains.together(text, kept.gap, start, stop)
                else:
                    gap = kept.gaps(start, stop)
                    yield from chains.walk(text, gap, start, stop, at_end=True)[0]
        for finder in self.finders:
            for place in finder.places(kept):
                found = finder.at(kept.text, kept.gap, place)
                if found is not None:
                    yield (*found, finder.kind)
        for whole in self._whole:
            for start, stop in whole.find(kept):
                yield start, stop, whole.kind

    def find_more(
        self,
        text: Sequence[str],
        gap: Callable[[int], int],
        starts: list[int],
        *,
        at_end: bool,
    ) -> list[Found]:
        """Return what the finders find in a growing text.

        Args:
            text: kept characters, with `reach` before every start.
            gap: the gap before a character, as `Chains.walk` takes it.
            starts: for each finder the first undecided character; moved on.
            at_end: nothing will be added to `text`.
        """
        found: list[Found] = []
        last = len(text)
        for turn, finder in enumerate(self.finders):
            start = starts[turn]
            undecided = None if at_end else finder.undecided(text, gap, start)
            stop = last if undecided is None else undecided
            for place in range(start, last):
                one = finder.at(text, gap, place)
                if one is not None and one[0] < stop:
                    found.append((*one, finder.kind))
            starts[turn] = stop
        return found


@lru_cache(maxsize=64)
def _detector(rules: frozenset[str], stage: Stage) -> Detector:
    return Detector(rules, stage)


def detector(names: Collection[str] | None, stage: Stage) -> Detector:
    """Return the rules for a stage; one object for each choice.

    Raises:
        UnknownIdentifier: a name is no kind of identifier.
    """
    return _detector(chosen(names, stage), stage)

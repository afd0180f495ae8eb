"""What each key of a matcher stands for, without an object for every packed term."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Final, overload

from hegui.finding import Stage
from hegui.moderation.lexicon import Lexicon, Phrase, Term
from hegui.moderation.packed import PackedTerms, bulk_keys
from hegui.moderation.patterns import Role, Use, patterns

__all__ = ["Usage"]


class Usage(Sequence[tuple[Use, ...]]):
    """The uses of each key, by the key's number.

    Args:
        lexicons: their terms, packed or not.
    """

    def __init__(self, lexicons: Iterable[Lexicon]) -> None:
        self._packs: list[PackedTerms] = []
        terms: list[Term] = []
        for lexicon in lexicons:
            if isinstance(lexicon.terms, PackedTerms):
                self._packs.append(lexicon.terms)
                terms += lexicon.terms.special.values()
            else:
                terms += lexicon.terms
        self.terms = tuple(terms)
        """Terms that are objects."""
        uses = dict(patterns(terms))
        self._pack = bytearray()
        self._place = array("I")
        self._pack_away(uses)
        self._own = tuple(uses)
        self._fixed = tuple(uses.values())
        self.size: Final = len(terms) + sum(len(pack) - len(pack.special) for pack in self._packs)
        self.categories = frozenset(
            chain(
                (term.category for term in terms), *(pack.used_categories() for pack in self._packs)
            )
        )

    def _pack_away(self, uses: dict[str, tuple[Use, ...]]) -> None:
        """Note the place of each packed key; one that is another term's too goes to `uses`."""
        seen: set[str] = set()
        for number, pack in enumerate(self._packs):
            for place, key in pack.plain():
                if key in uses or key in seen:
                    uses[key] = (*uses.get(key, ()), Use(pack[place], Phrase.of(key), Role.TERM))
                    continue
                if len(self._packs) > 1:
                    seen.add(key)
                self._pack.append(number)
                self._place.append(place)

    @property
    def fixed(self) -> int:
        """Number of keys, the first ones, whose uses are objects."""
        return len(self._fixed)

    def all_keys(self) -> list[str]:
        """Return all keys in the order of their numbers, packed ones folded again."""
        keys = list(self._own)
        texts = [
            self._packs[pack].text(place)
            for pack, place in zip(self._pack, self._place, strict=True)
        ]
        return keys + bulk_keys(texts)

    def term_keys(self) -> set[str]:
        """Return the keys of the terms that are found wherever they stand."""
        anywhere = {term.phrase.key for term in self.terms if not term.is_conditioned}
        return anywhere | set(self.all_keys()[self.fixed :])

    def __len__(self) -> int:
        return len(self._fixed) + len(self._place)

    @overload
    def __getitem__(self, number: int) -> tuple[Use, ...]: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[tuple[Use, ...]]: ...

    def __getitem__(self, number: int | slice) -> tuple[Use, ...] | Sequence[tuple[Use, ...]]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if number < len(self._fixed):
            return self._fixed[number]
        at = number - len(self._fixed)
        term = self._packs[self._pack[at]][self._place[at]]
        return (Use(term, term.phrase, Role.TERM),)

    def term(self, rule: str) -> Term | None:
        """Return the packed term of a rule id."""
        _, _, place = rule.rpartition("#")
        if not place.isdecimal():
            return None
        for pack in self._packs:
            at = int(place) - 1
            if 0 <= at < len(pack) and pack[at].rule == rule:
                return pack[at]
        return None

    def for_stage(self, stage: Stage) -> Callable[[int], tuple[Use, ...]]:
        """Return what gives the uses of a key in one stage."""

        def uses(number: int) -> tuple[Use, ...]:
            return tuple(use for use in self[number] if stage in use.term.stages)

        return uses

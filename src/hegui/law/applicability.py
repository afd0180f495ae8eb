"""The six verdicts on one obligation, for one service, on one day.

>>> Applicability('applies').words.en
'applies'
>>> bool(Applicability.UNKNOWN)
Traceback (most recent call last):
    ...
TypeError: Applicability.UNKNOWN is neither true nor false; compare it with `is`
"""

from __future__ import annotations

from enum import Enum
from typing import NoReturn

from hegui.bilingual import Bilingual

__all__ = ["Applicability"]


class Applicability(Enum):
    """Whether a duty binds; never a boolean, because *unknown* is not *no*."""

    APPLIES = "applies"
    """In force that day, and its condition is met by the answers given."""

    NOT_APPLIES = "not_applies"
    """In force that day, and no answer still missing could make the condition true."""

    UNKNOWN = "unknown"
    """In force that day; `Decision.blockers` names the facts that would decide."""

    NOT_IN_FORCE = "not_in_force"
    """The day is outside ``[from, until)``, or the text does not bind (draft, guidance)."""

    DISPLACED = "displaced"
    """A cited rule that goes first applies; whatever its own condition, it does not bind."""

    CONFLICT = "conflict"
    """It and another rule pull apart and nothing says which goes first: a person decides."""

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self} is neither true nor false; compare it with `is`")

    @property
    def words(self) -> Bilingual:
        """The verdict as people read it."""
        return _WORDS[self.value]


_WORDS = {
    "applies": Bilingual(zh="适用", en="applies"),
    "not_applies": Bilingual(zh="不适用", en="does not apply"),
    "unknown": Bilingual(zh="尚不能判定", en="not known yet"),
    "not_in_force": Bilingual(zh="未在施行", en="not in force"),
    "displaced": Bilingual(zh="由其他规定优先", en="displaced"),
    "conflict": Bilingual(zh="规定冲突", en="conflict"),
}

"""The numbers of the law about end users, as the plan hands them to the gateway.

They are the parameters of the duties that bind, or may bind, and that a control
of the family ``users`` or ``records`` answers. A number that no such duty gives
is None: the operator's setting then stands alone.

>>> rules = read_rules({'a': {'in_a_row_times': 3}, 'b': {'continuous_use_hours': 2}})
>>> rules.in_a_row, rules.in_a_day, rules.remind_hours
(3, None, 2)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hegui.controls.base import Parameters
from hegui.errors import InvalidParameter

__all__ = ["NO_RULES", "UserRules", "read_rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRules:
    """What the law in force says in numbers."""

    in_a_row: int | None = None
    """Unlawful inputs in a row from which a user is paused."""
    in_a_day: int | None = None
    """Unlawful inputs in one Beijing day from which a user is paused."""
    remind_hours: int | None = None
    """Hours of continuous use after each of which a user is reminded."""
    child_under: int | None = None
    """Age in years below which a guardian consents first."""
    keep_months: int | None = None
    """Months for which records of unlawful use and measures are kept at least."""


NO_RULES = UserRules()

_NAMES = {
    "in_a_row": ("in_a_row_times",),
    "in_a_day": ("in_one_day_times",),
    "remind_hours": ("continuous_use_hours",),
    "child_under": ("age_years_under", "child_age_years"),
    "keep_months": ("keep_months",),
}


def read_rules(duties: Mapping[str, Parameters]) -> UserRules:
    """Return the numbers in the parameters of duties, given by id.

    Where two duties state a number they agree, which the tests hold; the first
    by id is taken.

    Raises:
        InvalidParameter: a number is none, or less than one.
    """
    found: dict[str, int] = {}
    for id_ in sorted(duties):
        for field, names in _NAMES.items():
            for name in names:
                value = duties[id_].get(name)
                if value is None or field in found:
                    continue
                if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                    raise InvalidParameter(
                        name, (id_,), expected="a whole number from 1", found=repr(value)
                    )
                found[field] = value
    return UserRules(**found)

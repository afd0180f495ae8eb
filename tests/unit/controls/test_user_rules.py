"""The numbers of the law about end users, on their way to the gateway."""

from __future__ import annotations

import pytest

from hegui.controls.user_rules import NO_RULES, read_rules
from hegui.errors import InvalidParameter
from hegui.law import load


def test_each_number_is_read_from_the_duty_that_states_it() -> None:
    """Duties without such a number say nothing."""
    rules = read_rules(
        {
            "cn/x/a": {"in_a_row_times": 3, "in_one_day_times": 5, "kinds": ["k"]},
            "cn/x/b": {"continuous_use_hours": 2, "age_years_under": 14},
            "cn/x/c": {"keep_months": 6},
        }
    )

    assert (3, 5, 2, 14, 6) == (
        rules.in_a_row,
        rules.in_a_day,
        rules.remind_hours,
        rules.child_under,
        rules.keep_months,
    )
    assert NO_RULES == read_rules({"cn/x/a": {}})


@pytest.mark.parametrize("value", [0, -1, "3", 2.5, True])
def test_what_is_no_count_is_an_error_with_its_duty(value: object) -> None:
    """A measure after no input, or after half of one, is none."""
    with pytest.raises(InvalidParameter, match="cn/x/a"):
        read_rules({"cn/x/a": {"in_a_row_times": value}})


def test_the_law_agrees_with_itself() -> None:
    """Where two duties state one of these numbers, it is the same: the first by id is taken."""
    from hegui.controls.registry import ALL
    from hegui.controls.user_rules import _NAMES

    law = load()
    found: dict[str, set[object]] = {}
    for control in ALL:
        if control.name.startswith(("users/", "records/")):
            for id_ in control.obligations:
                for field, names in _NAMES.items():
                    found.setdefault(field, set()).update(
                        value
                        for name in names
                        if (value := law.obligation(id_).parameters.get(name)) is not None
                    )

    assert {"in_a_row": {3}, "in_a_day": {5}, "remind_hours": {2}} == {
        field: found[field] for field in ("in_a_row", "in_a_day", "remind_hours")
    }
    assert all(len(values) <= 1 for values in found.values())

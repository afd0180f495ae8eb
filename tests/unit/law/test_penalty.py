"""What a breach costs."""

from __future__ import annotations

import pytest
from tests.unit.law.conftest import Spoil

from hegui.errors import InvalidInstrument
from hegui.law import load

PENALTY = """
[[penalty]]
on.zh = "违反本办法的提供者"
on.en = "a provider in breach"
measures = ["warning", "fine"]
fine_at_least = 10000
fine_at_most = 100000
currency = "CNY"
turnover_share = 0.05
"""
END = 'says.en = "A rule."\n'


def test_is_read_with_its_numbers(spoil: Spoil) -> None:
    """Measures, range, currency and share stand at the article."""
    law = load(spoil("art-1.toml", END, END + PENALTY))
    (penalty,) = law.instruments["xx/trial-2023"].articles[0].penalties

    assert ("warning", "fine") == penalty.measures
    assert (10000, 100000, "CNY") == (penalty.fine_at_least, penalty.fine_at_most, penalty.currency)
    assert (0.05, "a provider in breach") == (penalty.turnover_share, penalty.on.en)


def test_numbers_are_optional(spoil: Spoil) -> None:
    """An order or a warning has no sum."""
    bare = PENALTY[: PENALTY.index("fine_at_least")]
    law = load(spoil("art-1.toml", END, END + bare))
    (penalty,) = law.instruments["xx/trial-2023"].articles[0].penalties

    assert (None, None, None, None) == (
        penalty.fine_at_least,
        penalty.fine_at_most,
        penalty.currency,
        penalty.turnover_share,
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "expected", "found"),
    [
        ('"fine"', '"fined"', 16, "a list out of warning", "'fined'"),
        ('["warning", "fine"]', "[]", 16, "a list out of warning", "none"),
        ("100000", "100", 18, "at least 10000, the lower end", "the number 100"),
        ("100000", "-1", 18, "a number from 0 up", "the number -1"),
        ("100000", '"many"', 18, "a number from 0 up", "the text 'many'"),
        ("100000", "true", 18, "a number from 0 up", "true"),
        ('currency = "CNY"\n', "", 13, "currency = a code", "a sum without one"),
        ("0.05", "5", 20, "a share in (0, 1]", "the number 5"),
        ("0.05", "0", 20, "a share in (0, 1]", "the number 0"),
        ("on.zh", "of.zh", 14, "one of on, measures", "the unknown key 'of'"),
    ],
)
def test_a_mistake_is_named(
    spoil: Spoil, *, old: str, new: str, line: int, expected: str, found: str
) -> None:
    """File, line, what was expected and what was found."""
    with pytest.raises(InvalidInstrument) as caught:
        load(spoil("art-1.toml", END, END + PENALTY.replace(old, new, 1)))

    assert ("art-1.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found

"""One obligation, read: the keys of schema version 2 and their mistakes."""

from __future__ import annotations

from datetime import date

import pytest
from tests.unit.law.conftest import Spoil

from hegui.errors import InvalidInstrument
from hegui.law import Earlier, load

DUTY = "xx/trial-2023/art-1-do"
LAST = 'stage = "during"\n'
WAS = """\
[[obligation.was]]
from = 2023-08-01
until = 2024-01-01
known = 2022-01-01
known_until = 2022-06-01
source = "https://example.org/a"
[[obligation.was]]
from = 2023-08-10
known = 2022-06-01
known_until = 2023-07-13
source = "https://example.org/b"
"""


def test_point_matter_and_demand(spoil: Spoil) -> None:
    """All three are one word each."""
    words = 'point = "label"\nmatter = "label-text"\ndemand = "prominent"\n'
    duty = load(spoil("art-1.toml", LAST, LAST + words)).obligation(DUTY)

    assert ("label", "label-text", "prominent") == (duty.point, duty.matter, duty.demand)


def test_it_is_known_since_its_instrument_was_published(spoil: Spoil) -> None:
    """Unless it says otherwise."""
    plain = load(spoil("art-1.toml", "", "")).obligation(DUTY)

    assert (date(2023, 7, 13), None, ()) == (plain.known, plain.known_until, plain.was)


def test_it_may_say_since_when_it_is_known(spoil: Spoil) -> None:
    """And until when."""
    known = "known = 2023-01-01\nknown_until = 2025-01-01\n"
    duty = load(spoil("art-1.toml", LAST, LAST + known)).obligation(DUTY)

    assert (date(2023, 1, 1), date(2025, 1, 1)) == (duty.known, duty.known_until)


def test_earlier_days_stand_in_order(spoil: Spoil) -> None:
    """The present days are known from the day on which the last earlier ones were replaced."""
    duty = load(spoil("art-1.toml", LAST, LAST + WAS)).obligation(DUTY)

    assert date(2023, 7, 13) == duty.known
    assert [date(2023, 8, 1), date(2023, 8, 10)] == [each.start for each in duty.was]
    assert (
        Earlier(
            start=date(2023, 8, 1),
            end=date(2024, 1, 1),
            known=date(2022, 1, 1),
            known_until=date(2022, 6, 1),
            source="https://example.org/a",
        )
        == duty.was[0]
    )


def test_it_knows_its_provision(spoil: Spoil) -> None:
    """By stem, by number, and as people cite it."""
    folder = spoil("art-1.toml", "", "")
    home = folder / "xx" / "trial-2023"
    text = (home / "art-1.toml").read_text("utf-8")
    for stem in ("annex-a", "cl-5-4", "sec-22757", "item-3"):
        (home / f"{stem}.toml").write_text(text.replace("art-1-do", f"{stem}-do"), encoding="utf-8")
    law = load(folder)

    assert [
        ("art-1", "1", "第1条", "Article 1"),
        ("cl-5-4", "5-4", "5.4", "Clause 5.4"),
        ("sec-22757", "22757", "第22757条", "Section 22757"),
        ("item-3", "3", "第3项", "Item 3"),
        ("annex-a", "a", "附录A", "Annex A"),
    ] == [
        (d.provision, d.article, d.provision_words.zh, d.provision_words.en)
        for d in law.obligations.values()
    ]
    instrument = law.instruments["xx/trial-2023"]
    assert ["art-1", "cl-5-4"] == [
        found.stem for key in ("1", "cl-5-4") if (found := instrument.article(key)) is not None
    ]


def test_a_provision_may_be_written_in_its_own_way(spoil: Spoil) -> None:
    """Where dots would be wrong."""
    folder = spoil("art-1.toml", "topic.zh", 'label = "6-1-1701"\ntopic.zh')
    (article,) = load(folder).instruments["xx/trial-2023"].articles

    assert ("1", "Article 6-1-1701") == (article.number, article.words.en)


@pytest.mark.parametrize(
    ("block", "line", "expected", "found"),
    [
        ('point = "labels"\n', 24, "one of user-management, algorithm", "'labels'"),
        ("known = 2023\n", 24, "known = a day", "the number 2023"),
        ("known_until = 2023-07-13\n", 24, "a day after 2023-07-13", "the day 2023-07-13"),
        (WAS.replace("known_until = 2022-06-01\n", ""), 24, "known_until = the day", "none"),
        (
            WAS.replace("known = 2022-06-01", "known = 2022-05-01"),
            32,
            "2022-06-01 on",
            "2022-05-01",
        ),
        (f"known = 2023-07-12\n{WAS}", 24, "a day from 2023-07-13 on", "the day 2023-07-12"),
        (WAS.replace("known_until = 2022-06-01", "known_until = 2021-06-01"), 28, "after", "2021"),
        (WAS.replace("until = 2024-01-01", "until = 2020-01-01"), 26, "a day after", "2020"),
        (
            WAS.replace('source = "https://example.org/a"\n', ""),
            24,
            "source = a text",
            "no 'source'",
        ),
        (WAS.replace("source", "sorce", 1), 29, "one of from, until", "'sorce'"),
        ('penalties = ["art-9"]\n', 24, "a provision", "'xx/trial-2023/art-9'"),
        ('succeeds = ["art-9"]\n', 24, "the id of an obligation", "'xx/trial-2023/art-9'"),
    ],
)
def test_a_mistake_is_named(
    spoil: Spoil, *, block: str, line: int, expected: str, found: str
) -> None:
    """File, line, what was expected and what was found."""
    with pytest.raises(InvalidInstrument) as caught:
        load(spoil("art-1.toml", LAST, LAST + block))

    assert ("art-1.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found

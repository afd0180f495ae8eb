"""The law on day D as it was known on day K."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.unit.law.conftest import ARTICLE, Spoil

from hegui.bilingual import Bilingual
from hegui.errors import UnknownObligation
from hegui.law import Law, Profile, applies, decide, load

DUTY = "xx/trial-2023/art-1-do"
PUBLISHED, AMENDED = date(2023, 7, 13), date(2026, 7, 24)
MOVED = """\
from = 2027-08-02
theme = "content"
stage = "during"
[[obligation.was]]
from = 2026-08-02
known = 2023-07-13
known_until = 2026-07-24
source = "https://example.org/first"
"""
SERVICE = Profile(
    name=Bilingual(zh="某服务", en="a service"),
    file=Path("hegui.toml"),
    answers={"role.provider": True},
    lines={},
)


@pytest.fixture
def law(spoil: Spoil) -> Law:
    """Return a law whose one duty was put off by a year before it took effect."""
    old = 'from = 2023-08-15\ntheme = "content"\nstage = "during"\n'
    return load(spoil("art-1.toml", old, MOVED))


class TestMovedDays:
    """A later publication moved a duty that was not in force yet."""

    @pytest.mark.parametrize(
        ("on", "known", "verdict"),
        [
            (date(2026, 8, 1), date(2026, 7, 23), "not_in_force"),
            (date(2026, 8, 2), date(2026, 7, 23), "applies"),
            (date(2026, 8, 2), AMENDED, "not_in_force"),
            (date(2027, 8, 2), AMENDED, "applies"),
            (date(2026, 8, 2), None, "not_in_force"),
            (date(2027, 8, 2), None, "applies"),
            (date(2027, 8, 2), PUBLISHED, "applies"),
        ],
    )
    def test_two_days_are_asked_apart(
        self, law: Law, on: date, known: date | None, verdict: str
    ) -> None:
        (decision,) = applies(law, SERVICE, on, known)

        assert verdict == decision.verdict.value
        assert verdict == decide(law, SERVICE.answers, DUTY, on, known).verdict.value

    def test_the_earlier_days_carry_their_source(self, law: Law) -> None:
        before, now = law.as_known(PUBLISHED).obligation(DUTY), law.obligation(DUTY)

        assert (date(2026, 8, 2), "https://example.org/first") == (before.start, before.source)
        assert (date(2027, 8, 2), "https://example.org/law") == (now.start, now.source)
        assert (PUBLISHED, AMENDED) == (before.known, now.known)
        assert () == before.was
        assert now == law.as_known(AMENDED).obligation(DUTY)

    def test_nothing_was_known_before_it_was_published(self, law: Law) -> None:
        then = law.as_known(date(2023, 7, 12))

        assert () == applies(law, SERVICE, date(2027, 8, 2), date(2023, 7, 12))
        assert ({}, {}) == (dict(then.instruments), dict(then.obligations))
        with pytest.raises(UnknownObligation):
            decide(law, {}, DUTY, date(2027, 8, 2), date(2023, 7, 12))

    def test_it_is_another_law(self, law: Law) -> None:
        """And the same one whenever it is asked for again."""
        then = law.as_known(PUBLISHED)

        assert law.digest != then.digest
        assert then.digest != law.as_known(AMENDED).digest
        assert then is law.as_known(PUBLISHED)
        assert (None, PUBLISHED) == (law.known, then.known)


SECOND = """
[[expression]]
from = 2023-08-15
known = 2026-07-24
checked = 2026-11-20
source = "https://example.org/second"
status = "binding"
confidence = "primary"
says.zh = "另一条规定。"
says.en = "Another rule."
"""


class TestReplacedText:
    """A text that was replaced by later knowledge stays in the data and decides no longer."""

    @pytest.fixture
    def replaced(self, spoil: Spoil) -> Law:
        spoil("art-1.toml", "checked =", "known_until = 2026-07-24\nchecked =")
        second = ARTICLE[ARTICLE.index("[[obligation]]") :].replace("art-1-do", "art-1-else")
        second = second.replace('stage = "during"', 'stage = "during"\nknown = 2026-07-24')
        return load(
            spoil(
                "art-1.toml",
                'stage = "during"\n',
                f'stage = "during"\nknown_until = 2026-07-24\n{SECOND}\n{second}',
            )
        )

    def test_only_the_later_one_decides_now(self, replaced: Law) -> None:
        first, second = applies(replaced, SERVICE, date(2026, 11, 21))
        (leaf,) = first.because()

        assert ("not_in_force", "applies") == (first.verdict.value, second.verdict.value)
        assert "known until 2026-07-24" == leaf.label
        assert "https://example.org/second" == second.obligation.source

    def test_then_the_earlier_one_decided(self, replaced: Law) -> None:
        (only,) = applies(replaced, SERVICE, date(2026, 11, 21), date(2026, 7, 23))

        assert ("applies", DUTY) == (only.verdict.value, only.obligation.id)

    def test_each_day_has_its_text(self, replaced: Law) -> None:
        (article,) = replaced.instruments["xx/trial-2023"].articles
        (then,) = replaced.as_known(PUBLISHED).instruments["xx/trial-2023"].articles
        on = date(2026, 11, 21)

        told = [article.expression(on), article.expression(on, PUBLISHED), then.expression(on)]
        assert ["Another rule.", "A rule.", "A rule."] == [e.says.en for e in told if e is not None]
        assert ((DUTY,), 2) == (then.obligations, len(article.obligations))

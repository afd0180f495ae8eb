"""The law browser, differences, and regimes side by side."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import text_of

from hegui import clock
from hegui.law.compare import THEME_WORDS
from hegui.law.diff import Side, diff_days, diff_instruments
from hegui.law.pairs import load_pairs
from hegui.law.regimes import load_regimes

if TYPE_CHECKING:
    from tests.unit.console.house import House

DRAFT, FINAL = "cn/genai-draft-2023", "cn/genai-2023"


class TestBrowsing:
    """From the list to an instrument, a provision, a duty."""

    def test_every_instrument_is_listed_under_its_jurisdiction(self, house: House) -> None:
        """None is left out."""
        page = house.staff.get("/law/").content.decode()

        for id_ in house.parts.law.instruments:
            assert f'href="/law/{id_}/"' in page

    def test_every_instrument_and_provision_has_a_page(self, house: House) -> None:
        """Each can be opened, whatever day it is in force."""
        law = house.parts.law
        paths = [*law.instruments]
        paths += [
            f"{each.id}/{article.stem}"
            for each in law.instruments.values()
            for article in each.articles[:2]
        ]
        statuses = {path: house.staff.get(f"/law/{path}/").status_code for path in paths}

        assert {200} == set(statuses.values())

    def test_a_provision_says_what_and_when(self, house: House) -> None:
        """Our words, our reading, the days, the source and the duties in it."""
        law = house.parts.law
        article = law.instruments[FINAL].article("art-14")
        assert article is not None
        text = article.expressions[0]
        said = text_of(house.staff.get(f"/law/{FINAL}/art-14/"))

        assert " ".join(text.says.en.split()) in said
        assert text.source in said
        assert f"compared on {text.checked}" in said
        assert law.obligations[article.obligations[0]].title.en in said

    @pytest.mark.parametrize("path", ["cn/genai-2032", "cn/genai-2023/art-99", "cn/genai-2023/14"])
    def test_what_is_not_there_is_not_found(self, path: str, house: House) -> None:
        """With the near names where there are some."""
        page = house.staff.get(f"/law/{path}/")

        assert 404 == page.status_code

    def test_words_are_found_in_both_languages(self, house: House) -> None:
        """Chinese and English lead to the same provision."""
        zh = house.staff.get("/law/?q=停止生成").content.decode()
        en = house.staff.get("/law/?q=stop+generating").content.decode()

        assert "art-14-1-stop" in zh
        assert "art-14-1-stop" in en

    def test_words_that_occur_nowhere_say_so(self, house: House) -> None:
        """An empty list says what would stand there."""
        assert "These words occur nowhere." in text_of(house.staff.get("/law/?q=zzzz"))

    def test_before_its_day_an_instrument_is_ahead(self, house: House) -> None:
        """The chosen day decides what is in force."""
        house.staff.post("/as-of/", {"on": "2023-08-14"})
        said = text_of(house.staff.get(f"/law/{FINAL}/"))

        assert "not yet in force" in said
        assert "Not in force on this day." in said

    def test_what_was_not_known_yet_is_not_there(self, house: House) -> None:
        """The law as known on a day lists only what was published by then."""
        page = house.staff.get("/law/?known=2023-01-01").content.decode()

        assert f'href="/law/{FINAL}/' not in page
        assert 'href="/law/cn/deep-synthesis-2022/?known=2023-01-01"' in page

    def test_a_day_that_is_none_is_today(self, house: House) -> None:
        """Nonsense in the address shows all that is known."""
        page = house.staff.get("/law/?known=someday").content.decode()

        assert f'href="/law/{FINAL}/"' in page

    @pytest.mark.parametrize(
        ("typed", "page"),
        [
            (FINAL, f"/law/{FINAL}/"),
            (f"{FINAL}/art-14", f"/law/{FINAL}/art-14/"),
            (f"{FINAL}/art-14-1-stop", f"/obligations/{FINAL}/art-14-1-stop/"),
            ("service.modalities", "/interview/service.modalities/"),
        ],
    )
    def test_an_id_in_the_search_box_leads_to_its_page(
        self, typed: str, page: str, house: House
    ) -> None:
        """Instrument, provision, obligation and fact."""
        response = house.staff.get("/receipts/search/", {"q": typed})

        assert page == response.headers["Location"]

    def test_the_search_box_leads_on_into_the_law(self, house: House) -> None:
        """Words are sought in provisions too."""
        page = house.staff.get("/receipts/search/?q=label").content.decode()

        assert 'href="/law/?q=label"' in page


class TestDifference:
    """Two days or two instruments, as a list to read."""

    def test_draft_against_final_names_what_changed(self, house: House) -> None:
        """As many as the library finds, with its notes, and the fine that is gone."""
        law = house.parts.law
        found = diff_instruments(law, DRAFT, FINAL, on=clock.today(), pairs=load_pairs(law))
        said = text_of(house.staff.get(f"/law/diff/?before={DRAFT}&after={FINAL}"))

        assert f"Dropped {len(found.of('dropped'))}" in said
        assert f"Added {len(found.of('added'))}" in said
        assert "Consequences of a breach that are gone:" in said
        assert all(c.note is None or c.note.en in said for c in found.of("dropped"))

    def test_one_kind_alone(self, house: House) -> None:
        """A press on a number shows those."""
        said = text_of(house.staff.get(f"/law/diff/?before={DRAFT}&after={FINAL}&kind=added"))

        assert "Changed" not in said.partition("alike")[2]

    def test_two_days(self, house: House) -> None:
        """What came into force between them is added, and counted as the library counts."""
        days = [date(2023, 8, 14), date(2023, 8, 15)]
        sides = [Side(on=day, instrument=FINAL) for day in days]
        found = diff_days(house.parts.law, *sides)
        said = text_of(
            house.staff.get(f"/law/diff/?from={days[0]}&to={days[1]}&instrument={FINAL}")
        )

        assert found.of("added")
        assert f"Dropped 0 · Changed 0 · Added {len(found.of('added'))} · alike 0" in said

    def test_nothing_between_a_day_and_itself(self, house: House) -> None:
        """An empty difference says so."""
        said = text_of(house.staff.get("/law/diff/?from=2026-01-01&to=2026-01-01"))

        assert "Nothing differs." in said

    def test_asserted_pairs_and_successors_are_offered(self, house: House) -> None:
        """The standing questions are one press away."""
        page = house.staff.get("/law/diff/").content.decode()

        assert f"?before={DRAFT}&amp;after={FINAL}" in page
        assert "?before=cn/tc260-003-2024&amp;after=cn/gbt-45654-2025" in page


class TestComparison:
    """One service, several regimes."""

    def test_theme_by_theme(self, house: House) -> None:
        """Principle, path, focus, every theme and the penalties."""
        regime = load_regimes()[0]
        said = text_of(house.staff.get("/law/compare/"))

        for words in (regime.principle, regime.path, regime.focus):
            assert " ".join(words.en.split()) in said
        for row in ("Labels", "Training data", "Filing and assessment", "Penalties"):
            assert row in said

    def test_the_numbers_lead_to_their_rows(self, house: House) -> None:
        """What a cell leaves out is listed in full behind its link."""
        page = house.staff.get("/law/compare/?regime=cn").content.decode()
        links = re.findall(r'href="(/obligations/\?jurisdiction=cn&amp;theme=\w+)"', page)
        rows = house.staff.get(f"{links[0].replace('&amp;', '&')}&format=json").json()

        assert len(links) >= len(THEME_WORDS) - 2
        assert all(row["id"].startswith("cn/") for row in rows)

    def test_the_reader_chooses_the_regimes(self, house: House) -> None:
        """Those asked for and no others; an unknown one counts as not given."""
        page = house.staff.get("/law/compare/?regime=jp&regime=kr&regime=xx").content.decode()
        heads = re.findall(r'<th scope="col">([^<]+?)\s*<', page)

        assert [r.name.en for r in load_regimes() if r.key in ("jp", "kr")] == heads

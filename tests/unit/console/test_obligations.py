"""Obligations: found, explained, attested."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import EXCHANGE, PROFILE, REFUSED, text_of
from tests.unit.law.meeting import Duty, meet

from hegui import clock
from hegui.law import Applicability, applies, load
from hegui.law.aspects import deadline_words, retention_words
from hegui.law.instrument import POINTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.console.house import House

STOP = "cn/genai-2023/art-14-1-stop"
MINIMUM = "cn/genai-2023/art-11-1-minimum"
ASSESS = "cn/genai-2023/art-17-assess"
ENTRY = "cn/genai-2023/art-15-entry"
REAL_NAME = "cn/deep-synthesis-2022/art-9-verify"
PAPERS = {
    "looked_at": "the account system, twenty accounts of this week",
    "evidence": "account-system review 2026-11, section 3",
}


def ids(house: House, query: str) -> list[str]:
    return [row["id"] for row in house.staff.get(f"/obligations/?format=json&{query}").json()]


class TestTheList:
    """A filter in the address, a sort, words in both languages, two kinds of file."""

    @pytest.mark.parametrize("query", ["q=stop+generating", "q=停止生成", "q=art-14-1-stop"])
    def test_words_find_it(self, query: str, house: House) -> None:
        """Words of either language, or of the id."""
        assert STOP in ids(house, query)

    def test_words_that_do_not_fit_say_so(self, house: House) -> None:
        """An empty list says what would be here."""
        page = house.staff.get("/obligations/?q=zzzz")

        assert "No obligation fits." in text_of(page)

    @pytest.mark.parametrize(
        ("query", "field", "value"),
        [("theme=labels", "theme", "labels"), ("stage=after", "stage", "after")],
    )
    def test_a_filter_holds_for_every_row(
        self, query: str, field: str, value: str, house: House
    ) -> None:
        """Only rows that are asked for, and at least one."""
        rows = house.staff.get(f"/obligations/?format=json&{query}").json()

        assert {value} == {row[field] for row in rows}

    def test_a_filter_that_does_not_exist_is_none(self, house: House) -> None:
        """An old link shows everything rather than nothing."""
        assert ids(house, "") == ids(house, "theme=nonsense&state=nonsense&sort=nonsense")

    def test_the_worst_come_first_when_sorted_by_state(self, house: House) -> None:
        """Failing, stale, unknown, ok."""
        rows = house.staff.get("/obligations/?format=json&sort=state").json()
        order = ["failing", "stale", "unknown", "ok"]

        assert sorted((r["status"] for r in rows), key=order.index) == [r["status"] for r in rows]

    def test_the_csv_has_a_line_for_each(self, house: House) -> None:
        """As many as the JSON, with a head, safe to open."""
        text = house.staff.get("/obligations/?format=csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))

        assert ids(house, "") == [row["id"] for row in rows]
        assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell)


class TestTheGroups:
    """Five ways to stand together, each group with its number and its own address."""

    @pytest.mark.parametrize("group", ["theme", "stage", "point", "instrument", "state"])
    def test_the_groups_add_up_to_the_whole(self, group: str, house: House) -> None:
        """Every obligation stands in exactly one group."""
        page = house.staff.get(f"/obligations/?group={group}").content.decode()
        index = page[page.index('class="index"') : page.index('class="cards obligations"')]
        counts = re.findall(r'</a> <span class="number">(\d+)</span>', index)

        assert len(ids(house, "")) == sum(map(int, counts))

    @pytest.mark.parametrize("group", ["stage", "point", "instrument"])
    def test_a_group_leads_to_its_rows(self, group: str, house: House) -> None:
        """Pressing a group shows as many as it says."""
        page = house.staff.get(f"/obligations/?group={group}").content.decode()
        index = page[page.index('class="index"') : page.index('class="cards obligations"')]
        address, count = re.findall(
            r'<a href="(\?[^"]+)">[^<]*</a> <span class="number">(\d+)</span>', index
        )[-1]

        assert int(count) == len(ids(house, address[1:].replace("&amp;", "&")))

    def test_what_has_no_control_point_stands_under_its_theme(self, house: House) -> None:
        """Nothing is hidden for lack of a place among the eight."""
        law = house.parts.law
        placed = {id_ for point in POINTS for id_ in ids(house, f"point={point}")}
        rest = ids(house, "point=none")

        assert set(ids(house, "")) == placed | set(rest)
        assert {None} == {law.obligations[id_].point for id_ in rest}

    def test_the_list_comes_in_pages_and_the_file_whole(self, house: House) -> None:
        """Fifty rows on a page; exports hold all that was asked for."""
        page = house.staff.get("/obligations/?page=2").content.decode()
        rows = re.findall(r'class="row-title" href="/obligations/([^"]+)/"', page)

        assert 50 == len(rows)
        assert len(ids(house, "page=2")) > 50

    @pytest.mark.parametrize("binds", ["not_applies", "not_in_force"])
    def test_what_does_not_bind_can_be_listed(self, binds: str, house: House) -> None:
        """The others are one press away, with their verdict."""
        rows = house.staff.get(f"/obligations/?format=json&binds={binds}").json()

        assert {binds} == {row["applicability"] for row in rows}
        assert STOP not in {row["id"] for row in rows}

    def test_what_hangs_on_a_fact_can_be_listed(self, house: House) -> None:
        """A question leads to the obligations that wait for it."""
        rows = house.staff.get("/obligations/?format=json&fact=service.public_opinion").json()

        assert ASSESS in {row["id"] for row in rows}
        assert all("service.public_opinion" in row["blockers"] for row in rows)


class TestOnePage:
    """The heart: what, why, by what answered, by what proved, what next."""

    def test_it_explains_why_with_the_line_of_each_answer(self, house: House) -> None:
        """Each leaf names its fact and where it was answered."""
        said = text_of(house.staff.get(f"/obligations/{STOP}/"))
        line = house.parts.profile.line_of("role.provider")

        assert "It binds this service on this day." in said
        assert f"role.provider · demo.toml, line {line}" in said

    def test_what_is_not_known_is_asked(self, house: House) -> None:
        """An obligation that hangs on unanswered facts shows their questions."""
        said = text_of(house.staff.get(f"/obligations/{ASSESS}/"))

        assert "Whether it binds is not known yet." in said
        assert house.parts.law.facts["service.public_opinion"].question.en in said

    def test_a_derived_fact_unfolds(self, house: House) -> None:
        """Where a conclusion decides, its reason and the facts below it are on the page."""
        law, profile = house.parts.law, house.parts.profile
        id_ = next(
            d.obligation.id
            for d in applies(law, profile, clock.today())
            if d.verdict is Applicability.APPLIES and d.obligation.when == "role.genai_provider"
        )
        said = text_of(house.staff.get(f"/obligations/{id_}/"))

        assert law.facts["role.genai_provider"].question.en in said
        assert law.facts["role.genai_provider"].rules[0].because.en in said
        assert law.facts["audience.mainland_public"].question.en in said

    def test_what_goes_before_it_is_named_with_its_ground(self, living: House) -> None:
        """A displaced duty says by what, and on which basis."""
        law = living.parts.law
        clash = next(each for each in law.clashes if each.is_settled)
        text = living.profile.read_text(encoding="utf-8")
        more = (
            "dialogue",
            "edits_faces",
            "edits_voices",
            "immersive_scenes",
            "alters_scenes",
            "edits_biometrics",
        )
        lines = "".join(f"service.{name} = false\n" for name in more)
        lines += "service.slight_edits_only = true\n"
        living.profile.write_text(text + lines, encoding="utf-8")
        living.staff.post("/interview/service.licensed_sector/", {"answer": "false"})
        said = text_of(living.staff.get(f"/obligations/{clash.second}/"))

        assert clash.edge is not None
        assert "Another rule goes before it" in said
        assert law.obligations[clash.first].title.en in said
        assert clash.edge.basis.en in said

    def test_time_and_cost_are_told_in_words(self, house: House) -> None:
        """Deadline, retention and fines are sentences, not keys."""
        law = house.parts.law
        timed = next(o for o in law.obligations.values() if o.deadline and o.penalties)
        kept = next(o for o in law.obligations.values() if o.retain)
        said = text_of(house.staff.get(f"/obligations/{timed.id}/"))

        assert timed.deadline is not None
        assert kept.retain is not None
        assert deadline_words(timed.deadline).en in said
        assert "What a breach costs" in said
        assert retention_words(kept.retain).en in text_of(
            house.staff.get(f"/obligations/{kept.id}/")
        )

    def test_the_days_as_they_were_known(self, house: House) -> None:
        """A date that was moved shows the one before, and the page can be read as of then."""
        law = house.parts.law
        moved = next(o for o in law.obligations.values() if o.was)
        earlier = moved.was[0]
        now = text_of(house.staff.get(f"/obligations/{moved.id}/"))
        then = text_of(house.staff.get(f"/obligations/{moved.id}/?known={earlier.known}"))

        assert f"as known from {earlier.known} to {earlier.known_until}" in now
        assert f"This is the law as it was known on {earlier.known}." in then
        assert f"from {earlier.start}" in then

    def test_it_leads_to_control_and_entries(self, house: House) -> None:
        """From the duty to what answers it and to the proof."""
        house.ledger.append_sync(
            "exchange", {"outcome": "served"}, refs=("moment/answer", "outcome/served")
        )
        page = house.staff.get(f"/obligations/{STOP}/").content.decode()

        assert 'href="/controls/content/illegal_output_is_stopped/"' in page
        assert 'href="/ledger/0/"' in page

    def test_an_unknown_duty_names_the_near_ones(self, house: House) -> None:
        """The error's hint is shown."""
        page = house.staff.get("/obligations/cn/genai-2023/art-14-1-stopp/")

        assert 404 == page.status_code
        assert f"Did you mean {STOP}" in text_of(page)

    def test_obligations_of_every_kind_have_a_page(self, house: House) -> None:
        """Bound or not, of each instrument and with each part that a duty may have."""
        kinds: dict[tuple[object, ...], str] = {}
        for id_, duty in house.parts.law.obligations.items():
            parts = (duty.deadline, duty.recurs, duty.retain, duty.reading, duty.was, duty.succeeds)
            kinds[duty.instrument, duty.bearer, *map(bool, parts)] = id_
        statuses = {
            id_: house.staff.get(f"/obligations/{id_}/").status_code for id_ in kinds.values()
        }

        assert {200} == set(statuses.values())
        assert len(statuses) > 100

    def test_before_the_law_it_is_not_in_force(self, house: House) -> None:
        """The law on another day is another answer, and the page says whose day it shows."""
        house.staff.post("/as-of/", {"on": "2023-08-14", "next": "/"})
        page = text_of(house.staff.get(f"/obligations/{STOP}/"))

        assert "You look at the law as of 2023-08-14." in page
        assert "It is not in force on this day." in page

    def test_the_day_goes_back_to_today(self, house: House) -> None:
        """An empty day is today."""
        house.staff.post("/as-of/", {"on": "2023-08-14"})
        house.staff.post("/as-of/", {"on": ""})

        assert "You look at the law as of" not in text_of(house.staff.get("/"))

    def test_a_day_that_is_none_is_told(self, house: House) -> None:
        """Nothing changes, and it says how to write one."""
        page = house.staff.post("/as-of/", {"on": "someday"}, follow=True)

        assert "That is not a day." in text_of(page)


class TestAttesting:
    """A person states that a duty is met; the ledger keeps it."""

    def attest(self, house: House, id_: str = MINIMUM, **changes: str) -> int:
        today = clock.today()
        form = {
            "statement": "a sign-up asks for a mobile number only",
            "covers_from": today.isoformat(),
            "covers_until": (today + timedelta(days=90)).isoformat(),
            **changes,
        }
        return house.staff.post(f"/obligations/{id_}/", form).status_code

    def test_it_becomes_ok_at_once_with_the_entry(self, house: House) -> None:
        """The state, the page and the ledger agree right away."""
        before = text_of(house.staff.get(f"/obligations/{MINIMUM}/"))
        status = self.attest(house)
        after = text_of(house.staff.get(f"/obligations/{MINIMUM}/"))
        entry = house.reader.last(kind="attestation")

        assert "a person must meet it; nothing is attested yet" in before
        assert 302 == status
        assert "attested by officer" in after
        assert entry is not None
        assert (MINIMUM,) == entry.refs
        assert "officer" == entry.payload["author"]

    @pytest.mark.parametrize(
        ("field", "value", "mend"),
        [
            ("statement", "short", "at least 10 characters"),
            ("covers_until", "2020-01-01", "Choose a day after the first one."),
            ("covers_until", "2099-01-01", "Choose a period of at most two years."),
            ("covers_from", "someday", "Enter a valid date"),
        ],
    )
    def test_a_mistake_stands_beside_its_field(
        self, field: str, value: str, mend: str, house: House
    ) -> None:
        """What was typed is kept, and nothing is recorded."""
        form = {
            "statement": "a sign-up asks for a mobile number only",
            "covers_from": "2026-01-01",
            "covers_until": "2026-12-31",
            field: value,
        }
        page = house.staff.post(f"/obligations/{MINIMUM}/", form)

        assert 422 == page.status_code
        assert mend in text_of(page)
        assert value in page.content.decode()
        assert 0 == house.reader.count(kind="attestation")

    @pytest.mark.parametrize("id_", [ENTRY, ASSESS])
    def test_nobody_attests_what_controls_answer_or_what_is_undecided(
        self, id_: str, house: House
    ) -> None:
        """A statement cannot stand in for evidence: no entry is published, and that is seen."""
        self.attest(house, id_, **PAPERS)

        assert 0 == house.reader.count(kind="attestation")

    def test_nobody_attests_what_a_control_has_seen(self, house: House) -> None:
        """Once requests came through, the control's evidence counts, and there is no form."""
        house.ledger.append_sync("exchange", EXCHANGE, refs=("moment/answer",))
        self.attest(house, STOP, **PAPERS)

        assert 0 == house.reader.count(kind="attestation")

    def test_nobody_attests_under_another_days_law(self, house: House) -> None:
        """The period of a statement is about now."""
        house.staff.post("/as-of/", {"on": "2024-01-01"})
        self.attest(house)

        assert 0 == house.reader.count(kind="attestation")

    def test_what_hegui_does_not_carry_out_can_be_attested(self, house: House) -> None:
        """The state says that it is attested; entry, list and first page say so too."""
        self.attest(house, REAL_NAME, **PAPERS)
        entry = house.reader.last(kind="attestation")
        said = text_of(house.staff.get(f"/obligations/{REAL_NAME}/"))
        rows = house.staff.get("/obligations/?format=json&state=attested").json()
        first = text_of(house.staff.get("/"))

        assert entry is not None
        assert ["users/real_name_is_verified"] == entry.payload["stands_in_for"]
        assert PAPERS["evidence"] == entry.payload["evidence"]
        assert PAPERS["looked_at"] == entry.payload["looked_at"]
        assert "✎ attested attested by officer for" in said
        assert f"evidence: {PAPERS['evidence']}" in said
        assert "hegui does not carry this out here." in said
        assert [(REAL_NAME, "ok", "attested")] == [(r["id"], r["status"], r["basis"]) for r in rows]
        assert REAL_NAME not in ids(house, "state=ok")
        assert "1 are attested by people" in first

    def test_evidence_of_its_own_takes_the_attestations_place(self, house: House) -> None:
        """The page still shows what was attested, and says that it no longer counts."""
        self.attest(house, STOP, **PAPERS)
        house.ledger.append_sync("exchange", EXCHANGE, refs=("moment/answer",))
        said = text_of(house.staff.get(f"/obligations/{STOP}/"))

        assert "Controls have evidence of their own, which counts" in said
        assert "✓ ok runs in 30 days: 1" in said

    @pytest.mark.parametrize(
        ("field", "value", "mend"),
        [
            ("looked_at", "", "This field is required."),
            ("evidence", "", "This field is required."),
            ("evidence", "a\x1b[31mb", "Leave out characters that do not show."),
        ],
    )
    def test_a_stand_in_names_what_was_looked_at_and_its_paper(
        self, field: str, value: str, mend: str, house: House
    ) -> None:
        """Without them nothing is recorded."""
        today = clock.today()
        form = {
            "statement": "our account system asks for a checked number",
            "covers_from": today.isoformat(),
            "covers_until": (today + timedelta(days=90)).isoformat(),
            **PAPERS,
            field: value,
        }
        page = house.staff.post(f"/obligations/{REAL_NAME}/", form)

        assert mend in text_of(page)
        assert 0 == house.reader.count(kind="attestation")

    def test_what_was_stated_is_shown_as_text(self, house: House) -> None:
        """Markup in a statement is read, not run."""
        self.attest(house, statement="<script>alert(1)</script> done by ann")
        page = house.staff.get(f"/obligations/{MINIMUM}/").content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_control_page_shows_cases_manual_and_entries(house: House) -> None:
    """From the claim to what it was proved on."""
    house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    page = house.staff.get("/controls/content/illegal_prompt_is_refused/")
    said = text_of(page)

    assert "What it does not do" in said
    assert "must act" in said
    assert "must leave alone" in said
    assert 'href="/ledger/0/"' in page.content.decode()


def test_a_control_page_says_which_risks_lack_words(living: House) -> None:
    """The starter lexicon is far from the standard's library, and the page says by how much."""
    from hegui.cli.service.live import Live
    from hegui.console import runtime

    living.profile.write_text(f"{PROFILE}service.assessed = true\n", encoding="utf-8")
    Live(living.profile).record(living.ledger)
    runtime.current().refresh()
    said = text_of(living.staff.get("/controls/content/keyword_library_is_large_enough/"))

    assert "at least 10,000 are asked for, so" in said
    assert "9 of 9 risks have fewer than 100 keywords: A.2 a discrimination by ethnicity" in said
    assert "A.1 a incitement to subvert the state (has 0, lacks 200)" in said


def test_an_unknown_control_is_not_found(house: House) -> None:
    """With its near names."""
    page = house.staff.get("/controls/content/illegal_output_is_stoppd/")

    assert 404 == page.status_code


def test_a_duty_in_conflict_says_so_and_what_a_person_does(house: House, tmp_path: Path) -> None:
    """It is not said not to bind; the first page and the list lead to it."""
    from hegui.console import runtime

    one, two = Duty(name="one", demand="x"), Duty(name="two", demand="y", authority="other")
    law = load(meet(tmp_path, one, two))
    parts = runtime.current()
    profile = replace(parts.profile(), answers={}, unsure=frozenset())
    runtime.install(replace(parts, law=law, profile=lambda: profile))
    said = text_of(house.staff.get("/obligations/xx/one/art-1-do/"))
    first = text_of(house.staff.get("/"))

    assert "Why it is in conflict" in said
    assert "Ask the authority in writing" in said
    assert "does not bind" not in said
    assert "Decide what to do where two rules pull apart" in first
    assert "xx/two/art-1-do" in text_of(house.staff.get("/obligations/?binds=conflict"))

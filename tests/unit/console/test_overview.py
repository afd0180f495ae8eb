"""The first page says what to do today, then how things stand, in numbers that lead to rows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import EXCHANGE, REFUSED, client, text_of

from hegui import clock
from hegui.law import Applicability

if TYPE_CHECKING:
    from tests.unit.console.house import House


def test_the_sentence_counts_what_the_posture_counts(house: House) -> None:
    """The numbers are those of the audit, what binds and what may kept apart."""
    from hegui.console.frame.standing import posture_on

    rows = posture_on(clock.today()).rows
    binding = [row for row in rows if row.decision.verdict is Applicability.APPLIES]
    ok, failing, stale, unknown = (
        sum(row.status.value == state for row in binding)
        for state in ("ok", "failing", "stale", "unknown")
    )
    said = text_of(house.staff.get("/"))

    assert (
        f"{len(binding)} obligations bind this service: {ok} are shown to be met, {failing} fail,"
        f" {stale} are stale, {unknown} are unknown." in said
    )
    assert f"Another {len(rows) - len(binding)} may bind it." in said


class TestToday:
    """Each thing to do once, the most urgent first, with a link to where it is done."""

    def test_it_stands_before_everything_else(self, house: House) -> None:
        """The list comes first, and each of its titles is a link."""
        page = house.staff.get("/").content.decode()
        listed = page[page.index('<ol class="today"') : page.index('id="stands"')]

        assert listed.count("<li>") == len(
            re.findall(r'<a class="work-title" href="[^"]+"', listed)
        )
        assert listed.count("<li>") > 3
        assert page.index("What to do today") < page.index("obligations bind this service")

    def test_missing_notices_are_one_task_with_a_link_to_each_form(self, house: House) -> None:
        """Six notices are one line, and each is one press away."""
        page = house.staff.get("/").content.decode()

        assert 1 == page.count("Write and publish what the public must be told")
        for kind in ("purpose", "guidance", "agreement", "complaint-entry", "complaint-handling"):
            assert f'href="/publications/{kind}/"' in page

    def test_a_published_notice_is_no_task_any_more(self, house: House) -> None:
        """What was done falls out at once."""
        form = {"people": "adults", "occasions": "work", "uses": "questions", "zh": "面向成年人"}
        house.staff.post("/publications/purpose/", form)
        page = house.staff.get("/").content.decode()

        assert 'href="/publications/purpose/"' not in page
        assert 'href="/publications/guidance/"' in page

    def test_people_who_wait_come_first(self, house: House) -> None:
        """A complaint stands above what the service has to set up, with its number."""
        form = {"text": "它给出的回答有问题，请核查。", "kind": "complaint"}
        house.stranger.post("/public/complaint/", form)
        page = house.staff.get("/").content.decode()
        first = re.search(r'<a class="work-title" href="([^"]+)">([^<]+)', page)

        assert first is not None
        assert re.fullmatch(r"/cases/C-\d{8}-\w{5}-\w/", first[1])
        assert first[2].startswith("Answer: complaint C-")
        assert "no limit was published" in text_of(house.staff.get("/"))

    def test_more_cases_than_fit_are_one_line(self, house: House) -> None:
        """Five are named; the others are counted and one press away."""
        from hegui.console.public import views as public

        for _ in range(7):
            public._COMPLAINTS._tries.clear()
            house.stranger.post(
                "/public/complaint/", {"text": "它给出的回答有问题。", "kind": "complaint"}
            )
        said = text_of(house.staff.get("/"))

        assert 5 == said.count("Answer: complaint")
        assert "2 more cases wait for an answer" in said

    def test_a_day_that_is_near_is_a_task(self, living: House) -> None:
        """What falls due within a week stands in the list, with its last day."""
        launch = clock.today() - timedelta(days=10)
        living.staff.post("/deadlines/", {"kind": "launch", "on": launch.isoformat()})
        for fact in ("service.public_opinion", "service.registered_users"):
            living.staff.post(f"/interview/{fact}/", {"answer": "true"})
        page = living.staff.get("/").content.decode()
        listed = page[page.index('<ol class="today"') : page.index('id="stands"')]

        assert re.search(r'class="due( late)?">(no later than|was due) <time', listed)
        assert "Note as done" in listed

    def test_the_demo_says_that_it_is_one(self, house: House, living: House) -> None:
        """With a name of its own, a service is asked its open questions instead."""
        said = text_of(living.staff.get("/"))

        assert "Describe your own service" not in said
        assert re.search(r"Answer the open questions about the service: \d+", said)
        assert house.parts.profile.name.en == "Demo chat"

    def test_what_is_done_once_falls_out(self, house: House) -> None:
        """A request came and a password is set: neither is asked for any more."""
        from django.contrib.auth.models import User

        before = text_of(house.staff.get("/"))
        user = User.objects.get(username="officer")
        user.set_password("a long enough one")
        user.save()
        house.staff.force_login(user)
        house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
        after = text_of(house.staff.get("/"))

        for task in ("Set a password", "Send a first request through the gateway"):
            assert task in before
            assert task not in after

    @pytest.mark.usefixtures("house")
    def test_a_ledger_that_is_not_intact_comes_before_all(self) -> None:
        """Damaged evidence is the first thing to look at."""
        from django.contrib.auth.models import User
        from django.utils import translation

        from hegui.console.overview.today import tasks

        with translation.override("en"):
            found = tasks(
                on=clock.today(),
                user=User.objects.get(username="officer"),
                binding=(),
                near=(),
                questions=0,
                conflicts=2,
                is_intact=False,
                owed=(),
            )

        assert "Find out why the ledger is not intact" == found[0].title
        assert "/obligations/?binds=conflict" in [task.address for task in found]


def test_the_demo_is_told_by_the_name_that_a_first_start_writes(house: House) -> None:
    """The packaged demo bears the name that the console knows it by."""
    from hegui.console.frame.profile import is_demo

    assert house.parts.profile.name.zh == "演示问答"
    assert is_demo()


def test_one_step_stands_once_with_all_that_it_proves(house: House) -> None:
    """Duties that wait for the same act are one line, with links to them."""
    page = house.staff.get("/").content.decode()
    said = text_of(house.staff.get("/"))

    assert 1 == said.count("When it is done, attest it on the obligation's page")
    assert re.search(r"for \d+ obligations:", said)
    assert '/obligations/?binds=applies&amp;state=unknown&amp;sort=state"' in page


def test_deadlines_that_are_near_stand_on_the_first_page(living: House) -> None:
    """What binds and falls due within 60 days is named with its day."""
    living.staff.post("/deadlines/", {"kind": "launch", "on": clock.today().isoformat()})
    for fact in ("service.public_opinion", "service.registered_users"):
        living.staff.post(f"/interview/{fact}/", {"answer": "true"})
    said = text_of(living.staff.get("/"))

    assert f"launch on {clock.today().isoformat()}:" in said


def test_every_state_leads_to_its_rows(house: House) -> None:
    """Pressing a number shows as many rows as it says."""
    page = house.staff.get("/").content.decode()
    told = re.findall(
        r'href="(/obligations/\?binds=applies&amp;state=\w+)"><span class="number">(\d+)<', page
    )
    rows = {
        link: house.staff.get(f"{link.replace('&amp;', '&')}&format=json").json()
        for link, _ in told
    }

    assert 4 == len(told)
    assert {link: int(number) for link, number in told} == {
        link: len(found) for link, found in rows.items()
    }


def test_a_refused_request_stands_among_recent_decisions(house: House) -> None:
    """With its entry and its receipt."""
    receipt = house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    page = house.staff.get("/").content.decode()

    assert f'href="/receipts/{receipt.id}/"' in page
    assert "A request for banned content is refused before the model sees it: stopped" in page


def test_an_empty_service_says_how_to_begin(house: House) -> None:
    """No request yet: the page says what would be here and where to start."""
    assert "No request has come through the gateway yet." in text_of(house.staff.get("/"))


@pytest.mark.usefixtures("house")
def test_the_page_speaks_chinese() -> None:
    """The same page for a Chinese reader."""
    from django.contrib.auth.models import User

    reader = client("zh-CN")
    reader.force_login(User.objects.get())
    page = reader.get("/")

    assert 'lang="zh-Hans"' in page.content.decode()
    assert "项义务约束本服务" in text_of(page)

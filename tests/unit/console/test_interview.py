"""The interview: one question after the other, answers in the file, at once in force."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import client, text_of

from hegui import clock
from hegui.errors import InvalidAnswer, InvalidProfile
from hegui.law import FactKind, load_profile
from hegui.law.answering import replace_text, write_answer
from hegui.law.interview import interview

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response
    from tests.unit.console.house import House

MODALITIES = "service.modalities"
MINORS = "service.minors_may_use"


def answer(house: House, fact: str, **form: str | list[str]) -> int:
    return house.staff.post(f"/interview/{fact}/", form).status_code


def facts(house: House) -> dict[str, object]:
    """Read the profile as TOML."""
    found: dict[str, object] = tomllib.loads(house.profile.read_text(encoding="utf-8"))["facts"]
    return found


def next_of() -> str:
    """Return the fact that the running service asks next."""
    from hegui.console import runtime

    parts = runtime.current()
    found = interview(parts.law, parts.profile(), clock.today()).next
    assert found is not None
    return found.fact.name


class TestAsking:
    """What is asked, in which order, and what is not."""

    def test_the_page_asks_what_blocks_most(self, living: House) -> None:
        """Question, help, where to look, and how many obligations wait."""
        fact = living.parts.law.facts[next_of()]
        said = text_of(living.staff.get("/interview/"))

        assert fact.question.en in said
        assert fact.help.en in said
        assert "obligations hang on it" in said

    def test_every_asked_fact_is_listed_and_none_is_derived_there(self, living: House) -> None:
        """Each asked fact has a link to its page; conclusions stand apart."""
        page = living.staff.get("/interview/").content.decode()
        asked = page[page.index('id="facts"') : page.index('id="derived"')]

        for name, fact in living.parts.law.facts.items():
            assert (f'href="/interview/{name}/"' in asked) is not fact.is_derived

    def test_a_conclusion_says_why(self, living: House) -> None:
        """A derived fact shows its answer and the reason, and has no form."""
        fact = living.parts.law.facts["role.genai_provider"]
        page = living.staff.get("/interview/role.genai_provider/")
        said = text_of(page)

        assert fact.rules[0].because.en in said
        assert 'name="answer"' not in page.content.decode()

    def test_a_conclusion_takes_no_answer(self, living: House) -> None:
        """Nothing is written for what follows from other answers."""
        before = living.profile.read_text(encoding="utf-8")
        answer(living, "role.genai_provider", answer="true")

        assert before == living.profile.read_text(encoding="utf-8")
        assert 0 == living.reader.count(kind="fact")

    def test_a_name_that_is_no_fact_is_not_found(self, living: House) -> None:
        """An old link says that nothing is there."""
        assert 404 == living.staff.get("/interview/service.nonsense/").status_code

    @pytest.mark.parametrize("name", ["service.modalities", "stage", "model.training_flop"])
    def test_it_speaks_chinese(self, name: str, living: House) -> None:
        """Question and options for a Chinese reader."""
        from django.contrib.auth.models import User

        reader = client("zh-CN")
        reader.force_login(User.objects.get())
        fact = living.parts.law.facts[name]
        said = text_of(reader.get(f"/interview/{name}/"))

        assert fact.question.zh in said
        assert all(option.words.zh in said for option in fact.options)


class TestAnswering:
    """An answer goes into the file, the ledger and the running service."""

    def test_an_answer_is_in_force_at_once(self, living: House) -> None:
        """Without a wait, pages and plan use it; remarks in the file stay."""
        from hegui.console import runtime

        status = answer(living, MINORS, answer="true")
        text = living.profile.read_text(encoding="utf-8")

        assert 302 == status
        assert runtime.current().profile().answers[MINORS] is True
        assert "role.provider = true  # we run it" in text
        assert text.startswith("# ours")

    def test_the_plan_is_made_anew(self, living: House) -> None:
        """A fact that turns duties off turns their controls off."""
        from hegui.console import runtime

        before = runtime.current().plan().digest
        answer(living, "stage", answer="internal")

        assert before != runtime.current().plan().digest
        assert living.reader.last(kind="plan") is not None

    def test_the_ledger_tells_of_it(self, living: House) -> None:
        """One entry: which fact, from what to what, by whom."""
        answer(living, "stage", answer="closed_test")
        entry = living.reader.last(kind="fact")

        assert entry is not None
        assert ("fact/stage",) == entry.refs
        assert {
            "fact": "stage",
            "before": "public",
            "after": "closed_test",
            "by": "officer",
        } == entry.payload
        assert "stage: public → closed_test" in text_of(living.staff.get("/ledger/?kind=fact"))

    def test_the_next_question_follows(self, living: House) -> None:
        """Who answers the question of the page comes back to the next one."""
        first = next_of()
        response = living.staff.post(f"/interview/{first}/", {"act": "unsure", "from": "next"})

        assert "/interview/" == response.headers["Location"]
        assert first != next_of()

    def test_not_known_yet_is_written_and_shown_with_what_hangs_on_it(self, living: House) -> None:
        """The question mark stays in the file; the fact is not asked again."""
        first = next_of()
        answer(living, first, act="unsure")
        said = text_of(living.staff.get("/interview/"))

        assert f'{first} = "?"' in living.profile.read_text(encoding="utf-8")
        assert living.parts.law.facts[first].question.en in said[said.index("Not known yet") :]

    def test_several_at_once_and_none(self, living: House) -> None:
        """A set takes ticks, and an own button for none."""
        answer(living, MODALITIES, answer=["text", "image"])
        both = facts(living)["service"]
        answer(living, MODALITIES, act="none")

        assert {"modalities": ["image", "text"]} == both
        assert {"modalities": []} == facts(living)["service"]

    def test_an_answer_can_be_taken_back(self, living: House) -> None:
        """The fact counts as not asked again."""
        from hegui.console import runtime

        answer(living, "stage", act="clear")

        assert "stage" not in facts(living)
        assert "stage" not in runtime.current().profile().answers

    def test_the_same_answer_changes_nothing(self, living: House) -> None:
        """No entry tells of a change that is none."""
        answer(living, "stage", answer="public")

        assert 0 == living.reader.count(kind="fact")

    def test_what_was_decided_is_said(self, living: House) -> None:
        """The message names the entry, and how many obligations are decided by it."""
        page = living.staff.post("/interview/role.provider/", {"answer": "false"}, follow=True)

        assert "more obligations are decided." in text_of(page)


class TestMistakes:
    """What cannot be taken says why, keeps what was typed, and changes nothing."""

    @pytest.mark.parametrize(
        ("fact", "typed", "mend"),
        [
            ("operator.revenue", "a lot", "Write a number in digits"),
            ("operator.revenue", "9" * 41, "at most 40 characters"),
            ("stage", "someday", "Select a valid choice"),
            ("stage", "", "Choose one."),
            (MINORS, "", "Choose yes or no."),
            (MODALITIES, "", "Tick at least one"),
        ],
    )
    def test_it_stands_beside_the_field(
        self, fact: str, typed: str, mend: str, living: House
    ) -> None:
        """422, the reason, and the words that were typed."""
        before = living.profile.read_text(encoding="utf-8")
        page = living.staff.post(f"/interview/{fact}/", {"answer": typed} if typed else {})

        assert 422 == page.status_code
        assert mend in text_of(page)
        assert before == living.profile.read_text(encoding="utf-8")
        assert 0 == living.reader.count(kind="fact")

    def test_a_number_that_was_typed_wrong_is_kept(self, living: House) -> None:
        """The field still shows it."""
        page = living.staff.post("/interview/operator.revenue/", {"answer": "12x"})

        assert 'value="12x"' in page.content.decode()

    def test_a_file_that_cannot_be_changed_is_left_alone(self, living: House) -> None:
        """A fact written in an inline table is refused with a hint, and nothing is recorded."""
        text = 'facts = {stage = "public"}\n'
        living.profile.write_text(text, encoding="utf-8")
        page = living.staff.post("/interview/stage/", {"answer": "internal"})

        assert 422 == page.status_code
        assert "by hand" in text_of(page)
        assert text == living.profile.read_text(encoding="utf-8")
        assert 0 == living.reader.count(kind="fact")

    def test_without_an_entry_nothing_changes(self, living: House) -> None:
        """When the ledger refuses, the file is put back as it was."""
        from hegui.console import runtime

        before = living.profile.read_text(encoding="utf-8")
        living.ledger.close()
        page = living.staff.post("/interview/stage/", {"answer": "internal"})

        assert 503 == page.status_code
        assert before == living.profile.read_text(encoding="utf-8")
        assert "public" == runtime.current().profile().answers["stage"]

    def test_two_who_answer_at_once_lose_nothing(self, living: House) -> None:
        """Changes of the file come one after the other, each with its entry."""
        from hegui.console.frame.profile import change

        law = living.parts.law
        names = [
            name
            for name, fact in law.facts.items()
            if fact.kind is FactKind.YES_NO and not fact.is_derived and name != "role.provider"
        ][:8]

        def say_yes(name: str) -> int:
            write = partial(write_answer, fact=law.facts[name], answer=True)
            return change(write, "fact", {"fact": name}, ref=f"fact/{name}")

        with ThreadPoolExecutor(max_workers=8) as pool:
            entries = list(pool.map(say_yes, names))
        answers = load_profile(living.profile, law).answers

        assert all(answers[name] is True for name in names)
        assert len(names) == len(set(entries)) == living.reader.count(kind="fact")

    def test_what_would_be_no_profile_is_put_back(self, living: House) -> None:
        """A change after which the file cannot be read is undone and leaves no entry."""
        from hegui.console.frame.profile import change

        before = living.profile.read_bytes()
        with pytest.raises(InvalidProfile):
            change(
                lambda path: replace_text(path, "[facts]\nstage = 3\n"),
                "fact",
                {"fact": "stage"},
                ref="fact/stage",
            )

        assert before == living.profile.read_bytes()
        assert 0 == living.reader.count(kind="fact")

    def test_markup_in_an_answer_is_text(self, living: House) -> None:
        """What was typed is shown, and never run."""
        page = living.staff.post(
            "/interview/operator.revenue/", {"answer": '"><script>alert(1)</script>'}
        )

        assert "<script>alert(1)" not in page.content.decode()


class TestSeveral:
    """Several questions on one page: what is answered is saved, the rest is asked again."""

    PAGE = "/interview/several/"

    def post(self, house: House, **answers: str | list[str]) -> Response:
        """Send answers by fact, dots written as two underscores."""
        form: dict[str, str | list[str]] = {k.replace("__", "."): v for k, v in answers.items()}
        return house.staff.post(self.PAGE, {"asked": list(form), **form}, follow=True)

    def test_it_asks_those_that_decide_most(self, living: House) -> None:
        """The first eight of the interview, each with what hangs on it and where it stands."""
        from hegui.console import runtime

        parts = runtime.current()
        found = interview(parts.law, parts.profile(), clock.today())
        page = living.staff.get(self.PAGE).content.decode()
        asked = re.findall(r'name="asked" value="([^"]+)"', page)

        assert [each.fact.name for each in found.questions[:8]] == asked
        assert f"Open questions: {len(found.questions)}." in page

    def test_a_group_is_asked_alone(self, living: House) -> None:
        """Only facts of the group stand on its page."""
        page = living.staff.get(f"{self.PAGE}?group=abroad").content.decode()
        asked = re.findall(r'name="asked" value="([^"]+)"', page)

        assert asked
        assert {"abroad"} == {living.parts.law.facts[name].group for name in asked}

    def test_what_is_given_is_saved_with_an_entry_each(self, living: House) -> None:
        """Yes, a set, none of a set, a number and not known; an empty field stays open."""
        page = self.post(
            living,
            service__dialogue="true",
            service__channels=["web", "api"],
            service__key_fields=["-"],
            data__volume_persons="25000",
            service__public_opinion="?",
            service__news="",
        )
        told = facts(living)

        assert 5 == living.reader.count(kind="fact")
        assert "5 answers saved;" in text_of(page)
        assert {
            "dialogue": True,
            "channels": ["api", "web"],
            "key_fields": [],
            "public_opinion": "?",
            "modalities": ["text"],
        } == told["service"]
        assert {"volume_persons": 25000} == told["data"]

    def test_one_that_cannot_be_read_saves_nothing(self, living: House) -> None:
        """422, the reason beside the field, the others as they were typed."""
        before = living.profile.read_text(encoding="utf-8")
        page = self.post(living, data__volume_persons="many", service__dialogue="true")

        assert 422 == page.status_code
        assert "Write a number in digits" in text_of(page)
        assert 'value="many"' in page.content.decode()
        assert before == living.profile.read_text(encoding="utf-8")

    @pytest.mark.parametrize("ticks", [["-", "web"], ["?", "web"], ["-", "?"]])
    def test_none_beside_an_option_is_refused(self, ticks: list[str], living: House) -> None:
        """A set is options, or none, or not known; never two of these."""
        assert 422 == self.post(living, service__channels=ticks).status_code

    def test_nothing_given_changes_nothing(self, living: House) -> None:
        """An empty page leads back and says so."""
        said = text_of(self.post(living, service__dialogue=""))

        assert "Nothing was answered" in said
        assert 0 == living.reader.count(kind="fact")

    def test_a_derived_fact_is_not_taken(self, living: House) -> None:
        """A name that nobody answers falls out of what was posted."""
        self.post(living, role__genai_provider="true", nonsense="1")

        assert 0 == living.reader.count(kind="fact")

    def test_when_one_cannot_be_written_those_before_it_stay(self, living: House) -> None:
        """What was saved has its entry and is in force; the page says what went wrong."""
        from hegui.console import runtime
        from hegui.console.interview.saving import save_all

        law = living.parts.law
        fact, other = law.facts["service.dialogue"], law.facts["service.news"]
        with pytest.raises(InvalidAnswer):
            save_all([(fact, True), (other, "neither")], "officer", clock.today())

        assert runtime.current().profile().answers["service.dialogue"] is True
        assert "service.news" not in runtime.current().profile().answers
        assert 1 == living.reader.count(kind="fact")

    def test_the_interview_says_how_much_there_is(self, living: House) -> None:
        """How many questions, that one may leave, and what is decided already."""
        said = text_of(living.staff.get("/interview/"))

        assert re.search(r"Questions that matter at present: \d+", said)
        assert "leave when you like" in said
        assert "Answer 8 at once" in said


class TestBeginning:
    """From the demo to a service of one's own."""

    @pytest.fixture
    def demo(self, living: House) -> House:
        """The demo in a folder of its own, as a first start writes it."""
        from hegui.console import runtime

        text = files("hegui.cli.service").joinpath("demo.toml").read_text(encoding="utf-8")
        living.profile.write_text(text, encoding="utf-8")
        runtime.current().refresh()
        return living

    def test_it_starts_with_a_name_and_no_answer(self, demo: House) -> None:
        """The demo's answers go and are kept beside; the ledger tells of it."""
        before = demo.profile.read_text(encoding="utf-8")
        page = demo.staff.post(
            "/interview/begin/", {"zh": "问川", "en": 'The "Chuan"'}, follow=True
        )
        profile = load_profile(demo.profile, demo.parts.law)
        kept = demo.profile.with_name(f"hegui.toml.{clock.today():%Y%m%d}")

        assert ("问川", 'The "Chuan"') == (profile.name.zh, profile.name.en)
        assert {} == dict(profile.answers)
        assert before == kept.read_text(encoding="utf-8")
        assert 1 == demo.reader.count(kind="profile")
        assert "问川" in text_of(page)

    def test_without_an_english_name_the_chinese_stands_there(self, demo: House) -> None:
        """One name is enough."""
        demo.staff.post("/interview/begin/", {"zh": "问川"})

        assert "问川" == load_profile(demo.profile, demo.parts.law).name.en

    def test_without_a_name_nothing_begins(self, demo: House) -> None:
        """422, and the demo stays."""
        before = demo.profile.read_text(encoding="utf-8")

        assert 422 == demo.staff.post("/interview/begin/", {"zh": " "}).status_code
        assert before == demo.profile.read_text(encoding="utf-8")

    def test_a_service_of_ones_own_is_left_alone(self, living: House) -> None:
        """Its answers cannot be thrown away here."""
        before = living.profile.read_text(encoding="utf-8")
        page = living.staff.post("/interview/begin/", {"zh": "问川"}, follow=True)

        assert "its answers stay" in text_of(page)
        assert before == living.profile.read_text(encoding="utf-8")

    def test_a_file_that_says_more_is_left_alone(self, demo: House) -> None:
        """How users are served would be lost, so a person edits the file."""
        text = demo.profile.read_text(encoding="utf-8") + '\n[users]\nclaim = "user"\n'
        demo.profile.write_text(text, encoding="utf-8")
        page = demo.staff.post("/interview/begin/", {"zh": "问川"})

        assert 422 == page.status_code
        assert "it also holds users" in text_of(page)
        assert text == demo.profile.read_text(encoding="utf-8")

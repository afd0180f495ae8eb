"""End users in the console, and what one of them decides on the public page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import House, text_of

from hegui import clock
from hegui.errors import InvalidUserToken
from hegui.records.end_user import Age, EndUser, Guardian, Measure, MeasureKind, Unlawful, Use

if TYPE_CHECKING:
    from hegui.console.runtime import PeopleDesk

REF = "u-0123456789abcdef0123"
DIGEST = "ab" * 32
WHY = "It was for a film script, as the contract shows."


def _by_token(token: str) -> str:
    if token != "good":
        raise InvalidUserToken("it has expired")
    return DIGEST


def _desk(*, has_tokens: bool = True) -> PeopleDesk:
    from hegui.console.runtime import PeopleDesk

    return PeopleDesk(
        by_token=_by_token,
        by_id=lambda asked: (DIGEST,) if asked == "ann" else (),
        has_tokens=has_tokens,
        inputs_min=timedelta(),
        acts_min=timedelta,
    )


@pytest.fixture
def known(house: House) -> House:
    """A house that knows a suspended user."""
    from hegui.console import runtime
    from hegui.console.public import yours
    from hegui.records.end_users.store import DatabaseUsers
    from hegui.records.measure import Taken

    yours._TRIES._tries.clear()
    runtime.install(replace(runtime.current(), people=_desk()))
    now = clock.now()
    until = now + timedelta(hours=24)
    user = EndUser(
        ref=REF,
        digest=DIGEST,
        created=now,
        seen=now,
        age=Age.ADULT,
        unlawful=Unlawful(rung=1),
        measure=Measure(kind=MeasureKind.SUSPEND, since=now, until=until),
    )
    taken = Taken(
        kind=MeasureKind.SUSPEND, at=now, until=until, reason="in-a-row", receipt="r-1", entry=0
    )
    DatabaseUsers().record(user, taken)
    return house


def _kept() -> EndUser | None:
    from hegui.records.end_users.store import DatabaseUsers

    return DatabaseUsers().load(DIGEST)


class TestStaff:
    """A user is found by id, shown with reasons, and decided about with one."""

    def test_without_users_the_page_says_how_to_begin(self, house: House) -> None:
        """An empty state that helps."""
        assert "Write the table [users]" in text_of(house.staff.get("/users/"))

    @pytest.mark.parametrize("who", ["ann", REF])
    def test_a_user_is_found_by_id_or_reference(self, known: House, who: str) -> None:
        """By POST, so that the id stands in no address."""
        answer = known.staff.post("/users/", {"who": who})

        assert (302, f"/users/{REF}/") == (answer.status_code, answer.headers["Location"])

    def test_nobody_is_told_beside_the_field(self, known: House) -> None:
        """And what was typed stays."""
        answer = known.staff.post("/users/", {"who": "stranger"})

        assert 422 == answer.status_code
        assert "Nobody is known by this id." in text_of(answer)

    def test_the_page_tells_standing_and_reason(self, known: House) -> None:
        """What, until when, by whom and why, with the entry."""
        told = text_of(known.staff.get(f"/users/{REF}/"))

        assert "suspended" in told
        assert "by the gateway" in told
        assert "Unlawful inputs in a row reached the limit." in told
        assert "Entry 0" in told

    def test_a_suspension_is_lifted_with_author_reason_and_entry(self, known: House) -> None:
        """The entry has the author and not the reason."""
        known.staff.post(f"/users/{REF}/", {"decision": "lift", "reason": WHY})

        user = _kept()
        assert user is not None
        assert MeasureKind.NONE == user.measure.kind
        entry = known.reader.last("user-act")
        assert entry is not None
        assert ("lift", "officer", REF) == tuple(entry.payload[k] for k in ("act", "by", "user"))
        assert WHY not in str(entry.payload)
        assert WHY in text_of(known.staff.get(f"/users/{REF}/"))

    def test_without_a_reason_nothing_is_decided(self, known: House) -> None:
        """Nor without a decision."""
        short = known.staff.post(f"/users/{REF}/", {"decision": "end", "reason": "no"})
        none = known.staff.post(f"/users/{REF}/", {"reason": WHY})

        assert (422, 422) == (short.status_code, none.status_code)
        user = _kept()
        assert user is not None
        assert MeasureKind.SUSPEND == user.measure.kind

    def test_the_service_to_a_user_is_ended(self, known: House) -> None:
        """Until a person lifts it."""
        known.staff.post(f"/users/{REF}/", {"decision": "end", "reason": WHY, "hours": "3"})

        user = _kept()
        assert user is not None
        assert (MeasureKind.END, None) == (user.measure.kind, user.measure.until)

    def test_the_list_is_filtered_and_handed_out(self, known: House) -> None:
        """By measure, as CSV and JSON; no hash among the columns."""
        assert REF in text_of(known.staff.get("/users/?measure=suspend"))
        assert REF not in text_of(known.staff.get("/users/?measure=end"))
        csv = known.staff.get("/users/?format=csv").content.decode()
        assert REF in csv
        assert DIGEST not in csv
        assert REF in known.staff.get("/users/?format=json").content.decode()


class TestYourData:
    """The public page: three steps from the front page to the switch."""

    def _post(self, known: House, act: str = "", token: str = "good") -> str:  # noqa: S107 - made up
        return text_of(known.stranger.post("/public/data/", {"token": token, "act": act}))

    def test_it_is_linked_from_the_front_page(self, known: House) -> None:
        """cn/gbt-45654-2025/cl-7-input-opt-out: four clicks at most."""
        assert 'href="/public/data/"' in known.stranger.get("/public/").content.decode()

    def test_training_is_refused_and_allowed_again(self, known: House) -> None:
        """At once, by the user alone."""
        assert "not used for training from now on" in self._post(known, "refuse")
        refused = _kept()
        assert "allowed again" in self._post(known, "allow")
        allowed = _kept()

        assert refused is not None
        assert allowed is not None
        assert (True, False) == (
            refused.training_refused is not None,
            allowed.training_refused is not None,
        )

    def test_a_copy_is_taken(self, known: House) -> None:
        """As a file, without the hash."""
        answer = known.stranger.post("/public/data/", {"token": "good", "act": "export"})

        assert REF in answer.content.decode()
        assert DIGEST not in answer.content.decode()

    def test_a_measure_outlives_deletion(self, known: House) -> None:
        """And the page says so."""
        assert "but for what the law has us keep until" in self._post(known, "erase")
        user = _kept()
        assert user is not None
        assert user.erasing

    def test_a_wrong_code_shows_nothing(self, known: House) -> None:
        """Whatever is asked with it."""
        assert "not accepted, or too old" in self._post(known, "erase", token="bad")
        assert REF not in self._post(known, "", token="bad")

    def test_guessing_is_slowed(self, known: House) -> None:
        """As on the page of cases."""
        told = [self._post(known, token="bad") for _ in range(31)]

        assert "Too many tries" not in told[29]
        assert "Too many tries" in told[30]

    def test_without_tokens_the_page_says_where_to_go(self, known: House) -> None:
        """It cannot know who somebody is."""
        from hegui.console import runtime

        runtime.install(replace(runtime.current(), people=_desk(has_tokens=False)))

        assert "Ask the provider" in text_of(known.stranger.get("/public/data/"))


POLICY = {
    "identity": "token",
    "minors_served": True,
    "unknown_is_minor": False,
    "minor_minutes": 60,
    "minor_hours": "06:00-22:00",
}


class TestGuardian:
    """Whoever holds a minor's code sees the mode, its limits and the use of today."""

    def _told(self, known: House, changed: EndUser, **policy: object) -> str:
        from hegui.records.end_users.store import DatabaseUsers

        DatabaseUsers().save([changed])
        known.ledger.append_sync("user-policy", {**POLICY, **policy})  # type: ignore[dict-item]
        return text_of(known.stranger.post("/public/data/", {"token": "good", "act": ""}))

    def _minor(self, **more: object) -> EndUser:
        kept = _kept()
        assert kept is not None
        return replace(kept, age=Age.MINOR, **more)  # type: ignore[arg-type]

    def test_limits_and_use_of_today_are_shown(self, known: House) -> None:
        """The lesser of the service's and the guardian's, and both hours."""
        guardian = Guardian(minutes_a_day=40, opens="07:00", closes="20:00", topics=("a5.",))
        use = Use(day=clock.today(), day_s=754)
        said = self._told(known, self._minor(guardian=guardian, use=use))

        assert "12 of 40 minutes" in said
        assert "06:00-22:00 · set by a guardian: 07:00-20:00" in said
        assert "Further kinds of content refused by a guardian 1" in said
        assert "Paid functions not allowed" in said
        assert "Guardian's consent" not in said

    def test_yesterdays_use_does_not_count(self, known: House) -> None:
        """A day begins at midnight in Beijing."""
        use = Use(day=clock.today() - timedelta(days=1), day_s=754)

        assert "0 of 60 minutes" in self._told(known, self._minor(use=use))

    @pytest.mark.parametrize(("has_consented", "said"), [(True, "given"), (False, "not given;")])
    def test_a_child_needs_consent(self, known: House, has_consented: bool, said: str) -> None:
        """It says whether it is there."""
        child = replace(
            self._minor(guardian=Guardian(has_consented=has_consented, may_pay=True)),
            age=Age.CHILD,
        )
        told = self._told(known, child)

        assert f"Guardian's consent {said}" in told
        assert "allowed by a guardian" in told

    def test_where_minors_are_not_served_it_says_only_that(self, known: House) -> None:
        """There is nothing else to tell."""
        told = self._told(known, self._minor(), minors_served=False)

        assert "The service does not answer minors." in told
        assert "of 60 minutes" not in told

    @pytest.mark.parametrize(("age", "is_minor"), [(Age.UNKNOWN, False), (Age.ADULT, True)])
    def test_others_see_nothing_of_it(self, known: House, age: Age, is_minor: bool) -> None:
        """Adults, and the unknown where they are not treated as minors."""
        told = self._told(known, replace(self._minor(), age=age), unknown_is_minor=is_minor)

        assert "Minors' mode" not in told

    def test_without_a_policy_there_is_no_mode(self, known: House) -> None:
        """The table [users] was taken out."""
        assert "Minors' mode" not in self._told(known, self._minor(), identity="")

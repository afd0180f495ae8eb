"""End users on the path of a request."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.gateway.users.serving import (
    NOON,
    PLAN,
    Clock,
    Kept,
    Listening,
    no_header,
    plan,
    users,
)

from hegui.errors import (
    MinorNotServed,
    RealNameRequired,
    UserLimited,
    UserRequired,
    UsersUnavailable,
    UserSuspended,
)
from hegui.gateway.users import Guest, Users
from hegui.records.end_user import Age, EndUser, Measure, MeasureKind, RealName, RealNameState

APPEAL = 'appeal_url = "https://chat.example/public/complaint/"\n'


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that the test moves."""
    return Clock(monkeypatch)


async def _meet(people: Users, name: str = "ann") -> Guest:
    guest = await people.meet(no_header, key_id="k-1", field=name, plan=PLAN)
    assert guest is not None
    return guest


async def _admitted(people: Users, name: str = "ann", *, model: str = "m") -> Guest:
    guest = await _meet(people, name)
    people.admit(guest, model=model, language="en", plan=PLAN)
    return guest


async def _unlawful(people: Users, name: str = "ann", text: str = "bad") -> str:
    guest = await _admitted(people, name)
    told = await people.unlawful(
        guest, categories=("a1.x",), receipt="r-x", text=text, language="en", plan=PLAN
    )
    people.after(guest)
    return told


async def _known_as(people: Users, name: str = "ann", **facts: object) -> EndUser:
    guest = await _meet(people, name)
    user = replace(guest.user, **facts)  # type: ignore[arg-type]  # each names a field
    people.people.put(user)
    return user


class TestMeeting:
    """Every request is somebody's, when the policy says so."""

    async def test_nobody_is_refused(self) -> None:
        """401, with the place where the id belongs."""
        with pytest.raises(UserRequired, match="field 'user'"):
            await users().meet(no_header, key_id="k-1", field="", plan=PLAN)

    async def test_nobody_passes_when_nobody_need_be_named(self) -> None:
        """None then, and nothing is counted."""
        assert None is await users("required = false").meet(
            no_header, key_id="k-1", field="", plan=PLAN
        )

    async def test_the_id_is_not_kept(self) -> None:
        """What reaches the records is a hash and a random reference."""
        store = Kept()
        people = users(store=store)
        await _meet(people, "13800138000")
        await people.people.write()

        assert "13800138000" not in repr(store.rows)

    async def test_many_requests_at_once_read_the_row_once(self) -> None:
        """And all of them meet one person."""
        store = Kept()
        people = users(store=store)

        guests = await asyncio.gather(*(_meet(people) for _ in range(20)))

        assert (1, 1) == (store.loads, len({guest.user.ref for guest in guests}))

    async def test_records_that_do_not_answer_let_nobody_in(self) -> None:
        """Fail closed: a suspended user must not slip in while the disk is away."""
        with pytest.raises(UsersUnavailable):
            await _meet(users(store=Kept(broken=True)))


class TestAbuse:
    """cn/gbt-45654-2025/cl-7-users-breach; cn/genai-2023/art-14-2-act."""

    async def test_the_third_in_a_row_suspends(self) -> None:
        """Told before, told then, recorded, and refused from then on, with a way to appeal."""
        ledger, store = Listening(), Kept()
        people = users(APPEAL, store=store, ledger=ledger)

        told = [await _unlawful(people) for _ in range(3)]

        assert "2 more" in told[0]
        assert "1 more" in told[1]
        assert "now suspended until 2026-11-22 12:00" in told[2]
        assert "https://chat.example/public/complaint/" in told[2]
        assert [("user-measure", "suspend", "in-a-row")] == [
            (kind, payload["act"], payload["reason"]) for kind, payload, _ in ledger.entries
        ]
        assert [MeasureKind.SUSPEND] == [taken.kind for taken in store.taken]
        with pytest.raises(UserSuspended, match="opens again at 2026-11-22 12:00"):
            await _admitted(people)

    async def test_a_lawful_one_ends_the_row(self) -> None:
        """Two, one good, two: four on the day, and nothing is done yet."""
        ledger = Listening()
        people = users(ledger=ledger)
        for bad in (True, True, False, True, True, False):
            if bad:
                await _unlawful(people)
            else:
                people.lawful(await _admitted(people))

        assert [] == ledger.entries
        await _unlawful(people)
        assert "in-a-day" == ledger.entries[0][1]["reason"]

    async def test_suspension_ends_by_itself_and_the_next_is_longer(self, now: Clock) -> None:
        """The ladder is climbed."""
        people = users()
        for _ in range(3):
            await _unlawful(people)
        now.forward(hours=24)

        told = [await _unlawful(people) for _ in range(3)]

        assert "until 2026-11-29 12:00" in told[2]

    async def test_a_restart_forgets_nothing(self) -> None:
        """Two before it and one after are three."""
        store = Kept()
        before = users(store=store)
        await _unlawful(before)
        await _unlawful(before)
        await before.close()

        told = await _unlawful(users(store=store))

        assert "suspended" in told

    async def test_at_midnight_in_beijing_a_new_day_begins(self, now: Clock) -> None:
        """Four yesterday and one today are no five; the row of both is ended between."""
        ledger = Listening()
        people = users(ledger=ledger)
        now.at = NOON.replace(hour=15, minute=58)
        for _ in range(2):
            await _unlawful(people)
            await _unlawful(people)
            people.lawful(await _admitted(people))
        now.forward(minutes=5)

        await _unlawful(people)

        assert [] == ledger.entries

    async def test_requests_at_once_climb_one_rung(self) -> None:
        """Three refused side by side are one measure, and a fourth is not counted on."""
        ledger = Listening()
        people = users(ledger=ledger)
        guests = [await _admitted(people) for _ in range(4)]

        told = await asyncio.gather(
            *(
                people.unlawful(
                    guest, categories=("a1.x",), receipt="r", text="bad", language="zh", plan=PLAN
                )
                for guest in guests
            )
        )

        assert 1 == len(ledger.entries)
        assert [""] == [words for words in told if not words]

    async def test_what_led_there_is_sealed(self) -> None:
        """The inputs of the row, and nobody else's."""
        store = Kept()
        people = users(store=store)
        await _unlawful(people, "ben", "ben's")
        for text in ("one", "two", "three"):
            await _unlawful(people, text=text)

        assert ["one", "two", "three"] == [text for _, _, text in store.sealed]

    async def test_a_cry_for_help_is_held_against_nobody(self) -> None:
        """Refused with the words for it, and not counted."""
        ledger = Listening()
        people = users(ledger=ledger)
        for _ in range(6):
            guest = await _admitted(people)
            told = await people.unlawful(
                guest,
                categories=("a4.health",),
                receipt="r",
                text="t",
                language="zh",
                plan=PLAN,
            )

            assert "" == told
        assert [] == ledger.entries

    async def test_evidence_may_be_off(self) -> None:
        """A policy may keep none."""
        store = Kept()
        people = users("[users.abuse]\nkeep_evidence = false", store=store)
        for _ in range(3):
            await _unlawful(people)

        assert [] == store.sealed

    async def test_a_limit_leaves_some(self, now: Clock) -> None:
        """And says when the next may come."""
        people = users(
            '[users.abuse]\nladder = [{measure="limit", hours=24}]\nlimited_per_hour = 2\n'
        )
        for _ in range(3):
            await _unlawful(people)
        await _admitted(people)
        now.forward(minutes=20)
        await _admitted(people)

        with pytest.raises(UserLimited) as told:
            await _admitted(people)
        assert 2400 == told.value.retry_after_s
        now.forward(minutes=40)
        await _admitted(people)

    async def test_a_setting_cannot_be_laxer_than_the_law(self) -> None:
        """The lesser number holds."""
        people = users("[users.abuse]\nin_a_row = 9\nin_a_day = 2")

        limits = people.limits(PLAN)

        assert (3, 2) == (limits.in_a_row, limits.in_a_day)
        assert (9, 2) == (
            (alone := people.limits(replace(PLAN, user_rules=type(PLAN.user_rules)()))).in_a_row,
            alone.in_a_day,
        )

    async def test_what_staff_lift_is_taken_up(self) -> None:
        """Theirs is ahead of what is in memory."""
        store = Kept()
        people = users(store=store)
        for _ in range(3):
            await _unlawful(people)
        user = next(iter(store.rows.values()))
        store.theirs = [replace(user, measure=Measure(), revision=user.revision + 1)]

        await people.people.write()

        await _admitted(people)


class TestMinors:
    """Hours, minutes and topics of minors; a mode that the client can show."""

    async def test_a_minor_is_served_in_minors_mode(self) -> None:
        """The answer says so, and topics are narrower."""
        people = users()
        await _known_as(people, age=Age.MINOR)

        guest = await _admitted(people)

        assert ((b"x-hegui-mode", b"minors"),) == guest.headers
        assert ("a1.", "a2.", "a4.") == guest.shielded
        assert "minors" == guest.facts()["mode"]

    async def test_at_night_a_minor_is_refused(self, now: Clock) -> None:
        """In the language of the request, without a word of blame."""
        people = users()
        await _known_as(people, age=Age.MINOR)
        now.at = NOON.replace(hour=14)

        with pytest.raises(MinorNotServed, match="outside the hours"):
            await _admitted(people)

    async def test_the_minutes_of_a_day_run_out(self, now: Clock) -> None:
        """And are there again after midnight."""
        people = users("[users.minors]\nminutes_a_day = 30\nhours = '00:00-00:00'")
        await _known_as(people, age=Age.MINOR)
        for _ in range(4):
            people.after(await _admitted(people))
            now.forward(minutes=9)

        with pytest.raises(MinorNotServed, match="used up"):
            await _admitted(people)
        now.at = NOON.replace(hour=16, minute=1)
        await _admitted(people)

    async def test_a_long_answer_counts_to_its_end(self, now: Clock) -> None:
        """Twenty minutes of answer are twenty minutes of use."""
        people = users("[users.minors]\nminutes_a_day = 20")
        await _known_as(people, age=Age.MINOR)
        guest = await _admitted(people)
        now.forward(minutes=20)
        people.after(guest)
        people.after(guest)

        with pytest.raises(MinorNotServed):
            await _admitted(people)

    async def test_paid_models_are_not_for_minors(self) -> None:
        """cn/minors-2023/art-44-capacity."""
        people = users('[users.minors]\npaid_models = ["gold"]')
        await _known_as(people, age=Age.MINOR)

        with pytest.raises(MinorNotServed, match="paid"):
            await _admitted(people, model="gold")
        await _admitted(people)


class TestUse:
    """cn/anthropomorphic-2026/art-18-2-time."""

    async def _at(self, people: Users, now: Clock, minutes: int) -> list[dict[str, object]]:
        guest = None
        for _ in range(0, minutes, 5):
            guest = await _admitted(people)
            people.after(guest)
            now.forward(minutes=5)
        guest = await _admitted(people)
        raw = dict(guest.headers).get(b"x-hegui-notice", b"[]")
        return list(json.loads(raw))

    async def test_a_reminder_comes_after_two_hours_and_once(self, now: Clock) -> None:
        """As ASCII JSON in a header, in both languages."""
        people = users()

        notices = await self._at(people, now, 120)

        assert [("continuous-use", 120)] == [(n["kind"], n["minutes"]) for n in notices]
        assert "休息" in str(notices[0]["zh"])
        assert () == (await _admitted(people)).headers

    async def test_and_after_each_further_two(self, now: Clock) -> None:
        """Not only the first."""
        people = users()
        await self._at(people, now, 120)

        assert 1 == len(await self._at(people, now, 120))

    async def test_without_a_law_and_a_setting_nobody_is_reminded(self) -> None:
        """A service that is no companion reminds nobody unless it wants to."""
        free = replace(PLAN, user_rules=type(PLAN.user_rules)())

        assert None is users().remind_every(free)
        assert timedelta(minutes=30) == users("[users.use]\nremind_minutes = 30").remind_every(PLAN)

    async def test_a_session_ends_in_a_break(self, now: Clock) -> None:
        """Trying again during the break does not lengthen it."""
        people = users("[users.use]\nsession_minutes = 30\nbreak_minutes = 10")
        await self._at(people, now, 25)
        now.forward(minutes=5)

        waits = []
        for _ in range(2):
            with pytest.raises(UserLimited) as told:
                await _admitted(people)
            waits.append(told.value.retry_after_s)
            now.forward(minutes=4)
        assert [600, 600] == waits
        now.forward(minutes=4)
        await _admitted(people)


class TestRealName:
    """cn/deep-synthesis-2022/art-9-verify."""

    async def test_an_unverified_user_may_be_refused(self) -> None:
        """By policy."""
        people = users('[users.real_name]\nunverified = "refuse"')

        with pytest.raises(RealNameRequired):
            await _admitted(people)
        await _known_as(people, real_name=RealName(state=RealNameState.VERIFIED, method="m"))
        await _admitted(people)


async def test_who_was_erased_elsewhere_is_a_stranger() -> None:
    """On the public page, by staff or from the command line: the old reference is dead."""
    store = Kept()
    people = users(store=store)
    before = (await _admitted(people)).user.ref
    store.gone.append(before)
    store.rows.clear()
    await people.people.write()
    store.rows.clear()

    assert before != (await _admitted(people)).user.ref


async def test_memory_of_what_was_written_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes with the person."""
    from hegui.gateway.users import users as module

    monkeypatch.setattr(module, "_PEOPLE", 2)
    people = users()
    for name in ("ann", "ben", "cleo"):
        await _unlawful(people, name)

    assert 2 == len(people._texts)
    people.forget(next(iter(people._texts)))
    assert 1 == len(people._texts)


async def test_a_broken_disk_keeps_changes_waiting() -> None:
    """They are written when it is back."""
    store = Kept()
    people = users(store=store)
    await _meet(people)
    store.broken = True
    await people.people.write()
    store.broken = False

    assert not people.people.is_healthy
    await people.people.write()
    assert 1 == len(store.rows)


async def test_the_one_not_seen_for_longest_leaves_memory() -> None:
    """Once it is written; and comes back from its row."""
    from hegui.gateway.users.people import People

    store = Kept()
    people = People(store, kept=2)
    for name in "abc":
        people.put(EndUser(ref=f"u-{name}", digest=name, created=NOON, seen=NOON))
        await people.write()

    assert (None, True) == (people.known("a"), people.known("c") is not None)
    found = await people.find("a")
    assert found is not None


def test_a_plan_gives_the_numbers() -> None:
    """The helper says what it says."""
    assert 7 == plan(in_a_row=7).user_rules.in_a_row

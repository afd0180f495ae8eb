"""The case desk: row and entry stand or fall together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hegui.cases import Kind, Move, Role, State
from hegui.errors import MoveNotAllowed, ReasonMissing

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

WORDS = "它说我的电话是 13800138000"

pytestmark = pytest.mark.usefixtures("var")


def test_a_case_is_opened_with_number_secret_and_entry(ledger: Listening) -> None:
    """What the person takes away opens the case again."""
    from hegui.records.desk import open_case

    opened = open_case(ledger, Kind.COMPLAINT, text=WORDS)

    assert opened.case.number.startswith("C-")
    assert opened.case.matches(opened.secret)
    assert not opened.case.matches("wrong")
    assert [("case", (f"case/{opened.case.number}",))] == [(e[0], e[2]) for e in ledger.entries]


def test_an_entry_holds_no_words(ledger: Listening) -> None:
    """What a person wrote, and how to reach them, stays out of the ledger."""
    from hegui.records.desk import move_case, open_case

    opened = open_case(ledger, Kind.REPORT, text=WORDS, contact="a@b.example")
    move_case(ledger, opened.case, Move.ACCEPT, role=Role.OFFICER, by="officer")
    move_case(ledger, opened.case, Move.ANSWER, role=Role.OFFICER, words="谢谢您的举报")

    assert not any(word in str(ledger.entries) for word in ("13800138000", "a@b.example", "谢谢"))


def test_without_a_published_limit_no_day_is_promised(ledger: Listening) -> None:
    """Nothing is guessed."""
    from hegui.records.desk import open_case

    opened = open_case(ledger, Kind.COMPLAINT, text=WORDS)

    assert (None, None) == (opened.case.limit_days, opened.case.due_at)
    assert not opened.case.is_overdue


def test_the_published_limit_sets_the_clock(ledger: Listening) -> None:
    """The promise is the one that stood published on that day."""
    from hegui.cases import due
    from hegui.records.desk import open_case
    from hegui.records.publications import publish

    fields = {"answer_days": "15", "procedure": "p"}
    publish(ledger, "complaint-handling", zh="z", en="", fields=fields, by="officer")
    case = open_case(ledger, Kind.COMPLAINT, text=WORDS).case

    assert 15 == case.limit_days
    assert due(case.received_at, limit_days=15) == case.due_at


@pytest.mark.parametrize("stated", ["", "0", "soon", "１５", "-3"])
def test_a_limit_that_is_no_number_promises_nothing(stated: str, ledger: Listening) -> None:
    """A publication that says nothing usable counts as none."""
    from hegui.records.desk import limit_days
    from hegui.records.publications import publish

    fields = {"answer_days": stated}
    publish(ledger, "complaint-handling", zh="z", en="", fields=fields, by="officer")

    assert limit_days() is None


def test_a_case_goes_its_way(ledger: Listening) -> None:
    """Accepted, answered, appealed: the clock runs again from the appeal."""
    from hegui.records.desk import move_case, open_case
    from hegui.records.models import Case

    case = open_case(ledger, Kind.COMPLAINT, text=WORDS).case
    move_case(ledger, case, Move.ACCEPT, role=Role.OFFICER)
    move_case(ledger, case, Move.ANSWER, role=Role.OFFICER, words="done")
    answered = Case.objects.get()
    move_case(ledger, case, Move.APPEAL, role=Role.SUBJECT, words="not so")
    reopened = Case.objects.get()

    assert answered.answered_at is not None
    assert (State.REOPENED, None) == (reopened.standing, reopened.answered_at)
    assert reopened.clock_from > reopened.received_at
    assert [0, 1, 2, 3] == [event.entry for event in reopened.events.all()]


def test_a_move_that_is_not_allowed_leaves_nothing(ledger: Listening) -> None:
    """Neither row nor entry changes."""
    from hegui.records.desk import move_case, open_case
    from hegui.records.models import Case

    case = open_case(ledger, Kind.COMPLAINT, text=WORDS).case
    with pytest.raises(MoveNotAllowed):
        move_case(ledger, case, Move.CLOSE, role=Role.OFFICER)
    with pytest.raises(ReasonMissing):
        move_case(ledger, case, Move.REJECT, role=Role.OFFICER, words=" ")

    assert (State.RECEIVED, 1) == (Case.objects.get().standing, len(ledger.entries))


def test_a_failing_ledger_leaves_no_case(ledger: Listening) -> None:
    """What is not recorded did not happen."""
    from hegui.records.desk import open_case
    from hegui.records.models import Case

    ledger.is_broken = True
    with pytest.raises(OSError, match="no space"):
        open_case(ledger, Kind.COMPLAINT, text=WORDS)

    assert 0 == Case.objects.count()


def test_a_failing_ledger_leaves_a_case_where_it_was(ledger: Listening) -> None:
    """A move without an entry is undone."""
    from hegui.records.desk import move_case, open_case
    from hegui.records.models import Case, CaseEvent

    case = open_case(ledger, Kind.COMPLAINT, text=WORDS).case
    ledger.is_broken = True
    with pytest.raises(OSError, match="no space"):
        move_case(ledger, case, Move.ACCEPT, role=Role.OFFICER)

    assert (State.RECEIVED, 1) == (Case.objects.get().standing, CaseEvent.objects.count())

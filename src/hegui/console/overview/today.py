"""What a person must do today: each thing once, the most urgent first, with the place to do it.

First what hurts others or the evidence (a ledger that is not intact, people who
wait for an answer, days that run out), then what the law misses, then what a
service has to set up once. What only lacks proof is no task of today; the
overview names it apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hegui.audit.posture import Row
from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.console import runtime
from hegui.console.frame.profile import is_demo
from hegui.console.frame.words import word
from hegui.console.obligations.notices import NOTICES
from hegui.console.overview.steps import by_step
from hegui.controls.base import Status
from hegui.law.agenda import Item, State
from hegui.records import publications
from hegui.records.models import Case

__all__ = ["SOON_DAYS", "Link", "Task", "tasks"]

SOON_DAYS: Final = 7
"""A deadline that is so near is a task of today."""

_SHOWN: Final = 5
"""Cases and steps of one kind; one more line leads to the others."""

_DAYS_SHOWN: Final = 3
"""Deadlines; a service that reports its launch late would otherwise see nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A part of a task that has a place of its own."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do."""

    title: str
    address: str
    """Where it is done."""

    why: str
    links: tuple[Link, ...] = ()
    due: date | None = None
    """The last day; None when no day is set."""

    is_late: bool = False


def tasks(  # noqa: PLR0913 - each argument is one source of tasks
    *,
    on: date,
    user: User,
    binding: Sequence[Row],
    near: Sequence[Item],
    questions: int,
    conflicts: int,
    is_intact: bool,
    owed: Sequence[Case],
) -> tuple[Task, ...]:
    """Return what waits for a person today.

    Args:
        on: the Beijing day whose law counts.
        user: whoever asks.
        binding: rows of obligations that bind.
        near: what is late or falls due, of duties that bind, soonest first.
        questions: facts that matter and were not asked.
        conflicts: obligations that clash with another and are not settled.
        is_intact: what the last verification of the ledger found.
        owed: cases without an answer, in the order in which they fall due.
    """
    return (
        *_ledger(is_intact),
        *_cases(owed),
        *_days([each for each in near if _is_near(each, on)]),
        *_profile(questions),
        *_failing([row for row in binding if row.status is Status.FAILING]),
        *_conflicts(conflicts),
        *_steps([row for row in binding if row.status is Status.STALE]),
        *_once(user),
    )


def _ledger(is_intact: bool) -> Iterator[Task]:
    if not is_intact:
        yield Task(
            title=_("Find out why the ledger is not intact"),
            address=reverse("ledger"),
            why=_("The last verification failed: evidence was changed, or is damaged."),
        )


def _cases(owed: Sequence[Case]) -> Iterator[Task]:
    for case in owed[:_SHOWN]:
        due = None if case.due_at is None else beijing_day(case.due_at - timedelta(microseconds=1))
        yield Task(
            title=_("Answer: %(kind)s %(number)s")
            % {"kind": word("case_kind", case.kind), "number": case.number},
            address=reverse("case", args=[case.number]),
            why=word("case_state", case.state)
            if due
            else _("%(state)s; no limit was published") % {"state": word("case_state", case.state)},
            due=due,
            is_late=case.is_overdue,
        )
    if len(owed) > _SHOWN:
        more = len(owed) - _SHOWN
        yield Task(
            title=_("%(count)s more cases wait for an answer") % {"count": more},
            address=reverse("cases"),
            why=_("The soonest stand above."),
        )


def _is_near(item: Item, on: date) -> bool:
    return item.is_ours and (
        item.state is State.LATE
        or (item.day is not None and item.day <= on + timedelta(days=SOON_DAYS))
    )


def _days(near: Sequence[Item]) -> Iterator[Task]:
    for item in near[:_DAYS_SHOWN]:
        missed = _("missed %(count)s times") % {"count": item.missed}
        yield Task(
            title=_said(item.obligation.title),
            address=reverse("obligation", args=[item.obligation.id]),
            why=f"{missed}; {_said(item.obligation.must)}"
            if item.missed
            else _said(item.obligation.must),
            links=(Link(words=_("Note as done"), address=reverse("deadlines")),),
            due=item.day,
            is_late=item.state is State.LATE and not item.missed,
        )
    if len(near) > _DAYS_SHOWN:
        more = len(near) - _DAYS_SHOWN
        yield Task(
            title=_("%(count)s more deadlines are late or near") % {"count": more},
            address=reverse("deadlines"),
            why=_("The soonest stand above."),
        )


def _profile(questions: int) -> Iterator[Task]:
    if is_demo():
        yield Task(
            title=_("Describe your own service"),
            address=reverse("interview-begin"),
            why=_("What you see here is the demo service. Its answers are not yours."),
        )
    elif questions:
        yield Task(
            title=_("Answer the open questions about the service: %(count)s")
            % {"count": questions},
            address=reverse("interview"),
            why=_("Until then it is not known whether some obligations bind it."),
        )


def _failing(rows: Sequence[Row]) -> Iterator[Task]:
    """Yield one task for all public notices that are missing, then one for each other step."""
    missing: dict[str, int] = {}
    others: list[Row] = []
    for row in rows:
        names = [c.name for c, view in row.opinions if view.status is Status.FAILING]
        kinds = [NOTICES[name] for name in names if name in NOTICES]
        if kinds:
            missing[kinds[0]] = missing.get(kinds[0], 0) + 1
        else:
            others.append(row)
    if missing:
        yield Task(
            title=_("Write and publish what the public must be told"),
            address=reverse("publications"),
            why=_("%(count)s obligations fail without it:") % {"count": sum(missing.values())},
            links=tuple(_notice(kind) for kind in publications.KINDS if kind in missing),
        )
    yield from _steps(others)


def _notice(kind: str) -> Link:
    title = _said(publications.KINDS[kind].title)
    return Link(words=title, address=reverse("publication", args=[kind]))


def _steps(rows: Sequence[Row]) -> Iterator[Task]:
    """Yield one task for each step that would mend rows of one state."""
    ordered = by_step(rows)
    for group in ordered[:_SHOWN]:
        first, state = group[0], group[0].status.value
        duty = first.decision.obligation
        yield Task(
            title=capfirst(_said(first.next_step or first.reason)),
            address=reverse("obligation", args=[duty.id])
            if len(group) == 1
            else f"{reverse('obligations')}?binds=applies&state={state}",
            why=f"{_said(duty.title)}{_(': ')}{_said(first.reason)}"
            if len(group) == 1
            else _("%(reason)s; %(count)s obligations")
            % {"reason": _said(first.reason), "count": len(group)},
        )
    if len(ordered) > _SHOWN:
        state = ordered[_SHOWN][0].status.value
        yield Task(
            title=_("%(count)s more steps") % {"count": len(ordered) - _SHOWN},
            address=f"{reverse('obligations')}?binds=applies&state={state}",
            why=_("Those that mend most stand above."),
        )


def _conflicts(count: int) -> Iterator[Task]:
    if count:
        yield Task(
            title=_("Decide what to do where two rules pull apart"),
            address=f"{reverse('obligations')}?binds=conflict",
            why=_("%(count)s obligations; nothing settles which goes first.") % {"count": count},
        )


def _once(user: User) -> Iterator[Task]:
    parts = runtime.current()
    if parts.reader.count(kind="exchange") == 0:
        yield Task(
            title=_("Send a first request through the gateway"),
            address=reverse("keys"),
            why=_("Controls prove themselves on real requests; none has come yet."),
        )
    if not parts.profile().history.events:
        yield Task(
            title=_("Report the launch of the service"),
            address=f"{reverse('deadlines')}#report",
            why=_("Many deadlines count from it; without it none can be told."),
        )
    if not user.has_usable_password():
        yield Task(
            title=_("Set a password"),
            address=reverse("account"),
            why=_("You came in by a one-time link; a password lets you come back without one."),
        )


def _said(words: Bilingual) -> str:
    return words.in_language(get_language() or "zh-hans")

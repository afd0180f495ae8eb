"""Saving answers: into the file, into the ledger and into the running service, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from hegui.console import runtime
from hegui.console.frame.profile import Change, change_all
from hegui.law import Answer, Fact
from hegui.law.answering import UNSURE, write_answer
from hegui.law.interview import interview
from hegui.ledger import JSON

__all__ = ["save", "save_all"]


def _before(fact: Fact) -> Answer | None:
    """Return what the profile says of a fact now; ``"?"`` is not known yet."""
    profile = runtime.current().profile()
    return UNSURE if fact.name in profile.unsure else profile.answers.get(fact.name)


def _is_same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same; 1 and true do not."""
    return one == other and type(one) is type(other)


def save(fact: Fact, answer: Answer | None, by: str) -> int | None:
    """Write one answer and return its ledger entry; None when it is the answer already.

    Raises:
        LawError: the profile cannot be changed so.
        LedgerError: the entry could not be written; nothing is changed then.
    """
    wanted = _change(fact, answer, by)
    return None if wanted is None else change_all((wanted,))[0]


def save_all(answers: Iterable[tuple[Fact, Answer]], by: str, on: date) -> tuple[int, int]:
    """Write several answers; return how many were new, and how many obligations they decided.

    Each has its own entry; all are taken up together. When one cannot be
    written, those before it stay.

    Raises:
        LawError, LedgerError: as `save`.
    """
    parts = runtime.current()
    before = interview(parts.law, parts.profile(), on).progress.undecided
    wanted = [_change(fact, answer, by) for fact, answer in answers]
    saved = change_all([each for each in wanted if each is not None])
    after = interview(parts.law, parts.profile(), on).progress.undecided
    return len(saved), before - after


def _change(fact: Fact, answer: Answer | None, by: str) -> Change | None:
    before = _before(fact)
    if _is_same(answer, before):
        return None
    return Change(
        write=partial(write_answer, fact=fact, answer=answer),
        kind="fact",
        payload={"fact": fact.name, "before": _json(before), "after": _json(answer), "by": by},
        ref=f"fact/{fact.name}",
    )


def _json(answer: Answer | None) -> JSON:
    if isinstance(answer, frozenset):
        return sorted(answer)
    return answer.isoformat() if isinstance(answer, date) else answer

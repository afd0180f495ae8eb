"""What is in use now: profile, plan and rules, swapped whole.

The gateway and the console ask for the current value at each request. A
refresh builds the new values first and swaps them only when all of them are
good; a file that cannot be read leaves the old ones in use and is reported.
"""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from hegui import clock
from hegui.controls.plan import Plan, make_plan
from hegui.errors import HeguiError, RulesFindNothing
from hegui.finding import Stage
from hegui.gateway.judges import Jury, jury_of
from hegui.law import Law, Profile, load, load_profile
from hegui.ledger import Ledger
from hegui.moderation import RuleSet, load_rules
from hegui.moderation.inventory import Inventory, inventory
from hegui.moderation.judges import read_judges
from hegui.moderation.lexicon import STARTER

__all__ = ["Live"]

_log = logging.getLogger(__name__)

_PROVED_ON = 100
"""Terms that new rules are tried on."""

_Mark = tuple[tuple[str, int, int], ...]
"""Path, size and time of change of each watched file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    profile: Profile
    plan: Plan
    rules: RuleSet
    library: Inventory
    jury: Jury | None
    mark: _Mark


class Live:
    """The values in use. Reading is free."""

    def __init__(self, profile: Path, lexicons: tuple[Path, ...] = ()) -> None:
        self._profile_file = profile
        self._lexicons = lexicons
        self._law = load()
        self._broken: _Mark | None = None
        self._refreshing = threading.Lock()
        self._held: tuple[tuple[date, _Mark], RuleSet, Inventory] | None = None
        self._now = self._build(clock.today())

    @property
    def law(self) -> Law:
        """The loaded instruments; they change with the program only."""
        return self._law

    def profile(self) -> Profile:
        """Return the service's answers in use."""
        return self._now.profile

    def plan(self) -> Plan:
        """Return the plan in use."""
        return self._now.plan

    def rules(self) -> RuleSet:
        """Return the rule set in use."""
        return self._now.rules

    def jury(self) -> Jury | None:
        """Return the semantic judges in use, when the service names any."""
        return self._now.jury

    def close(self) -> None:
        """Let go of connections to judges; nothing is judged afterwards."""
        if self._now.jury is not None:
            self._now.jury.close()

    def refresh(self, ledger: Ledger) -> bool:
        """Take up a new day or changed files; return whether anything was swapped.

        A file that cannot be read is reported once, in the log and as a
        ``reload-failed`` entry, and the values in use stay. The watch and the
        console both call this; one waits for the other.
        """
        with self._refreshing:
            return self._refresh(ledger)

    def _refresh(self, ledger: Ledger) -> bool:
        today, mark = clock.today(), self._mark()
        if (today == self._now.plan.day and mark == self._now.mark) or mark == self._broken:
            return False
        try:
            new = self._build(today)
        except (HeguiError, OSError) as error:
            self._broken = mark
            _log.error("kept the plan in use: %s", error)
            ledger.append_sync("reload-failed", {"error": type(error).__name__})
            return False
        old, self._now, self._broken = self._now, new, None
        if _digests(old) != _digests(new):
            self._record_plan(ledger)
        if (old.plan.day, old.library) != (new.plan.day, new.library):
            self._record_library(ledger)
        if old.jury is not None:
            old.jury.retire()
        return True

    def record(self, ledger: Ledger) -> None:
        """Append a ``plan`` and a ``lexicons`` entry: from here on, this is in use."""
        self._record_plan(ledger)
        self._record_library(ledger)

    def _record_plan(self, ledger: Ledger) -> None:
        plan = self._now.plan
        _, rules, jury = _digests(self._now)
        payload = {**plan.as_dict(), "rules": rules}
        if jury is not None:
            payload["jury"] = jury
        ledger.append_sync("plan", payload, refs=(f"plan/{plan.digest}",))

    def _record_library(self, ledger: Ledger) -> None:
        """Append how many words on which risks are in use: at a start, a change, and each day."""
        now = self._now
        held = now.library
        ledger.append_sync(
            "lexicons",
            {
                "day": now.plan.day.isoformat(),
                "digest": held.digest,
                "terms": held.total,
                "risks": dict(held.risks),
                "newest": None if held.newest is None else held.newest.isoformat(),
                "lexicons": [
                    {"name": each.name, "version": each.version, "terms": len(each.terms)}
                    for each in now.rules.lexicons
                ],
            },
        )

    def _build(self, day: date) -> _Now:
        mark = self._mark()
        profile = load_profile(self._profile_file, self._law)
        rules, library = self._words(day, mark[1:])
        _prove(rules)
        return _Now(
            profile=profile,
            plan=make_plan(self._law, profile, day),
            rules=rules,
            library=library,
            jury=jury_of(self._profile_file, read_judges(self._profile_file), os.environ),
            mark=mark,
        )

    def _words(self, day: date, mark: _Mark) -> tuple[RuleSet, Inventory]:
        """Return the rules of a day with what they hold; those in use while no lexicon changed.

        An answer in the interview changes the profile alone; a million terms
        take seconds to read and to count.
        """
        if self._held is None or self._held[0] != (day, mark):
            rules = load_rules((STARTER, *self._lexicons))
            self._held = ((day, mark), rules, inventory(rules.lexicons, day))
        return self._held[1:]

    def _mark(self) -> _Mark:
        inside = (each for folder in self._lexicons for each in sorted(folder.glob("*")))
        return tuple(_stamp(file) for file in (self._profile_file, *inside))


def _digests(now: _Now) -> tuple[str, str, str | None]:
    return now.plan.digest, now.rules.digest, None if now.jury is None else now.jury.digest


def _prove(rules: RuleSet) -> None:
    """Look whether rules find what they are about, before anything depends on them.

    Raises:
        RulesFindNothing: not one of the first terms is found in its own words.
    """
    sample = tuple(islice(rules.terms_in_force, _PROVED_ON))
    if sample and not any(rules.scan(t.text, stage) for t in sample for stage in Stage):
        raise RulesFindNothing(len(sample))


def _stamp(file: Path) -> tuple[str, int, int]:
    """Return path, size and time of change; a file that an editor is replacing has neither."""
    try:
        stat = file.stat()
    except FileNotFoundError:
        return str(file), -1, -1
    return str(file), stat.st_size, stat.st_mtime_ns

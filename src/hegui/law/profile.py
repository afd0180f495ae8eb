"""A service profile (``hegui.toml``): one service's answers to the declared facts.

    [service]
    name.zh = "小和问答"
    name.en = "Xiaohe"

    [facts]
    role.provider = true
    stage = "public"

A fact that is not there is unknown. One whose answer is ``"?"`` is unknown too,
and was asked: the interview does not come back to it.

What happened to the service, and what was done, stands below the answers; see
`hegui.law.events`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hegui.bilingual import Bilingual
from hegui.errors import InvalidProfile, ProfileNotFound
from hegui.law.events import History, read_history
from hegui.law.facts import Answer
from hegui.law.law import Law
from hegui.law.locate import Place
from hegui.law.source import Table, near, read

__all__ = ["Profile", "candidates", "find_profile", "load_profile", "profile_path"]

FILE: Final = "hegui.toml"
UNNAMED: Final = Bilingual(zh="未命名的服务", en="an unnamed service")


UNSURE: Final = "?"
"""The answer "not known yet", to a fact of any kind."""

_NOTHING: Final = History()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known about one service."""

    name: Bilingual
    file: Path
    answers: Mapping[str, Answer]
    """By fact name, in the order of the file. A fact that is missing is unknown."""

    lines: Mapping[str, int]
    """By fact name: the line of its answer, or of its question mark."""

    unsure: frozenset[str] = frozenset()
    """Facts that were asked and are not known yet."""

    history: History = _NOTHING
    """What happened, and what was done; nothing unless it is reported."""

    def line_of(self, fact: str) -> int | None:
        """Return the line on which a fact is answered, or None when it is not."""
        return self.lines.get(fact)


def candidates() -> tuple[Path, ...]:
    """Return where a profile is looked for, in order.

    HEGUI_PROFILE, when set, is the only place: a path that somebody named is
    never silently replaced by another.
    """
    named = os.environ.get("HEGUI_PROFILE")
    if named:
        return (Path(named),)
    return (Path(FILE), Path(os.environ.get("HEGUI_VAR") or "var") / FILE)


def find_profile() -> Path | None:
    """Return the first of `candidates` that is a file, or None."""
    return next((path for path in candidates() if path.is_file()), None)


def profile_path(named: Path | None = None) -> Path:
    """Return the profile to read: the one named, else the first that is found.

    Raises:
        ProfileNotFound: none was named and none stands where one is looked for.
    """
    found = named or find_profile()
    if found is None:
        raise ProfileNotFound(candidates())
    return found


def _flat(
    table: Mapping[str, object], law: Law, place: Place
) -> Iterator[tuple[str, Place, object]]:
    """Yield name, place and value of each answer; tables that are no fact are only dots."""
    for key, value in table.items():
        here = (*place, key)
        name = ".".join(str(part) for part in here[1:])
        if isinstance(value, dict) and name not in law.facts:
            yield from _flat(value, law, here)
        else:
            yield name, here, value


def load_profile(path: Path, law: Law) -> Profile:
    """Return the answers of a file, each checked against its fact.

    Raises:
        InvalidProfile: the file cannot be read, names an undeclared or a derived
            fact, answers one with a value of another type, or reports an event or an
            act that is not one.
    """
    source = read(path, InvalidProfile)
    top = source.top
    # What judges texts, and how users are served, is no fact about the service: others read it.
    top.only("service", "facts", "event", "done", "judges", "judge", "users")
    name = UNNAMED
    if top.has("service"):
        service = top.table("service")
        service.only("name")
        name = service.maybe_bilingual("name") or UNNAMED
    answers: dict[str, Answer] = {}
    unsure: set[str] = set()
    where = source.lines
    lines: dict[str, int] = {}
    given = top.table("facts") if top.has("facts") else Table(source, {}, ("facts",))
    for fact, place, value in _flat(given.values, law, given.place):
        if fact not in law.facts:
            raise source.fail(
                place,
                "the name of a declared fact",
                f"the unknown name {fact}",
                near(fact, (name for name, f in law.facts.items() if not f.is_derived)),
            )
        if law.facts[fact].is_derived:
            raise source.fail(
                place, "a fact that is asked", f"{fact}, which is derived from other facts"
            )
        if fact in lines:
            raise source.fail(place, "one answer to each fact", f"{fact} again")
        lines[fact] = where.line(place)
        if value == UNSURE:
            unsure.add(fact)
            continue
        try:
            answers[fact] = law.facts[fact].read(value)
        except ValueError as cause:
            text = value if isinstance(value, str) else ""
            raise source.fail(
                place,
                f"{fact} = {law.facts[fact].expected}",
                str(cause),
                near(text, law.facts[fact].keys),
            ) from cause
    return Profile(
        name=name,
        file=path,
        answers=MappingProxyType(answers),
        lines=MappingProxyType(lines),
        unsure=frozenset(unsure),
        history=read_history(top, law.obligations),
    )

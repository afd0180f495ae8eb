"""A second engine, written to be obvious and slow, that shares no code with `hegui.law`.

It reads the TOML files itself, reads conditions with a small parser of its own,
keeps for each derived fact the set of answers that are still possible, and
settles precedence by asking again until nothing changes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

__all__ = ["NaiveLaw"]

RANKS = [
    "law",
    "administrative-regulation",
    "departmental-rule",
    "normative-document",
    "mandatory-standard",
    "recommended-standard",
    "technical-document",
    "policy",
]
WORD = re.compile(
    r"\s*('[^']*'|\"[^\"]*\"|[A-Za-z_][\w.]*|-?\d[\d_]*(?:\.\d+)?(?:e\d+)?|[=!<>]=|[<>(),])"
)


def words(line: str) -> list[str]:
    """Return the words of a condition, and an end mark."""
    found, at = [], 0
    while line[at:].strip():
        match = WORD.match(line, at)
        assert match is not None, line
        found.append(match[1])
        at = match.end()
    return [*found, "end"]


@dataclass
class Reader:
    """Works out one condition while reading it: True, False, or None."""

    law: NaiveLaw
    answers: Mapping[str, Any]
    left: list[str]

    def next(self) -> str:
        return self.left.pop(0)

    def whole(self) -> bool | None:
        value = self.alternatives()
        assert self.left == ["end"]
        return value

    def alternatives(self) -> bool | None:
        values = [self.conjunction()]
        while self.left[0] == "or":
            self.next()
            values.append(self.conjunction())
        return True if True in values else None if None in values else False

    def conjunction(self) -> bool | None:
        values = [self.negation()]
        while self.left[0] == "and":
            self.next()
            values.append(self.negation())
        return False if False in values else None if None in values else True

    def negation(self) -> bool | None:
        if self.left[0] != "not":
            return self.atom()
        self.next()
        value = self.negation()
        return None if value is None else not value

    def atom(self) -> bool | None:
        word = self.next()
        if word == "(":
            value = self.alternatives()
            assert self.next() == ")"
            return value
        if word in ("True", "False"):
            return word == "True"
        if word[0] in "'\"":
            negated = self.left[0] == "not"
            if negated:
                self.next()
            assert self.next() == "in"
            key, possible = word[1:-1], self.law.possible(self.next(), self.answers)
            return agreed([(key in each) != negated for each in possible])
        possible = self.law.possible(word, self.answers)
        sign = self.left[0]
        if sign in ("==", "!=", "<", "<=", ">", ">="):
            self.next()
            literal = self.next()
            return agreed([compared(each, sign, literal) for each in possible])
        if sign == "in" or (sign == "not" and self.left[1] == "in"):
            negated = self.next() == "not"
            if negated:
                self.next()
            assert self.next() == "("
            options = []
            while (option := self.next()) != ")":
                options += [] if option == "," else [option[1:-1]]
            return agreed([(each in options) != negated for each in possible])
        return agreed([each is True for each in possible])


def agreed(values: list[bool]) -> bool | None:
    """Return the one value that all have, or None; no values are unknown."""
    return values[0] if len(set(values)) == 1 else None


def compared(answer: Any, sign: str, literal: str) -> bool:
    """Return a comparison of an answer with what stands in a condition."""
    if isinstance(answer, date):
        one, two = answer.isoformat(), literal[1:-1]
        order = (one > two) - (one < two)
    elif isinstance(answer, str):
        order = 0 if answer == literal[1:-1] else 1
    else:
        number = float(literal) if "." in literal or "e" in literal else int(literal)
        order = (answer > number) - (answer < number)
    return {
        "==": order == 0,
        "!=": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[sign]


@dataclass
class NaiveLaw:
    """Everything under a folder of instruments."""

    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)
    homes: dict[str, Any] = field(default_factory=dict)
    duties: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in sorted((self.folder / "facts").glob("*.toml")):
            for fact in tomllib.loads(file.read_text("utf-8"))["fact"]:
                self.facts[fact["name"]] = fact
        for file in sorted(self.folder.glob("*/*/*.toml")):
            home = file.parent.relative_to(self.folder).as_posix()
            parsed = tomllib.loads(file.read_text("utf-8"))
            if file.name == "instrument.toml":
                self.homes[home] = parsed
            for duty in parsed.get("obligation", []):
                self.duties[f"{home}/{duty['id']}"] = {
                    **duty,
                    "home": home,
                    "texts": parsed["expression"],
                }

    def possible(self, name: str, answers: Mapping[str, Any]) -> list[Any]:
        """Return the answers that a fact may have; none at all when it was asked in vain."""
        fact = self.facts[name]
        if "rule" not in fact:
            return [answers[name]] if name in answers else []
        found = []
        for rule in fact["rule"]:
            holds = self.value(rule["when"], answers)
            if holds is not False:
                gives = rule["is"]
                found.append(frozenset(gives) if isinstance(gives, list) else gives)
            if holds:
                return found
        return [*found, False]

    def value(self, when: str, answers: Mapping[str, Any]) -> bool | None:
        """Return what a condition comes to."""
        return Reader(self, answers, words(when)).whole()

    def alone(self, id_: str, answers: Mapping[str, Any], on: date) -> str:
        """Return the verdict before other duties are looked at."""
        duty = self.duties[id_]
        stands = duty["from"] <= on and ("until" not in duty or on < duty["until"])
        if "known_until" in duty or not stands or not self.binds(duty):
            return "not_in_force"
        holds = self.value(duty["when"], answers)
        return {True: "applies", False: "not_applies", None: "unknown"}[holds]

    def binds(self, duty: Mapping[str, Any]) -> bool:
        """Whether the text that a duty tells is one that decides."""
        return self.text(duty)["status"] in ("binding", "provisional")

    def text(self, duty: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the text that a duty tells: in force when it begins, known when it is."""
        begin = duty["from"]
        texts = sorted(
            (
                text
                for text in duty["texts"]
                if text["from"] <= begin and ("until" not in text or begin < text["until"])
            ),
            key=lambda text: (text["from"], self.published(duty, text)),
        )
        fitting = [text for text in texts if self.known_with(duty, text)]
        chosen: Mapping[str, Any] = (fitting or texts)[-1]
        return chosen

    def known_with(self, duty: Mapping[str, Any], text: Mapping[str, Any]) -> bool:
        """Whether a text was known when a duty was."""
        if "known" in duty:
            later = "known_until" not in text or duty["known"] < text["known_until"]
            return later and bool(self.published(duty, text) <= duty["known"])
        if "known_until" in duty:
            return bool(self.published(duty, text) < duty["known_until"])
        return "known_until" not in text

    def published(self, duty: Mapping[str, Any], text: Mapping[str, Any]) -> date:
        """Return the day from which a text could be known."""
        day: date = text.get("known", self.homes[duty["home"]]["published"])
        return day

    def enacted(self, duty: Mapping[str, Any]) -> date:
        """Return the day that makes a duty old or new."""
        if "was" in duty:
            first: date = duty["was"][0]["known"]
            return first
        day: date = duty.get("known", self.published(duty, self.text(duty)))
        return day

    def claims(self, id_: str, other: str) -> str | None:
        """Return the kind of edge by which a duty says that it goes before another."""
        duty = self.duties[id_]
        for kind in ("special_to", "supersedes"):
            for edge in duty.get(kind, []):
                target = edge["id"] if "/" in edge["id"] else f"{duty['home']}/{edge['id']}"
                if target == other:
                    return kind
        return None

    def relation(self, id_: str, other: str) -> str | None:  # noqa: PLR0911 - one line a rule
        """Return how a duty stands to another: first, second, conflict, or None."""
        one, two = self.duties[id_], self.duties[other]
        mine, theirs = self.claims(id_, other), self.claims(other, id_)
        meets = (
            one["home"].split("/")[0] == two["home"].split("/")[0]
            and one["home"] != two["home"]
            and "matter" in one
            and one["matter"] == two.get("matter")
            and "demand" in one
            and "demand" in two
            and one["demand"] != two["demand"]
        )
        if not (mine or theirs or meets):
            return None
        if mine and theirs:
            return "conflict"
        rank = RANKS.index(self.homes[one["home"]]["rank"])
        rank -= RANKS.index(self.homes[two["home"]]["rank"])
        if rank:
            against = (mine and rank > 0) or (theirs and rank < 0)
            return "conflict" if against else "first" if rank < 0 else "second"
        if self.homes[one["home"]]["authority"] != self.homes[two["home"]]["authority"]:
            return "conflict"
        age = (self.enacted(one) - self.enacted(two)).days
        if mine:
            return "first" if age >= 0 else "conflict"
        if theirs:
            return "second" if age <= 0 else "conflict"
        return "first" if age > 0 else "second" if age < 0 else "conflict"

    def verdicts(self, answers: Mapping[str, Any], on: date) -> dict[str, str]:
        """Return the verdict on every duty."""
        alone = {id_: self.alone(id_, answers, on) for id_ in self.duties}
        live = [id_ for id_, verdict in alone.items() if verdict in ("applies", "unknown")]
        named = [d for d in live if any(k in self.duties[d] for k in ("special_to", "supersedes"))]
        told = {edge for d in named for edge in self.targets(d)}
        pool = [d for d in live if "matter" in self.duties[d] or d in named or d in told]
        stands = {d: {o: r for o in pool if o != d and (r := self.relation(d, o))} for d in pool}
        state = {d: {"way": None, "stands": None, "torn": None, "binds": None} for d in pool}
        before = None
        while before != str(state):
            before = str(state)
            for d in pool:
                above = [o for o, r in stands[d].items() if r == "second"]
                peers = [o for o, r in stands[d].items() if r == "conflict"]
                holds = True if alone[d] == "applies" else None
                here = state[d]
                here["way"] = some([state[o]["binds"] for o in above])
                here["stands"] = every([holds, opposite(here["way"])])
                pulled = [state[o]["stands"] for o in peers] + [state[o]["torn"] for o in above]
                here["torn"] = every([here["stands"], some(pulled)])
                here["binds"] = every([here["stands"], opposite(here["torn"])])
        return alone | {d: self.final(d, alone, stands, state) for d in pool}

    def targets(self, id_: str) -> list[str]:
        """Return the duties that one says it goes before."""
        return [other for other in self.duties if self.claims(id_, other)]

    def final(
        self,
        id_: str,
        alone: Mapping[str, str],
        stands: Mapping[str, Any],
        state: Mapping[str, Any],
    ) -> str:
        """Return the verdict that a duty's state comes to."""
        here = state[id_]
        if here["way"]:
            return "displaced"
        if here["torn"]:
            return "conflict"
        if here["way"] is None or here["torn"] is None:
            reach, waiting = {id_}, [id_]
            while waiting:
                for other, relation in stands[waiting.pop()].items():
                    is_open = relation != "first" and state[other]["binds"] is None
                    if is_open and other not in reach:
                        reach.add(other)
                        waiting.append(other)
            return "unknown" if any(alone[o] == "unknown" for o in reach) else "conflict"
        return alone[id_]


def every(values: list[Any]) -> Any:
    return False if False in values else None if None in values else True


def some(values: list[Any]) -> Any:
    return True if True in values else None if None in values else False


def opposite(value: Any) -> Any:
    return None if value is None else not value

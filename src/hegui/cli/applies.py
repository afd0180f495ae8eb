"""`hegui applies`: which obligations bind the service on a day, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hegui.cli.lines import lines_of
from hegui.cli.output import JSON, LANGUAGE, PROFILE, day_of, language_of, print_json, today_or
from hegui.law import (
    Applicability,
    Decision,
    Law,
    Node,
    Profile,
    load,
    load_profile,
    profile_path,
)
from hegui.law import applies as decide_all
from hegui.law.interview import Interview, of_decisions

__all__ = ["MARKS", "applies"]

MARKS: Final = {
    Applicability.APPLIES: ("●", "bold green"),
    Applicability.UNKNOWN: ("?", "bold cyan"),
    Applicability.CONFLICT: ("≠", "bold red"),
    Applicability.DISPLACED: ("↷", "yellow"),
    Applicability.NOT_APPLIES: ("○", "dim"),
    Applicability.NOT_IN_FORCE: ("–", "dim"),
}
"""In the order in which the groups are shown."""

_QUIET: Final = {Applicability.NOT_APPLIES, Applicability.NOT_IN_FORCE}
"""Counted always, listed with --all only."""

_GAP: Final = 2
"""Cells between an id and its duty."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "zh": {
        "as of": "按 {day} 的法律",
        "known": "（按 {day} 所知）",
        "because": "因为",
        "also": "除上述各项外，还有",
        "ask": "待回答",
        "unsure": "{fact} 尚不清楚：有 {n} 项义务等它。",
        "next": "先回答 {fact}：有 {n} 项义务等它。答案写在 {file} 中。",
        "more": "其余用 --all 列出。",
    },
    "en": {
        "as of": "law as of {day}",
        "known": ", as known on {day}",
        "because": "because",
        "also": "all of that, and",
        "ask": "open questions",
        "unsure": "{fact} is not known yet: {n} obligations hang on it.",
        "next": "Answer {fact} first: {n} obligations wait for it. Answers go into {file}.",
        "more": "List the rest with --all.",
    },
}


def applies(  # noqa: PLR0913 - each option is an argument
    *,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="YYYY-MM-DD", help="Law as of a day; today in Beijing."),
    ] = None,
    known: Annotated[
        str | None,
        typer.Option("--known", metavar="YYYY-MM-DD", help="As the law could be known on a day."),
    ] = None,
    profile: PROFILE = None,
    show_all: Annotated[
        bool, typer.Option("--all", help="List also what does not apply or is not in force.")
    ] = False,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """Show which obligations bind the service, why, and what is not known yet.

    Without --profile the profile is $HEGUI_PROFILE, else ./hegui.toml, else
    hegui.toml in the var folder.

    Exits with 0; with 2 on wrong use. An obligation that applies is no failure.
    """
    language = language_of(lang)
    day = today_or(on)
    law = load() if known is None else load().as_known(day_of(known))
    service = load_profile(profile_path(profile), law)
    decisions = decide_all(law, service, day)
    standing = of_decisions(law, service, decisions)
    shown = [d for d in decisions if show_all or d.verdict not in _QUIET]
    counts = Counter(d.verdict for d in decisions)
    if as_json:
        print_json(
            {
                "on": day.isoformat(),
                "known": None if law.known is None else law.known.isoformat(),
                "service": service.name.as_dict(),
                "profile": str(service.file),
                "law": law.digest,
                "counts": {verdict.value: counts[verdict] for verdict in MARKS},
                "ask_next": None if standing.next is None else standing.next.fact.name,
                "unsure": {
                    question.fact.name: [each.obligation.id for each in question.hangs]
                    for question in standing.unsure
                },
                "obligations": [decision.as_dict() for decision in shown],
            }
        )
        return
    console = Console(highlight=False)
    _head(console, service, (day, law.known), counts, language)
    for verdict in MARKS:
        of_verdict = [d for d in shown if d.verdict is verdict]
        if of_verdict:
            mark, style = MARKS[verdict]
            console.print(Text(f"{mark} {verdict.words.in_language(language)}", style=style))
            _verdict(console, of_verdict, law, language)
    _foot(console, standing, service, language)
    if len(shown) < len(decisions):
        console.print(_WORDS[language]["more"], style="dim")


def _head(
    console: Console,
    service: Profile,
    days: tuple[date, date | None],
    counts: Counter[Applicability],
    language: str,
) -> None:
    on, known = days
    as_of = _WORDS[language]["as of"].format(day=on)
    if known is not None:
        as_of += _WORDS[language]["known"].format(day=known)
    console.print(f"{service.name.in_language(language)} · {as_of}", style="bold")
    present = [(verdict, counts[verdict]) for verdict in MARKS if counts[verdict]]
    console.print(
        Text("   ").join(
            Text(f"{MARKS[v][0]} {v.words.in_language(language)} {n}", style=MARKS[v][1])
            for v, n in present
        )
    )
    console.print()


def _foot(console: Console, standing: Interview, service: Profile, language: str) -> None:
    words = _WORDS[language]
    for question in standing.unsure:
        told = words["unsure"].format(fact=question.fact.name, n=len(question.hangs))
        console.print(Text(told, style="cyan"))
    if standing.next is not None:
        fact, n = standing.next.fact.name, len(standing.next.hangs)
        told = words["next"].format(fact=fact, n=n, file=service.file)
        console.print(Text(told, style="bold cyan"))


def _verdict(console: Console, decisions: Sequence[Decision], law: Law, language: str) -> None:
    """Print the obligations of one verdict, in groups that share their reasons."""
    words = _WORDS[language]
    first: tuple[str, ...] = ()
    for leaves, facts, group in _groups(decisions):
        told = tuple(leaf.label for leaf in leaves) or facts
        is_more = bool(first) and set(first) < set(told)
        before = first if is_more else ()
        first = first or told
        if facts:
            lines = _questions([fact for fact in facts if fact not in before], law, language)
        else:
            lines = _reasons([leaf for leaf in leaves if leaf.label not in before], language)
        title = "also" if is_more else "ask" if facts else "because"
        _indented(console, 2, Text(words[title], style="dim"))
        for line in lines:
            _indented(console, 4, line)
        room = console.width - 2 - _GAP - max(len(each.obligation.id) for each in group)
        _indented(console, 2, _duties(group, language, room))
        console.print()


def _indented(console: Console, by: int, what: Text | Table) -> None:
    console.print(Padding(what, (0, 0, 0, by), expand=False))


def _groups(
    decisions: Iterable[Decision],
) -> list[tuple[tuple[Node, ...], tuple[str, ...], list[Decision]]]:
    """Return leaves, blockers and decisions of each group, in order of appearance."""
    groups: dict[tuple[str, ...], list[Decision]] = {}
    for decision in decisions:
        leaves = tuple(leaf.label for leaf in decision.because())
        groups.setdefault((*leaves, "?", *decision.blockers()), []).append(decision)
    return [(g[0].because(), g[0].blockers(), g) for g in groups.values()]


def _reasons(leaves: Iterable[Node], language: str) -> list[Text]:
    return [
        Text(f"{'✓' if leaf.value else '✕'} {leaf.says.in_language(language)}")
        for leaf in leaves
        if leaf.says is not None
    ]


def _questions(facts: Iterable[str], law: Law, language: str) -> list[Text]:
    return [
        Text.assemble((name, "cyan"), f"  {law.facts[name].question.in_language(language)}")
        for name in facts
    ]


def _duties(group: Iterable[Decision], language: str, room: int) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    table.add_column("id", no_wrap=True, style="bold")
    table.add_column("must", overflow="fold")
    for decision in group:
        duty = decision.obligation
        must = duty.must.in_language(language)
        table.add_row(duty.id, "\n".join(lines_of(must, room)) if language == "zh" else must)
    return table

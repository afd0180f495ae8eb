"""docs/reference/facts.md: every question about a service, typed, with who asks it."""

from __future__ import annotations

from typing import Final

from docs.pages.controls import obligation_link
from docs.pages.markdown import both, cell, page, slug, table
from hegui.law import Answer, Fact, Law, load, mentioned_in
from hegui.law.condition import Reason

__all__ = ["pages"]

_INTRO: Final = """\
A profile (`hegui.toml`) answers these questions about one service. A missing answer is *unknown*,
never no.
`hegui init` writes a profile with every question as a comment."""


def _asked_by(law: Law, name: str) -> list[str]:
    """Return the ids of the obligations whose condition asks for the fact."""
    return [id_ for id_, condition in law.conditions.items() if name in mentioned_in(condition)]


def _rests_on(reasons: tuple[Reason, ...], name: str) -> bool:
    """Whether the rules of a derived fact are written in a fact."""
    return any(name in mentioned_in(reason.when) for reason in reasons)


def _told(answer: Answer) -> str:
    """Return an answer as a law file writes it."""
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def _section(law: Law, fact: Fact) -> str:
    links = ", ".join(obligation_link(id_, "") for id_ in _asked_by(law, fact.name))
    above = [f"`{name}`" for name, reasons in law.reasons.items() if _rests_on(reasons, fact.name)]
    parts = [
        f"## `{fact.name}`",
        both(fact.question),
        f"Answer: {cell(fact.expected)}.",
        both(fact.help),
    ]
    if fact.options:
        rows = [[f"`{each.key}`", each.words.zh, each.words.en] for each in fact.options]
        parts.append(table(["Key", "选项", "Option"], rows))
    if fact.is_derived:
        parts.append("Nobody is asked: the first rule that holds gives the answer.")
        rules = [
            [f"`{_told(rule.gives)}`", f"`{rule.when}`", rule.because.zh, rule.because.en]
            for rule in fact.rules
        ]
        parts.append(table(["Answer", "When", "理由", "Because"], rules))
        parts.append(f"Where the reasoning comes from:\n\n{both(fact.where)}")
    else:
        parts.append(f"Where the answer usually is:\n\n{both(fact.where)}")
    if above:
        parts.append(f"Rests on it: {', '.join(above)}.")
    parts.append(f"Asked by {links}." if links else "No obligation asks for it directly.")
    return "\n\n".join(parts)


def pages() -> dict[str, str]:
    """Return the one page."""
    law = load()
    return {
        "docs/reference/facts.md": page(
            "Facts",
            _INTRO,
            table(
                ["Fact", "问题", "Question", "Kind"],
                (
                    [
                        f"[`{fact.name}`](#{slug(fact.name)})",
                        fact.question.zh,
                        fact.question.en,
                        fact.kind.value,
                    ]
                    for fact in law.facts.values()
                ),
            ),
            *(_section(law, fact) for fact in law.facts.values()),
        )
    }

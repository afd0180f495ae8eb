"""The evasion suite: its cases, what is found in them, and a table for people.

    python tests/evasion/suite.py

A case hides a term in one of fourteen ways. A twin uses the same means and hides
nothing; what is found in it is found falsely. Cases lie in ``cases/<kind>.jsonl``
with every character outside ASCII escaped, since many cannot be seen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hegui.finding import Stage
from hegui.moderation import RuleSet, load_rules

__all__ = ["KINDS", "Case", "Score", "cases", "rules", "score", "table"]

HERE: Final = Path(__file__).parent
KINDS: Final = tuple(sorted(file.stem for file in (HERE / "cases").glob("*.jsonl")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text."""

    kind: str
    lang: str
    term: str | None
    """The term that is hidden in it; None for a benign twin."""

    text: str


@dataclass(slots=True, kw_only=True)
class Score:
    """What is found of one kind in one language."""

    cases: int = 0
    caught: int = 0
    """Found for sure."""

    hinted: int = 0
    """Found as a hint only, for a person to look at."""

    twins: int = 0
    falsely: int = 0
    falsely_hinted: int = 0


def cases() -> Iterator[Case]:
    """Yield all cases and twins."""
    for kind in KINDS:
        for line in (HERE / "cases" / f"{kind}.jsonl").read_text(encoding="ascii").splitlines():
            yield Case(kind=kind, **json.loads(line))


def rules() -> RuleSet:
    """Return the rules with the suite's terms."""
    return load_rules((HERE / "terms.toml",), identifiers=())


def score() -> dict[tuple[str, str], Score]:
    """Return the scores by kind and language."""
    held = rules()
    scores: dict[tuple[str, str], Score] = {}
    for case in cases():
        one = scores.setdefault((case.kind, case.lang), Score())
        found = held.scan(case.text, Stage.PROMPT)
        if case.term is None:
            one.twins += 1
            one.falsely += any(finding.score == 1.0 for finding in found)
            one.falsely_hinted += bool(found) and all(finding.score < 1.0 for finding in found)
            continue
        one.cases += 1
        of_term = [f for f in found if (t := held.term(f.rule)) is not None and t.text == case.term]
        one.caught += any(finding.score == 1.0 for finding in of_term)
        one.hinted += bool(of_term) and all(finding.score < 1.0 for finding in of_term)
    return scores


def table() -> str:
    """Return the scores as a table."""
    columns = ("cases", "caught", "hint", "missed", "twins", "falsely", "hint")
    lines = [f"{'kind':<22}{'':<4}" + "".join(f"{name:>8}" for name in columns)]
    for (kind, lang), one in score().items():
        missed = one.cases - one.caught - one.hinted
        figures = (one.cases, one.caught, one.hinted, missed, one.twins, one.falsely)
        row = "".join(f"{figure:>8}" for figure in (*figures, one.falsely_hinted))
        lines.append(f"{kind:<22}{lang:<4}{row}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())

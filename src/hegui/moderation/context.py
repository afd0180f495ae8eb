"""Several turns judged together, within bounds.

Whoever knows that single messages are judged cuts the word in two. So the last
turns are also looked at as one text: what is found across a border, and ends in
the newest turn, is a finding there, of a detector of its own and with half the
confidence, since two innocent turns can form a term by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hegui.finding import Finding, Span, Stage
from hegui.moderation.explain import CONTEXT
from hegui.moderation.rules import RuleSet

__all__ = ["CHANCE", "Window", "across_turns"]

CHANCE: Final = 0.5
"""Score of a finding that runs across turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How much of what came before counts."""

    turns: int = 4
    """Most turns."""

    chars: int = 600
    """Most code points of all of them together; the end of the oldest one is what remains."""

    def __post_init__(self) -> None:
        """Refuse a window that is none."""
        if self.turns < 0 or self.chars < 0:
            raise ValueError(f"expected turns and chars of at least 0; got {self}")

    def tail(self, before: Sequence[str]) -> str:
        r"""Return the end of what came before, a line for each turn.

        >>> Window(turns=2, chars=5).tail(['one', 'two', 'three'])
        'three'
        >>> Window(turns=2, chars=7).tail(['one', 'two', 'three'])
        'o\nthree'
        """
        if not self.turns or not self.chars:
            return ""
        return "\n".join(before[-self.turns :])[-self.chars :]


def across_turns(
    rules: RuleSet, before: Sequence[str], text: str, stage: Stage, window: Window
) -> tuple[Finding, ...]:
    """Return what the turns before and this one hold together and neither holds alone.

    Args:
        rules: scanned with; a line end between turns is one separator to them.
        before: earlier turns of one author, oldest first.
        text: the newest turn.
        stage: which text it is.
        window: how much of `before` counts.

    Returns:
        Findings whose places are their part in `text`, with score `CHANCE`.

    Notes:
        O(`window.chars` + n): the newest turn is scanned a second time.
    """
    tail = window.tail(before)
    if not tail or not text:
        return ()
    border = len(tail) + 1
    joined = f"{tail}\n{text}"
    return tuple(
        Finding(
            detector=CONTEXT,
            category=finding.category,
            span=Span(0, finding.span.end - border),
            score=CHANCE,
            rule=finding.rule,
        )
        for finding in rules.scan(joined, stage)
        if finding.span is not None and finding.span.start < len(tail) < border < finding.span.end
    )

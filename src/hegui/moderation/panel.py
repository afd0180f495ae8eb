"""Everything that judges a text, asked at once: rules, context, classifiers, policy.

    Panel(rules, policy, classifiers).judge(text, Stage.PROMPT) ─▶ Decision

Immutable, so that one may be swapped for another while requests run. A
classifier that may hang belongs in `classifiers.Bounded`.
"""

from __future__ import annotations

from collections.abc import Sequence

from hegui.finding import Stage
from hegui.moderation.classifiers.base import Classifier, Judgement, Passage, Unjudged, judge_one
from hegui.moderation.context import Window, across_turns
from hegui.moderation.decision import Decision, decide
from hegui.moderation.policy import Policy
from hegui.moderation.rules import RuleSet

__all__ = ["Panel"]


class Panel:
    """Judges whole texts.

    Args:
        rules: lexicons and identifiers.
        policy: what is done about what is found.
        classifiers: asked one after another, those for the stage only.
        window: how much of earlier turns counts.

    >>> from hegui.moderation import load_rules
    >>> from hegui.moderation.policy import read_policy
    >>> panel = Panel(load_rules(), read_policy())
    >>> panel.judge('今天天气很好', Stage.PROMPT).measure.word
    'allow'
    """

    def __init__(
        self,
        rules: RuleSet,
        policy: Policy,
        classifiers: Sequence[Classifier] = (),
        *,
        window: Window | None = None,
    ) -> None:
        self._rules = rules
        self._policy = policy
        self._classifiers = tuple(classifiers)
        self._window = Window() if window is None else window

    @property
    def rules(self) -> RuleSet:
        """Its rules."""
        return self._rules

    @property
    def policy(self) -> Policy:
        """Its policy."""
        return self._policy

    def judge(
        self,
        text: str,
        stage: Stage,
        *,
        before: Sequence[str] = (),
        language: str | None = None,
    ) -> Decision:
        """Return the decision about a text.

        Args:
            text: any length.
            stage: which text it is.
            before: earlier turns of the same author, oldest first.
            language: told to the classifiers.

        Notes:
            The cost of a scan, a second one over the window when there are
            turns before, and what the classifiers take.
        """
        found = (
            *self._rules.scan(text, stage),
            *across_turns(self._rules, before, text, stage, self._window),
        )
        passage = Passage(
            text=text, stage=stage, language=language, before=self._window.tail(before)
        )
        judgements = [
            (_answer(each, passage), each.risks)
            for each in self._classifiers
            if stage in each.stages
        ]
        return decide(
            text,
            stage,
            rules=self._rules,
            policy=self._policy,
            found=found,
            judgements=judgements,
            before=before,
        )


def _answer(classifier: Classifier, passage: Passage) -> Judgement:
    """Return its judgement; one that raises has given none."""
    try:
        return judge_one(classifier, passage)
    except Exception:  # noqa: BLE001 - whatever it was, the text is unjudged and the policy decides
        return Judgement(classifier=classifier.name, unjudged=Unjudged.FAILED)

"""Several questions on one page: all may be left empty, and what is given is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hegui.console.interview.forms import MEND, field_of
from hegui.errors import InvalidAnswer
from hegui.law import Answer, Fact, FactKind
from hegui.law.answering import UNSURE, read_answer

__all__ = ["BATCH", "Batch"]

BATCH: Final = 8
"""Questions on one page: few enough to be answered in one sitting."""

_NONE: Final = "-"
"""A tick that says that no option of a set fits. No option is called so."""


class Batch(forms.Form):
    """One field for each fact, by the fact's name; an empty one is asked again later."""

    def __init__(self, facts: Sequence[Fact], posted: Any = None) -> None:
        super().__init__(posted)
        self.facts = {fact.name: fact for fact in facts}
        for fact in facts:
            field = field_of(fact, _more(fact))
            field.required = False
            field.label = fact.question.in_language(get_language() or "zh-hans")
            self.fields[fact.name] = field

    def clean(self) -> dict[str, Any]:
        """Read each answer that was given; a set is either options, or none, or not known."""
        cleaned = super().clean() or {}
        for name, fact in self.facts.items():
            try:
                cleaned[name] = _read(fact, cleaned.get(name))
            except (InvalidAnswer, forms.ValidationError):
                self.add_error(name, MEND[fact.kind])
        return cleaned

    def answers(self) -> list[tuple[Fact, Answer]]:
        """Return what was answered, in the order of the page."""
        given = ((fact, self.cleaned_data.get(name)) for name, fact in self.facts.items())
        return [(fact, answer) for fact, answer in given if answer is not None]


def _more(fact: Fact) -> tuple[tuple[str, Any], ...]:
    unsure = (UNSURE, _("Don't know yet"))
    match fact.kind:
        case FactKind.YES_NO | FactKind.CHOICE:
            return (unsure,)
        case FactKind.SET:
            return ((_NONE, _("None of these")), unsure)
    return ()


def _read(fact: Fact, given: Any) -> Answer | None:
    if given in (None, "", []):
        return None
    if given in (UNSURE, [UNSURE]):
        return UNSURE
    match fact.kind:
        case FactKind.YES_NO:
            return bool(given == "true")
        case FactKind.SET:
            if given != [_NONE] and {_NONE, UNSURE} & set(given):
                raise forms.ValidationError(MEND[fact.kind])
            return frozenset(given) - {_NONE}
        case FactKind.NUMBER:
            return read_answer(fact, given)
    answer: Answer = given
    return answer

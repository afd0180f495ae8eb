"""The form that takes the answer to one fact, made from its declaration."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hegui.console.obligations.forms import DayInput
from hegui.errors import InvalidAnswer
from hegui.law import Answer, Fact, FactKind
from hegui.law.answering import read_answer

__all__ = ["ACTS", "MEND", "Reply", "field_of", "shown_as"]

ACTS: Final = ("save", "unsure", "none", "clear")
"""What a button asks: keep the answer, not known yet, none of the options, take it back."""

_LONGEST: Final = 40
"""A number with more characters is a slip."""

MEND: Final = {
    FactKind.YES_NO: _("Choose yes or no."),
    FactKind.CHOICE: _("Choose one."),
    FactKind.SET: _("Tick at least one; if none fits, press the button for none."),
    FactKind.NUMBER: _("Write a number in digits, for example 1000000."),
    FactKind.DATE: _("Write a day, for example 2026-11-21."),
}
"""What to do about a field that cannot be read, by kind of fact."""


def field_of(fact: Fact, more: tuple[tuple[str, Any], ...] = ()) -> forms.Field:
    """Return the field that takes an answer; `more` are choices beside the declared options."""
    language = get_language() or "zh-hans"
    mend = {"required": MEND[fact.kind], "invalid": MEND[fact.kind]}
    declared = ((option.key, option.words.in_language(language)) for option in fact.options)
    options: list[tuple[str, Any]] = [*declared, *more]
    match fact.kind:
        case FactKind.YES_NO:
            options = [("true", _("yes")), ("false", _("no")), *more]
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, error_messages=mend)
        case FactKind.CHOICE:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, error_messages=mend)
        case FactKind.SET:
            return forms.MultipleChoiceField(
                choices=options, widget=forms.CheckboxSelectMultiple, error_messages=mend
            )
        case FactKind.NUMBER:
            number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            return forms.CharField(max_length=_LONGEST, widget=number, error_messages=mend)
        case FactKind.DATE:
            return forms.DateField(widget=DayInput(), error_messages=mend)


def shown_as(answer: Answer | None) -> object:
    """Return an answer as its field shows it; None when nothing was answered."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, frozenset):
        return sorted(answer)
    if isinstance(answer, float) and answer.is_integer():
        return str(int(answer))
    return answer


class Reply(forms.Form):
    """One answer."""

    def __init__(self, fact: Fact, posted: Any = None, answer: Answer | None = None) -> None:
        initial = {} if answer is None else {"answer": shown_as(answer)}
        super().__init__(posted, initial=initial)
        self._fact = fact
        field = field_of(fact)
        field.label = _("Your answer")
        self.fields["answer"] = field

    def clean_answer(self) -> Answer:
        """Read what was given as an answer to the fact."""
        given = self.cleaned_data["answer"]
        if self._fact.kind is FactKind.SET:
            return frozenset(given)
        if self._fact.kind is FactKind.NUMBER:
            try:
                return read_answer(self._fact, given)
            except InvalidAnswer as cause:
                raise forms.ValidationError(MEND[FactKind.NUMBER]) from cause
        if self._fact.kind is FactKind.YES_NO:
            return bool(given == "true")
        answer: Answer = given
        return answer

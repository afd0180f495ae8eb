"""The forms that report an event, and that a duty was done."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hegui import clock
from hegui.clock import BEIJING
from hegui.console import runtime
from hegui.console.obligations.forms import DayInput
from hegui.law.events import EVENT_WORDS, Event

__all__ = ["Deed", "Report"]


class Report(forms.Form):
    """What happened, and when."""

    kind = forms.ChoiceField(label=_("What happened, or will"))
    on = forms.DateField(label=_("On the day"), initial=clock.today, widget=DayInput())
    at = forms.TimeField(
        label=_("At, by Beijing's clock"),
        help_text=_("Needed only where a rule counts hours, as for an incident."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, posted: Any = None, *, initial: dict[str, str] | None = None) -> None:
        super().__init__(posted, initial=initial)
        language = get_language() or "zh-hans"
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (kind, words.in_language(language)) for kind, words in EVENT_WORDS.items()
            ]

    def event(self) -> Event:
        """Return what was reported."""
        day, at = self.cleaned_data["on"], self.cleaned_data["at"]
        instant = None if at is None else datetime.combine(day, at, tzinfo=BEIJING)
        return Event(kind=self.cleaned_data["kind"], on=day, at=instant)

    def clean(self) -> dict[str, Any]:
        """Refuse an event that is reported already."""
        cleaned = super().clean() or {}
        if not self.errors and self.event() in _reported():
            self.add_error(None, _("This event is reported already."))
        return cleaned

    def clean_at(self) -> time | None:
        """Keep the time to the minute."""
        at: time | None = self.cleaned_data["at"]
        return at


def _reported() -> list[Event]:
    history = runtime.current().profile().history
    return [Event(kind=each.kind, on=each.on, at=each.at) for each in history.events]


class Deed(forms.Form):
    """Which duty was done, and when."""

    obligation = forms.CharField(max_length=200, widget=forms.HiddenInput)
    on = forms.DateField(widget=DayInput())

    def clean_obligation(self) -> str:
        """Refuse what is no duty of the law."""
        id_ = str(self.cleaned_data["obligation"])
        if id_ not in runtime.current().law.obligations:
            raise forms.ValidationError(_("Choose a duty from the list."))
        return id_

    def clean_on(self) -> object:
        """Refuse a day that has not come."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("Choose today or a day before."))
        return day

"""The forms with which a person attests that a duty is met."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hegui import clock

__all__ = ["Attest", "DayInput", "StandIn"]

_LONGEST: Final = timedelta(days=731)
"""A statement that covers more than two years is a slip of the pen."""


class DayInput(forms.DateInput):
    """A date picker that keeps ISO dates in every language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def _in_a_year() -> date:
    return clock.today() + timedelta(days=365)


class Attest(forms.Form):
    """Words and period of an attestation."""

    statement = forms.CharField(
        label=_("What you state"),
        help_text=_(
            "What was done, by whom, when, and where the papers are. At least ten characters."
        ),
        min_length=10,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    covers_from = forms.DateField(
        label=_("Covers from"),
        initial=clock.today,
        widget=DayInput(),
    )
    covers_until = forms.DateField(
        label=_("Covers until, not including"),
        help_text=_("After this day the obligation becomes stale, and you look at it again."),
        initial=_in_a_year,
        widget=DayInput(),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the period to its order and to two years."""
        cleaned = super().clean() or {}
        begin, end = cleaned.get("covers_from"), cleaned.get("covers_until")
        if begin and end:
            if end <= begin:
                self.add_error("covers_until", _("Choose a day after the first one."))
            elif end - begin > _LONGEST:
                self.add_error("covers_until", _("Choose a period of at most two years."))
        return cleaned


class StandIn(Attest):
    """Words, papers and period of an attestation for what hegui does not carry out."""

    looked_at = forms.CharField(
        label=_("What you looked at"),
        help_text=_("Which system, which records, how many and when. At least ten characters."),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label=_("Evidence: document or address"),
        help_text=_("So that somebody else finds it: title and version, or an address."),
        min_length=3,
        max_length=300,
        validators=[
            RegexValidator(
                r"\A[^\x00-\x1f\x7f-\x9f]*\Z", _("Leave out characters that do not show.")
            )
        ],
    )

    field_order = ("statement", "looked_at", "evidence", "covers_from", "covers_until")

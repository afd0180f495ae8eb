"""The forms with which staff find a user and decide about one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["Decide", "Find"]


class Find(forms.Form):
    """An id of the service, or a reference. By POST: an id belongs in no address and no log."""

    who = forms.CharField(
        label=_("Find a user"),
        help_text=_("The id that your service sends, or the reference that begins with u-."),
        max_length=256,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Decide(forms.Form):
    """A reason, and how long; what is decided is told by the button."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("At least ten characters. It stays here and is handed out to the user."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hours = forms.IntegerField(
        label=_("Hours"),
        help_text=_("For a suspension or a limit; without a number it stands until it is lifted."),
        min_value=1,
        max_value=8760,
        required=False,
    )

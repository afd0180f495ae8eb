"""Forms of API keys."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["NewKey", "Reason"]


class NewKey(forms.Form):
    """What a new key is called and whether its holder labels."""

    name = forms.CharField(
        label=_("Name of the holder"),
        help_text=_("Which client uses it, for example: web page, mini program."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    client_labels = forms.BooleanField(
        label=_("The client shows the AI label itself"),
        help_text=_(
            "Then the gateway does not add the label to the text. The holder answers for it."
        ),
        required=False,
    )


class Reason(forms.Form):
    """Why something that cannot be undone is done."""

    because = forms.CharField(
        label=_("Reason"),
        help_text=_("It goes into the ledger. At least four characters."),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

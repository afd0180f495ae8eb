"""The form with which staff move a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["Step"]


class Step(forms.Form):
    """Words to the person; which move is made is told by the button."""

    words = forms.CharField(
        label=_("To the person"),
        help_text=_(
            "An answer, or the reason of a rejection. The person reads it under the number."
        ),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

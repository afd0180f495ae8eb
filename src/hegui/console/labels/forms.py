"""Handing in a file. It is read in memory, and nothing of it is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = ["CheckedFile", "StaffChecked"]


class CheckedFile(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A picture, sound, film, document or text. It is not kept."),
        allow_empty_file=True,
        widget=forms.FileInput(),
    )


class StaffChecked(CheckedFile):
    """A file, and what is known of it from elsewhere."""

    is_declared = forms.BooleanField(
        label=_("The user declares that it is generated"), required=False
    )
    has_explicit = forms.BooleanField(
        label=_("An explicit label is seen or heard in it"), required=False
    )

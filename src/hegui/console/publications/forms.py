"""The form of one kind of publication, made from its declaration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hegui.cases.deadline import LONGEST_DAYS
from hegui.records.publications import Kind

__all__ = ["Publish", "form_for"]

_MOST = 50_000


class Publish(forms.Form):
    """Words in both languages, then what programs read."""

    zh = forms.CharField(
        label=_("Words in Chinese"),
        max_length=_MOST,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "zh-Hans"}),
    )
    en = forms.CharField(
        label=_("Words in English"),
        max_length=_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "en"}),
    )

    def stated(self) -> dict[str, str]:
        """Return what programs read, by field name."""
        return {
            name: str(value).strip()
            for name, value in self.cleaned_data.items()
            if name not in ("zh", "en") and value is not None
        }


def form_for(kind: Kind, posted: Any = None, initial: dict[str, str] | None = None) -> Publish:
    """Return the form of `kind`, with its own fields before the words."""
    form = Publish(posted, initial=initial)
    language = get_language() or "zh-hans"
    own: dict[str, forms.Field] = {}
    for field in kind.fields:
        label, help_text = field.title.in_language(language), field.help.in_language(language)
        own[field.name] = (
            forms.IntegerField(
                label=label, help_text=help_text, min_value=1, max_value=LONGEST_DAYS
            )
            if field.is_number
            else forms.CharField(
                label=label,
                help_text=help_text,
                max_length=2000,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        )
    form.fields.update(own)
    form.order_fields([*own, "zh", "en"])
    return form

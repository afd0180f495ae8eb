"""Forms for the public: few fields, plain words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hegui.cases import Kind, parse_number
from hegui.errors import MalformedNumber

__all__ = ["Appeal", "Complaint", "FollowUp"]


class Complaint(forms.Form):
    """What happened, and how to reach the person."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Kind.COMPLAINT.value, _("A complaint: something concerns me")),
            (Kind.REPORT.value, _("A report: illegal or harmful content")),
            (Kind.APPEAL.value, _("An appeal: a measure against my content or account")),
        ],
        widget=forms.RadioSelect(),
        initial=Kind.COMPLAINT.value,
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("When and where, what you asked and what came. At least ten characters."),
        min_length=10,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    about_receipt = forms.RegexField(
        r"^r-[A-Za-z0-9]{1,38}$",
        label=_("Receipt of the answer"),
        help_text=_("If you have one; it begins with r-."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "invalid": _("A receipt begins with r- and has letters and digits after it.")
        },
    )
    contact = forms.CharField(
        label=_("How to reach you"),
        help_text=_(
            "An e-mail address or telephone number. Without one, look here for the answer."
        ),
        max_length=200,
        required=False,
    )


class FollowUp(forms.Form):
    """Number and secret."""

    number = forms.CharField(
        label=_("Reference number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "C-20261121-7K3QX-M"}),
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Forgive what people mistype, and tell what cannot be a number."""
        try:
            return parse_number(self.cleaned_data["number"]).text
        except MalformedNumber as error:
            raise forms.ValidationError(
                _("This is no reference number; one character may be mistyped.")
            ) from error


class Appeal(forms.Form):
    """Why an answer is not accepted."""

    words = forms.CharField(
        label=_("Why do you not accept it?"),
        min_length=10,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

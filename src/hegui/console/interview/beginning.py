"""From the demo to a service of one's own: a profile with a name and no answer yet."""

from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hegui import clock
from hegui.console import runtime
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.frame.profile import change, is_demo
from hegui.errors import LawError, ProfileNotWritten
from hegui.law import Law, profile_template
from hegui.law.answering import replace_text

__all__ = ["page"]

_CARRIED: Final = frozenset({"service", "facts", "event", "done"})
"""Tables that a new profile does without. Others say how the gateway works and must stay."""


class Begin(forms.Form):
    """What the service is called."""

    zh = forms.CharField(
        label=gettext_lazy("Name of the service, in Chinese"),
        help_text=gettext_lazy("It stands on every page, on the public pages too."),
        max_length=80,
        widget=forms.TextInput(attrs={"lang": "zh-Hans", "autocomplete": "off"}),
    )
    en = forms.CharField(
        label=gettext_lazy("Name of the service, in English"),
        help_text=gettext_lazy("Left empty, the Chinese name stands there too."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"lang": "en", "autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show what will happen; a POST begins. A service that is not the demo is left alone."""
    if not is_demo():
        messages.info(request, _("This is your own service already; its answers stay."))
        return redirect("interview")
    parts = runtime.current()
    file = parts.profile().file
    form = Begin(posted(request))
    if request.method == "POST" and form.is_valid():
        zh = form.cleaned_data["zh"].strip()
        en = form.cleaned_data["en"].strip() or zh
        kept = _beside(file)
        try:
            entry = change(
                partial(_begin, law=parts.law, zh=zh, en=en, kept=kept),
                "profile",
                {"name": {"zh": zh, "en": en}, "by": person(request).get_username()},
                ref="profile",
            )
        except LawError as error:
            form.add_error(None, f"{error} {error.hint}".strip())
        else:
            said = _("The service is %(name)s from now on; it is entry %(entry)s of the ledger.")
            messages.success(request, said % {"name": zh, "entry": entry})
            return redirect("interview")
    return render(
        request,
        "interview/begin.html",
        {"room": "interview", "form": form, "file": file, "kept": _beside(file)},
        status=422 if form.errors else 200,
    )


def _beside(file: Path) -> Path:
    """Return where the profile that was is kept: beside the new one, with the day in its name."""
    return file.with_name(f"{file.name}.{clock.today():%Y%m%d}")


def _begin(file: Path, *, law: Law, zh: str, en: str, kept: Path) -> None:
    """Put a profile without an answer in the place of the demo's, and keep the demo's.

    Raises:
        ProfileNotWritten: it says how the gateway works too, or the disk refuses.
    """
    before = file.read_bytes()
    if others := sorted(set(tomllib.loads(before.decode())) - _CARRIED):
        raise ProfileNotWritten(file, f"it also holds {', '.join(others)}; edit it by hand")
    try:
        kept.write_bytes(before)
    except OSError as cause:
        raise ProfileNotWritten(kept, str(cause.strerror).lower()) from cause
    replace_text(file, profile_template(law, zh=zh, en=en))

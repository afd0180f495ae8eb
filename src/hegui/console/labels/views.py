"""What staff see of labels: a file checked, with every detail and the report to download."""

from __future__ import annotations

from hashlib import sha256
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hegui.console.frame.export import as_json
from hegui.console.frame.posted import posted
from hegui.console.labels.forms import StaffChecked
from hegui.console.labels.told import Told, look, too_large

__all__ = ["check"]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check a file that a member of staff hands in; `format=json` gives the report as a file."""
    form = StaffChecked(posted(request), request.FILES if request.method == "POST" else None)
    told: Told | None = None
    digest = ""
    if "over" in request.GET and request.method != "POST":
        told = too_large()
    elif request.method == "POST" and form.is_valid():
        file = cast("UploadedFile[bytes]", form.cleaned_data["file"])
        whole = file.read()
        digest = sha256(whole).hexdigest()
        told = look(
            file.name or "",
            whole,
            is_declared=form.cleaned_data["is_declared"],
            has_explicit=form.cleaned_data["has_explicit"],
        )
        if request.POST.get("format") == "json" and told.verification is not None:
            report = {
                "file": told.name,
                "bytes": told.size,
                "sha256": digest,
                **told.verification.as_dict(),
            }
            return as_json("label-check", [report])
    return render(
        request,
        "labels/page.html",
        {"room": "labels", "form": form, "told": told, "digest": digest},
        status=422 if form.errors else 200,
    )

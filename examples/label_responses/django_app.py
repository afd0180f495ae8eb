#!/usr/bin/env python3
"""Label pictures and sound on their way out: `MIDDLEWARE = ["myapp.label_files", …]`."""

from __future__ import annotations

import sys
from collections.abc import Callable

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hegui.controls.label_law import grammar
from hegui.labels import PassingFiles, read_bytes

FILES = PassingFiles(grammar(), producer="Demo", number=lambda: "7")
Answer = Callable[[HttpRequest], HttpResponse]


def label_files(get_response: Answer) -> Answer:
    """Django middleware; a file that cannot be labelled becomes an error 500."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").partition("/")[0]
        if kind in {"image", "audio", "video"} and not response.streaming:
            response.content = FILES(response.content, kind)
        return response

    return middleware


settings.configure()
django.setup()
drawing = HttpResponse("<svg><circle r='9'/></svg>", content_type="image/svg+xml")
answer = label_files(lambda _request: drawing)(RequestFactory().get("/"))
label = read_bytes(answer.content, grammar()).label
sys.stdout.write(f"made by {label.content_producer if label else 'nobody'}\n")

"""Static files by WhiteNoise, from memory, under addresses that carry a digest.

WhiteNoise streams from a file object, which Django has to drain in a thread
under ASGI. Ours are few and small, so they are answered whole.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped] # untyped
from whitenoise.responders import StaticFile  # type: ignore[import-untyped] # ships no types

__all__ = ["StaticFiles", "address"]


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc] # its base ships no types
    """WhiteNoise whose answers are whole."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Return the file, or 304 when the browser has it."""
        found: Any = static_file.get_response(request.method or "GET", request.META)
        body = b""
        if found.file is not None:
            with found.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(found.status))
        del response["Content-Type"]
        for key, value in found.headers:
            response[key] = value
        response["X-Content-Type-Options"] = "nosniff"
        return response


@cache
def address(name: str) -> str:
    """Return the address of a static file with a digest of its content.

    Raises:
        FileNotFoundError: no such file; a page that names it is a bug.
    """
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    digest = sha256(Path(found).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"

"""What a form was sent, if it was sent."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

__all__ = ["posted"]


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the fields of a POST, even when there are none; None for any other verb."""
    return request.POST if request.method == "POST" else None

"""The service that is offered to the public."""

from __future__ import annotations

from django.db import models

__all__ = ["Service"]


class Service(models.Model):
    """One generative-AI service. Its facts stand in ``hegui.toml``, not here."""

    key = models.SlugField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key

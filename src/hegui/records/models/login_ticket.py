"""A one-time login link."""

from __future__ import annotations

from django.conf import settings
from django.db import models

__all__ = ["LoginTicket"]


class LoginTicket(models.Model):
    """What is kept of a link: the hash of its token, whose it is and until when it works."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first, and what the table holds rows to."""

        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"login of {self.user_id} until {self.expires_at:%H:%M}"

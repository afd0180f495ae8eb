"""A token with which a person's program calls the management API."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

__all__ = ["ApiToken"]


class ApiToken(models.Model):
    """What is kept of a token: never the token itself, only its keyed hash."""

    id = models.CharField(primary_key=True, max_length=20)
    """Public name, ``t-`` and ten characters; it stands in ledger entries."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    """In whose name it acts; it works while this person has a role."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """HMAC-SHA-256 of the presented token under the pepper, in hexadecimal."""

    scopes = models.JSONField(default=list)
    """Words of `hegui.records.scope.Scope`, sorted."""

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    """Exclusive."""

    last_used_at = models.DateTimeField(null=True, blank=True)
    """To the minute."""

    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=500, blank=True)

    class Meta:
        """Newest first, and what the table holds rows to."""

        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"{self.id} {self.name}"

    def standing(self, now: datetime) -> str:
        """Return ``active``, ``revoked`` or ``expired``."""
        if self.revoked_at is not None:
            return "revoked"
        return "active" if now < self.expires_at else "expired"

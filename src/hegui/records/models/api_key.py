"""A key with which a client calls the gateway."""

from __future__ import annotations

from django.db import models

from hegui.records.models.service import Service

__all__ = ["ApiKey"]


class ApiKey(models.Model):
    """What is kept of a key: never the key itself, only its keyed hash."""

    id = models.CharField(primary_key=True, max_length=20)
    """Public name, ``k-`` and ten characters; it stands in ledger entries."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="keys")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """HMAC-SHA-256 of the presented key under the pepper, in hexadecimal."""

    client_labels = models.BooleanField(default=False)
    """The holder declared that the client shows the explicit label itself."""

    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=150)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=500, blank=True)
    entry = models.PositiveBigIntegerField(null=True, blank=True)
    """Ledger entry of the last change."""

    class Meta:
        """Newest first, and what the table holds rows to."""

        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"{self.id} {self.name}"

    @property
    def is_active(self) -> bool:
        """Whether the gateway lets it in."""
        return self.revoked_at is None

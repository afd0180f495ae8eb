"""Something the service tells the public."""

from __future__ import annotations

from django.db import models

from hegui.records.models.service import Service

__all__ = ["Publication"]


class Publication(models.Model):
    """One version of one public statement, in both languages.

    Never changed: publishing again makes the next version, and the newest of a
    kind is in force.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=40)
    """``purpose``, ``guidance``, ``agreement``, ``complaint-entry`` …"""

    version = models.PositiveIntegerField()
    zh = models.TextField(blank=True)
    en = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    """What programs read of it: text by name, for example ``{"answer_days": "15"}``."""

    since = models.DateField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.CharField(max_length=150)
    entry = models.PositiveBigIntegerField(null=True, blank=True)
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        """Newest first, and what the table holds rows to."""

        ordering = ("kind", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("service", "kind", "version"), name="publication_version_is_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"

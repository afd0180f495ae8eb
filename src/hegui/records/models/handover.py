"""Content given without its explicit label, on request: to whom, what, and on which terms."""

from __future__ import annotations

from django.db import models

from hegui.records.models.publication import Publication
from hegui.records.models.service import Service

__all__ = ["Handover"]


class Handover(models.Model):
    """One piece of content given to one recipient. Never changed, and not deleted by hegui."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="handovers")
    at = models.DateTimeField()
    recipient = models.CharField(max_length=200)
    """Who got it, as the service knows them. Personal: it stays out of the ledger."""

    content = models.CharField(max_length=200)
    """The producer's number of the content, or a digest of the file."""

    agreement = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="handovers")
    """The version of the agreement that the recipient accepted."""

    agreed_on = models.DateField()
    keep_until = models.DateField()
    """Last day on which the law wants this row kept."""

    by = models.CharField(max_length=150)
    entry = models.PositiveBigIntegerField()
    receipt = models.CharField(max_length=40)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.content}: {self.receipt}"

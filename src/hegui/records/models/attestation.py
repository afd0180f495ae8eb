"""A person's statement that a duty is met."""

from __future__ import annotations

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q

from hegui.records.models.service import Service

__all__ = ["Attestation"]


class Attestation(models.Model):
    """Who states that which duty is met, in which words, from when until when.

    Never changed: a new statement is a new row, and the latest counts.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="attestations")
    obligation = models.CharField(max_length=120, db_index=True)
    """Full id, for example ``cn/genai-2023/art-17-file``."""

    author = models.CharField(max_length=150)
    statement = models.TextField(validators=[MinLengthValidator(10)])
    covers_from = models.DateField()
    covers_until = models.DateField()
    """Exclusive."""

    looked_at = models.TextField(blank=True)
    """What the author looked at."""

    evidence = models.CharField(max_length=300, blank=True)
    """The document or address that shows it."""

    stands_in_for = models.JSONField(default=list, blank=True)
    """Names of the controls that saw nothing, in whose place it counts; mostly none."""

    made_at = models.DateTimeField(auto_now_add=True)
    entry = models.PositiveBigIntegerField(null=True, blank=True)
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        """Newest first, and what the table holds rows to."""

        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(covers_until__gt=F("covers_from")),
                name="attestation_covers_a_period",
            ),
        )

    def __str__(self) -> str:
        return f"{self.obligation} by {self.author}"

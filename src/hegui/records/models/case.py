"""One complaint, report or appeal, and what was done with it."""

from __future__ import annotations

from django.db import models

from hegui import clock
from hegui.cases import Kind, Move, Role, Secret, State
from hegui.records.models.service import Service

__all__ = ["Case", "CaseEvent"]


class Case(models.Model):
    """Where a case stands. Its states and moves are those of `hegui.cases`."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(max_length=24, unique=True)
    """Public reference, for example ``C-20261121-7K3QX-M``."""

    secret_salt = models.BinaryField(max_length=16)
    secret_digest = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in Kind])
    state = models.CharField(
        max_length=16, choices=[(s.value, s.value) for s in State], default=State.RECEIVED.value
    )
    text = models.TextField()
    """What the person wrote. Personal: it stays out of the ledger."""

    contact = models.CharField(max_length=200, blank=True)
    """How to reach the person, if they said. Personal."""

    about_receipt = models.CharField(max_length=40, blank=True)
    """The receipt of the exchange complained about, if given."""

    received_at = models.DateTimeField()
    clock_from = models.DateTimeField()
    """When the limit began to run: receipt, or the last appeal."""

    limit_days = models.PositiveIntegerField(null=True, blank=True)
    """The limit published at that time; None when none was."""

    due_at = models.DateTimeField(null=True, blank=True)
    """When an answer is late, exclusive; None without a published limit."""

    answered_at = models.DateTimeField(null=True, blank=True)
    """Of the last answer or rejection since `clock_from`; None while one is owed."""

    class Meta:
        """Newest first, and what the table holds rows to."""

        ordering = ("-received_at", "-id")

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> State:
        """The state as a word of `hegui.cases`."""
        return State(self.state)

    @property
    def is_overdue(self) -> bool:
        """Whether an answer is owed and late by the limit that was published."""
        return self.standing.is_open and self.due_at is not None and clock.now() >= self.due_at

    def matches(self, secret: str) -> bool:
        """Tell whether `secret` opens this case. About 50 ms of CPU."""
        kept = Secret(salt=bytes(self.secret_salt), digest=bytes(self.secret_digest))
        return kept.matches(secret)


class CaseEvent(models.Model):
    """One move of a case, with the words that went with it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    move = models.CharField(max_length=16, choices=[(m.value, m.value) for m in Move], blank=True)
    """Empty for the receipt itself."""

    role = models.CharField(max_length=16, choices=[(r.value, r.value) for r in Role])
    by = models.CharField(max_length=150, blank=True)
    """Account name of an officer; empty for anybody else."""

    state = models.CharField(max_length=16)
    """The state after it."""

    words = models.TextField(blank=True)
    """What was told to the other side."""

    entry = models.PositiveBigIntegerField(null=True, blank=True)
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.case_id}: {self.move or 'received'}"

"""End users: one row each, what was done about them, and sealed inputs.

No row holds a name, a number or a text in clear. `EndUserRow.digest` is a keyed
hash; every other row points to the random reference, so that erasing the first
unlinks the others.
"""

from __future__ import annotations

from django.db import models

from hegui.records.end_user import Age, MeasureKind, RealNameState

__all__ = ["EndUserAct", "EndUserRow", "SealedInput", "Verification"]


class EndUserRow(models.Model):
    """One end user; `state` is `hegui.records.end_user.EndUser`, the columns are for finding."""

    ref = models.CharField(max_length=24, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    seen = models.DateTimeField(db_index=True)
    age = models.CharField(max_length=8, choices=[(a.value, a.value) for a in Age])
    measure = models.CharField(
        max_length=8, choices=[(m.value, m.value) for m in MeasureKind], db_index=True
    )
    until = models.DateTimeField(null=True, blank=True)
    """End of the measure; None without one, or until a person lifts it."""

    real_name = models.CharField(max_length=8, choices=[(r.value, r.value) for r in RealNameState])
    training_refused = models.DateTimeField(null=True, blank=True)
    erasing = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    """Rises with every act of staff or of the user; the gateway's counts do not touch it."""

    acted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    state = models.JSONField()

    class Meta:
        """Last seen first."""

        ordering = ("-seen", "-id")

    def __str__(self) -> str:
        return self.ref


class EndUserAct(models.Model):
    """One act about a user: a measure, its lifting, a choice of the user's own."""

    ref = models.CharField(max_length=24, db_index=True)
    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=24)
    """``warn``, ``limit``, ``suspend``, ``end``, ``lift``, ``training``, ``erase`` …"""

    by = models.CharField(max_length=150)
    """``gateway``, ``user``, ``guardian``, ``verifier``, or an account's name."""

    reason = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    entry = models.PositiveBigIntegerField(null=True, blank=True)
    receipt = models.CharField(max_length=40, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.ref}: {self.act}"


class SealedInput(models.Model):
    """One unlawful input, encrypted under the key of its day."""

    ref = models.CharField(max_length=24, db_index=True)
    at = models.DateTimeField(db_index=True)
    receipt = models.CharField(max_length=40)
    """Of the exchange in which it was refused."""

    day = models.DateField()
    """Whose key opens it."""

    nonce = models.BinaryField(max_length=12)
    sealed = models.BinaryField()

    class Meta:
        """Oldest first."""

        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.ref}: {self.receipt}"


class Verification(models.Model):
    """One verification of a real identity that was started and waits for its answer."""

    id = models.CharField(max_length=40, primary_key=True)
    ref = models.CharField(max_length=24, db_index=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return self.id

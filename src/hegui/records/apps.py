"""The Django application ``records``."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["RecordsConfig"]


class RecordsConfig(AppConfig):
    """Tables of hegui under the label ``records``."""

    name = "hegui.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Count every change, so that readers know when to look again."""
        from hegui.records import version  # noqa: PLC0415 - models must be loaded first

        version.watch()

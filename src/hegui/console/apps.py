"""The Django application ``console``."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ConsoleConfig"]


class ConsoleConfig(AppConfig):
    """Pages of hegui under the label ``console``. It has no tables."""

    name = "hegui.console"
    label = "console"

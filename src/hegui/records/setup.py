"""Make a folder ready for use: secrets, tables, first rows.

Quick on a second start: when no migration is missing, nothing is migrated.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import django
from django.conf import settings

from hegui.records import database, key_files

__all__ = ["FIRST_PERSON", "SERVICE", "prepare"]

FIRST_PERSON: Final = "officer"
"""Name of the account that exists from the start. It has no password until its holder sets one."""

SERVICE: Final = "default"
"""Key of the service that exists from the start."""


def prepare(folder: Path | None = None) -> None:
    """Load Django, bring the tables up to date and make sure of the first rows.

    Idempotent. Later calls with another folder move this process to that
    folder's records; nothing of the former is changed.

    Args:
        folder: the service's folder; None reads ``HEGUI_VAR`` (default ``var``).

    Raises:
        InvalidDatabaseUrl: ``HEGUI_DATABASE`` cannot be read.
    """
    folder = folder or Path(os.environ.get("HEGUI_VAR") or "var")
    os.environ["HEGUI_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hegui.records.settings")
    folder.mkdir(parents=True, exist_ok=True)
    secret = key_files.read_or_make(folder / "keys" / "django.key")
    key_files.read_or_make(folder / "keys" / "pepper.key")
    if settings.configured:
        _move(folder, secret)
    django.setup()
    _migrate()
    _seed()


def _move(folder: Path, secret: str) -> None:
    """Point the loaded settings and this thread's connection at another folder."""
    from django.db import connections  # noqa: PLC0415 - only after settings are known

    entry = database.parse(os.environ.get("HEGUI_DATABASE", ""), folder)
    settings.VAR = folder
    settings.SECRET_KEY = secret
    connections["default"].close()
    connections["default"].settings_dict.update(entry)
    connections.databases["default"].update(entry)


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - only after django.setup()
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _seed() -> None:
    from django.contrib.auth.models import User  # noqa: PLC0415 - only after django.setup()

    from hegui.records.models import Service  # noqa: PLC0415

    Service.objects.get_or_create(key=SERVICE)
    if not User.objects.exists():
        person = User(username=FIRST_PERSON, is_staff=True, is_superuser=True)
        person.set_unusable_password()
        person.save()

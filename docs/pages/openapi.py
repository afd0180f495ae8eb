"""docs/reference/openapi.*.json: gateway and management API for programs that read OpenAPI."""

from __future__ import annotations

import json
import os

import django

from hegui.gateway.openapi import describe

__all__ = ["pages"]


def pages() -> dict[str, str]:
    """Return the files; keys in the order in which they were written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hegui.records.settings")
    django.setup()
    from hegui.console.api import openapi, routes  # noqa: PLC0415 - Django must be set up first

    described = {"v1": describe(), "management": openapi.describe(routes.API)}
    return {
        f"docs/reference/openapi.{name}.json": (
            f"{json.dumps(told, ensure_ascii=False, indent=2)}\n"
        )
        for name, told in described.items()
    }

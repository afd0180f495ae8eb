"""docs/reference/openapi.v1.json: the gateway's endpoints for programs that read OpenAPI."""

from __future__ import annotations

import json

from hegui.gateway.openapi import describe

__all__ = ["pages"]


def pages() -> dict[str, str]:
    """Return the file; keys in the order in which they were written."""
    text = json.dumps(describe(), ensure_ascii=False, indent=2)
    return {"docs/reference/openapi.v1.json": f"{text}\n"}

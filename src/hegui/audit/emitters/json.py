"""The posture as JSON, sorted and indented, for people's tools and for `diff`."""

from __future__ import annotations

import orjson

from hegui.audit.posture import Posture

__all__ = ["emit"]


def emit(posture: Posture) -> str:
    """Return the posture as text; the same posture gives the same bytes."""
    packed = orjson.dumps(posture.as_dict(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    return packed.decode() + "\n"

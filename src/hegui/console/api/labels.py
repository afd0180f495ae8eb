"""``/labels/check``: what a file says about AI; as `hegui label verify --json` has it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from hegui.console.api.told import Said, told
from hegui.console.frame.body_limit import FILE_BYTES
from hegui.console.labels.told import LIMITS
from hegui.controls.label_law import grammar, meanings
from hegui.errors import InputTooLarge
from hegui.labels import read_bytes, verify

__all__ = ["router"]

router = Router(tags=["labels"])

_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class Handed(Schema):
    """What is known of the file beside its bytes."""

    name: str = Field("", max_length=200, description="Its name; tells text formats apart.")
    declared: bool = Field(False, description="The user declares that it is generated.")
    explicit: bool = Field(False, description="An explicit label was seen or heard in it.")


class Looked(Schema):
    """What a platform has to tell about the file, with the evidence."""

    file: str
    bytes: int
    sha256: str
    outcome: str
    because: str
    notice: Said | None
    label_to_write: str | None
    conforms: bool
    problems: list[dict[str, Any]]
    integrity: dict[str, str]
    has_c2pa: bool
    evidence: dict[str, Any]


@router.post(
    "/labels/check", response=Looked, summary="What a file says about AI", openapi_extra=_BODY
)
def check(request: HttpRequest, handed: Query[Handed]) -> HttpResponse:
    """Read the labels of the file that is the body, at most 32 MB.

    Parsers only, under limits: nothing is decoded, executed or kept.
    """
    whole = request.read(FILE_BYTES + 1)
    if len(whole) > FILE_BYTES:
        raise InputTooLarge(FILE_BYTES)
    reading = read_bytes(whole, grammar(), name=handed.name, limits=LIMITS)
    found = verify(
        reading,
        meanings(),
        is_declared=handed.declared,
        has_explicit_label=handed.explicit,
    )
    return told(
        {
            "file": handed.name,
            "bytes": len(whole),
            "sha256": sha256(whole).hexdigest(),
            **found.as_dict(),
        }
    )

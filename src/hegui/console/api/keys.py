"""``/keys``: keys of the gateway, made and shown once, revoked with a reason."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from hegui import clock
from hegui.console.api.caller import caller
from hegui.console.api.paging import Page, Paged, of_sequence
from hegui.console.api.told import Asked, Because, told
from hegui.console.keys import acts
from hegui.errors import KeyAlreadyRevoked, UnknownRecord
from hegui.records.models import ApiKey

__all__ = ["router"]

router = Router(tags=["keys"])

_ID: Final = re.compile(r"k-[0-9a-z]{1,18}")

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00]*$"),
]


class Key(Schema):
    """A key without its secret, which nobody keeps."""

    id: str
    name: str
    is_active: bool
    client_labels: bool
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    revoked_because: str
    entry: int | None


class KeyMade(Key):
    """A key just made, with its secret, shown this once."""

    secret: str


class KeyPage(Page):
    """A page of keys, newest first."""

    items: list[Key]


class KeyWanted(Asked):
    """A key to make."""

    name: Name
    client_labels: bool = False


class KeyChange(Asked):
    """Who shows the explicit label for this key's client."""

    client_labels: bool


class KeyReason(Asked):
    """Why a key is revoked."""

    because: Because


def _as_dict(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "is_active": key.is_active,
        "client_labels": key.client_labels,
        "created_at": clock.stamp(key.created_at),
        "created_by": key.created_by,
        "revoked_at": None if key.revoked_at is None else clock.stamp(key.revoked_at),
        "revoked_because": key.revoked_because,
        "entry": key.entry,
    }


def _found(id_: str) -> ApiKey:
    row = ApiKey.objects.filter(pk=id_).first() if _ID.fullmatch(id_) else None
    if row is None:
        raise UnknownRecord("key", id_)
    return row


@router.get("/keys", response=KeyPage, summary="Keys of the gateway")
def every(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Return keys, revoked ones too, without their secrets."""
    shown, following = of_sequence(list(ApiKey.objects.all()), asked, lambda key: key.id)
    return told({"items": [_as_dict(key) for key in shown], "next": following})


@router.post("/keys", response={201: KeyMade}, summary="Make a key")
def make(request: HttpRequest, wanted: KeyWanted) -> HttpResponse:
    """Make a key and return its secret this once; an entry of kind `key` tells of it."""
    issued = acts.issue(wanted.name, client_labels=wanted.client_labels, by=caller(request).person)
    return told({**_as_dict(issued.key), "secret": issued.secret}, 201)


@router.get("/keys/{key}", response=Key, summary="One key")
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Return one key without its secret."""
    return told(_as_dict(_found(key)))


@router.patch("/keys/{key}", response=Key, summary="Who shows the AI label")
def change(request: HttpRequest, key: str, wanted: KeyChange) -> HttpResponse:
    """Note whether the holder's client shows the explicit label itself."""
    row = _found(key)
    if not row.is_active:
        raise KeyAlreadyRevoked(row.id)
    acts.label(row, client_labels=wanted.client_labels, by=caller(request).person)
    return told(_as_dict(_found(key)))


@router.post("/keys/{key}/revoke", response=Key, summary="Revoke a key")
def revoke(request: HttpRequest, key: str, reason: KeyReason) -> HttpResponse:
    """Let a key in no more; within two seconds the gateway refuses it."""
    row = _found(key)
    return told(_as_dict(acts.revoke(row.id, because=reason.because, by=caller(request).person)))

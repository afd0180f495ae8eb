"""``/entries``, ``/checkpoint``, ``/receipts``, ``/proofs``: the evidence, with its proofs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, StringConstraints

from hegui.console import runtime
from hegui.console.api.paging import Page, Paged, whole_of
from hegui.console.api.told import Asked, told
from hegui.console.ledger.listed import listed
from hegui.console.ledger.proving import prove
from hegui.errors import InvalidProof, UnknownRecord
from hegui.ledger import Entry, Proof

__all__ = ["router"]

router = Router(tags=["ledger"])

_LAST: Final = 2**53 - 1
"""The largest number that every reader of JSON keeps."""


class Envelope(Schema):
    """The public part of an entry."""

    seq: int
    at: datetime
    kind: str
    receipt: str
    refs: list[str]
    leaf: str


class Inclusion(Schema):
    """Whether the entry is proved to be in the ledger, and the file that shows it to anybody."""

    holds: bool
    size: int = Field(..., description="Entries under the checkpoint used.")
    problem: str = Field(..., description="Empty when it holds, or no checkpoint covers it yet.")
    text: str | None = Field(..., description="The .tlog-proof file.")
    vkey: str = Field(..., description="The ledger's own verifier key. Trust one that you kept.")


class ProvedEntry(Envelope):
    """An entry with what it commits to, and its proof."""

    payload: dict[str, Any]
    salt: str
    commit: str
    env: str
    proof: Inclusion


class EnvelopePage(Page):
    """A page of entries, newest first, without payloads."""

    size: int
    items: list[Envelope]


class SignedCheckpoint(Schema):
    """The newest checkpoint."""

    origin: str
    size: int
    root: str
    note: str
    vkey: str


class Which(Paged):
    """Which entries."""

    kind: str = Field("", max_length=64, description="Only this kind.")
    ref: str = Field("", max_length=200, description="Only those that carry this ref.")


class ProofShown(Asked):
    """A proof to look at."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=60_000)]
    vkey: Annotated[str, StringConstraints(max_length=300)] = Field(
        "", description="The verifier key to trust; the running ledger's own without it."
    )


class ProofChecked(Schema):
    """What a proof is worth."""

    holds: bool
    problem: str
    index: int | None
    env: str | None


def _whole(entry: Entry) -> dict[str, object]:
    reader = runtime.current().reader
    proved = prove(reader, entry)
    return {
        **listed(entry),
        "payload": entry.payload,
        "salt": entry.salt.hex(),
        "commit": entry.commit,
        "env": entry.env.decode("utf-8", "replace"),
        "proof": {
            "holds": proved.holds,
            "size": proved.size,
            "problem": proved.problem,
            "text": None if proved.proof is None else proved.proof.as_text(),
            "vkey": str(reader.verifier),
        },
    }


@router.get("/entries", response=EnvelopePage, summary="Entries, newest first")
def entries(request: HttpRequest, asked: Query[Which]) -> HttpResponse:
    """Return entries without payloads, of one kind or with one ref if asked so."""
    reader = runtime.current().reader
    found = reader.entries(
        kind=asked.kind or None,
        ref=asked.ref or None,
        before=whole_of(asked.after),
        limit=asked.limit + 1,
    )
    shown = found[: asked.limit]
    return told(
        {
            "size": reader.size(),
            "items": [listed(entry) for entry in shown],
            "next": str(shown[-1].seq) if len(found) > asked.limit else None,
        }
    )


@router.get("/entries/{seq}", response=ProvedEntry, summary="One entry with its inclusion proof")
def entry(
    request: HttpRequest,
    seq: Annotated[int, Path(ge=0, le=_LAST)],
) -> HttpResponse:
    """Return one entry; its proof is made and verified for this answer."""
    return told(_whole(runtime.current().reader.entry(seq)))


@router.get("/checkpoint", response=SignedCheckpoint, summary="The newest checkpoint")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest checkpoint; keep one where the owner of the ledger cannot reach it."""
    reader = runtime.current().reader
    return told({**reader.checkpoint().as_dict(), "vkey": str(reader.verifier)})


@router.get("/receipts/{receipt}", response=ProvedEntry, summary="The entry of a receipt, verified")
def by_receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Return the entry that a receipt names, with its proof."""
    found = runtime.current().reader.by_receipt(receipt)
    if found is None:
        raise UnknownRecord("receipt", receipt)
    return told(_whole(found))


@router.post("/proofs/check", response=ProofChecked, summary="Whether a proof holds")
def check(request: HttpRequest, shown: ProofShown) -> HttpResponse:
    """Verify a .tlog-proof file; nothing is read from the ledger but its key."""
    try:
        proof = Proof.parse(shown.text, shown.vkey or str(runtime.current().reader.verifier))
        proof.verify()
    except InvalidProof as error:
        return told({"holds": False, "problem": str(error), "index": None, "env": None})
    env = proof.env.decode("utf-8", "replace")
    return told({"holds": True, "problem": "", "index": proof.index, "env": env})

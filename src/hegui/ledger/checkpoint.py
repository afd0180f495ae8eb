"""A checkpoint: the signed statement that a ledger of this size has this root.

    hegui.local/ledger                                  origin
    20852163                                            size
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=        root

    — hegui.local/ledger Az3grlgtzPICa5OS…              signature

Whoever keeps one can tell later whether anything before it was changed. A
writer never signs two checkpoints of which the older is not a prefix of the
newer, not even once.

Source: c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

from hegui.errors import InvalidNote
from hegui.ledger.merkle import HASH_BYTES
from hegui.ledger.note import Signer, Verifier

__all__ = ["Checkpoint"]

_TEXT: Final = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A verified checkpoint. `sign` and `open` are the ways to get one."""

    origin: str
    """Which ledger."""

    size: int
    """How many entries it covers: 0 up to ``size - 1``."""

    root: bytes
    """RFC 6962 root hash over them, 32 bytes."""

    note: str
    """The signed note, as published."""

    @classmethod
    def sign(cls, signer: Signer, size: int, root: bytes) -> Checkpoint:
        """Return a newly signed checkpoint. The caller answers for its consistency."""
        text = f"{signer.name}\n{size}\n{b64encode(root).decode()}\n"
        return cls(origin=signer.name, size=size, root=root, note=signer.sign(text))

    @classmethod
    def open(cls, note: str, verifier: Verifier) -> Checkpoint:
        """Return the checkpoint in a note, after checking signature and origin.

        Raises:
            InvalidNote: not signed by `verifier`, of another origin, or malformed.
        """
        text = verifier.open(note)
        match = _TEXT.fullmatch(text)
        if match is None:
            raise InvalidNote("expected the lines origin, size and root hash in a checkpoint")
        if match["origin"] != verifier.name:
            raise InvalidNote(f"expected origin {verifier.name}; found {match['origin']}")
        root = b64decode(match["root"])
        if len(root) != HASH_BYTES or b64encode(root).decode() != match["root"]:
            raise InvalidNote("expected the canonical base64 of a 32-byte root hash")
        return cls(origin=match["origin"], size=int(match["size"]), root=root, note=note)

    def as_dict(self) -> dict[str, object]:
        """Return the fields for JSON, the root in hexadecimal."""
        return {
            "origin": self.origin,
            "size": self.size,
            "root": self.root.hex(),
            "note": self.note,
        }

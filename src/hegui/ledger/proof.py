"""A proof: one text file that shows, offline, that an entry is in the ledger.

    c2sp.org/tlog-proof@v1
    extra <base64 of the entry's envelope>
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=        siblings, leaf to root
    …

    <the checkpoint, with its signature>

Whoever holds the ledger's verifier key and this file needs nothing else. The
extra data is not trusted for being there: its hash is the leaf that the
siblings lead to the signed root.

Source: c2sp.org/tlog-proof
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final, Literal

from hegui.errors import InvalidNote, InvalidProof
from hegui.ledger.checkpoint import Checkpoint
from hegui.ledger.merkle import is_included, leaf_hash
from hegui.ledger.note import Verifier

__all__ = ["Proof"]

_TEXT: Final = re.compile(
    r"c2sp\.org/tlog-proof@v1\n"
    r"extra (?P<extra>[A-Za-z0-9+/]+={0,2})\n"
    r"index (?P<index>0|[1-9][0-9]{0,18})\n"
    r"(?P<path>(?:[A-Za-z0-9+/]{43}=\n){0,63})\n"
    r"(?P<note>.+)",
    re.DOTALL,
)


def _decode(text: str) -> bytes:
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise InvalidProof(f"expected canonical base64; found {text[:44]!r}")
    return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An entry's envelope, its path to a root, and the checkpoint that signs the root."""

    index: int
    """The entry's ``seq``."""

    env: bytes
    """The envelope: canonical JSON, as hashed."""

    path: tuple[bytes, ...]
    """Sibling hashes from the leaf up."""

    note: str
    """The signed checkpoint."""

    vkey: str
    """The verifier key that `verify` uses when none is given. It is not part of the text."""

    @classmethod
    def parse(cls, text: str, vkey: str) -> Proof:
        """Return the proof in a text; `verify` says whether it holds.

        Raises:
            InvalidProof: the text is not a tlog-proof with an envelope.
        """
        match = _TEXT.fullmatch(text)
        if match is None:
            raise InvalidProof("expected a c2sp.org/tlog-proof@v1 text with extra data")
        try:
            return cls(
                index=int(match["index"]),
                env=_decode(match["extra"]),
                path=tuple(_decode(line) for line in match["path"].split()),
                note=match["note"],
                vkey=vkey,
            )
        except ValueError as error:
            raise InvalidProof(f"expected canonical base64: {error}") from error

    def verify(self, vkey: str | None = None) -> Literal[True]:
        """Return True, or raise with the reason why the proof does not hold.

        Args:
            vkey: the verifier key to trust. Somebody who does not trust the
                folder that the proof came from gives the key they kept.

        Raises:
            InvalidProof: signature, origin, path or index is wrong.
        """
        try:
            checkpoint = Checkpoint.open(self.note, Verifier.parse(vkey or self.vkey))
        except InvalidNote as error:
            raise InvalidProof(f"the checkpoint does not hold: {error}") from error
        leaf = leaf_hash(self.env)
        if not is_included(leaf, self.index, checkpoint.size, self.path, checkpoint.root):
            raise InvalidProof(
                f"the path does not lead from entry {self.index} to the root of "
                f"{checkpoint.size} entries that {checkpoint.origin} signed"
            )
        return True

    def as_text(self) -> str:
        """Return the ``.tlog-proof`` file."""
        lines = [
            "c2sp.org/tlog-proof@v1",
            f"extra {b64encode(self.env).decode()}",
            f"index {self.index}",
            *(b64encode(sibling).decode() for sibling in self.path),
        ]
        return "\n".join(lines) + "\n\n" + self.note

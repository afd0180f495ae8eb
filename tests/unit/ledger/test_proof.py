"""Proof files: written, read, verified, and refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hegui.errors import InvalidProof
from hegui.ledger import Proof, Reader
from hegui.ledger.note import Signer


def test_a_proof_is_read_back_from_its_text(reader: Reader) -> None:
    proof = reader.proof(299)

    assert proof == Proof.parse(proof.as_text(), proof.vkey)
    assert Proof.parse(proof.as_text(), proof.vkey).verify()


def test_another_key_does_not_vouch(reader: Reader) -> None:
    stranger = Signer.generate("hegui.local/ledger").verifier

    with pytest.raises(InvalidProof, match="checkpoint does not hold"):
        reader.proof(7).verify(str(stranger))


def test_a_proof_of_another_entry_is_refused(reader: Reader) -> None:
    one, other = reader.proof(7), reader.proof(8)

    with pytest.raises(InvalidProof, match="does not lead from entry 7"):
        replace(one, env=other.env).verify()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("extra ", "extra"),
        ("index 7\n", "index 07\n"),
        ("index 7\n", "index 7\nAAAA\n"),
    ],
)
def test_a_text_of_another_form_is_refused(reader: Reader, old: str, new: str) -> None:
    text = reader.proof(7).as_text()

    with pytest.raises(InvalidProof, match=r"expected a c2sp\.org/tlog-proof@v1"):
        Proof.parse(text.replace(old, new, 1), "")


@pytest.mark.parametrize("extra", ["AAB=", "A", "AA=="[:3]])
def test_spare_bits_are_refused(reader: Reader, extra: str) -> None:
    """Two texts must not be one proof."""
    lines = reader.proof(7).as_text().split("\n")
    lines[1] = f"extra {extra}"

    with pytest.raises(InvalidProof, match="canonical base64"):
        Proof.parse("\n".join(lines), "")

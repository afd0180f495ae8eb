"""Checkpoints: signed size and root, of one origin."""

from __future__ import annotations

import pytest

from hegui.errors import InvalidNote
from hegui.ledger import Checkpoint
from hegui.ledger.merkle import leaf_hash
from hegui.ledger.note import Signer

SIGNER = Signer("example.com/log", bytes(32))
ROOT = leaf_hash(b"")


def test_a_checkpoint_is_read_back() -> None:
    signed = Checkpoint.sign(SIGNER, 42, ROOT)

    assert signed == Checkpoint.open(signed.note, SIGNER.verifier)
    assert (42, ROOT.hex()) == (signed.as_dict()["size"], signed.as_dict()["root"])


def test_further_lines_are_passed_over() -> None:
    """The format allows extension lines."""
    text = Checkpoint.sign(SIGNER, 42, ROOT).note.partition("\n\n")[0]

    assert 42 == Checkpoint.open(SIGNER.sign(f"{text}\nextension\n"), SIGNER.verifier).size


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("example.com/log\n42\n", "lines origin, size and root"),
        ("example.com/log\n042\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n", "lines origin"),
        ("example.com/log\n42\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=\n", "canonical"),
        ("example.com/lag\n42\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n", "origin"),
    ],
)
def test_what_is_signed_must_still_be_a_checkpoint(text: str, what: str) -> None:
    with pytest.raises(InvalidNote, match=what):
        Checkpoint.open(SIGNER.sign(text), SIGNER.verifier)

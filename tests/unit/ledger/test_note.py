"""Signed notes: what is accepted, and each thing that is not."""

from __future__ import annotations

import pytest

from hegui.errors import InvalidNote
from hegui.ledger.note import Signer, Verifier

TEXT = "a text\n\nwith an empty line\n"
SIGNER = Signer("example.com/log", bytes(range(32)))
NOTE = SIGNER.sign(TEXT)


def test_a_note_opens_with_its_key() -> None:
    assert TEXT == SIGNER.verifier.open(NOTE)


def test_signatures_of_strangers_are_passed_over() -> None:
    """A witness, or a later algorithm of our own name."""
    lines = "— witness.example AAAAAAAA\n— example.com/log /////wAA\n"

    assert TEXT == SIGNER.verifier.open(NOTE + lines)


@pytest.mark.parametrize(
    ("note", "what"),
    [
        (NOTE.rstrip("\n"), "ends in a newline"),
        (NOTE.replace("a text", "a\ttext"), "control characters"),
        ("no gap\n", "empty line"),
        (NOTE.replace("a text", "A text"), "does not verify"),
        (NOTE.replace("— ", "- "), "signature line"),
        (NOTE.replace("— example.com/log ", "— example.com/log"), "signature line"),
        (NOTE.replace("— example.com/log", "— example.com/other"), "expected a signature by"),
        (NOTE.rstrip("=\n") + "*\n", "base64"),
        (f"{TEXT}\n— example.com/log AAB=\n", "canonical base64"),
        ("x" * 1_000_001 + "\n", "at most 1 MB"),
    ],
)
def test_anything_else_is_refused_with_the_reason(note: str, what: str) -> None:
    with pytest.raises(InvalidNote, match=what):
        SIGNER.verifier.open(note)


def test_keys_survive_their_texts() -> None:
    assert SIGNER == Signer.parse(SIGNER.secret_text())
    assert SIGNER.verifier == Verifier.parse(str(SIGNER.verifier))
    assert SIGNER.verifier == Verifier.parse(f"{SIGNER.verifier}\n")


def test_a_generated_key_is_new_each_time() -> None:
    assert Signer.generate("a").seed != Signer.generate("a").seed


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\x7f"])
def test_a_name_that_cannot_be_told_from_its_line_is_refused(name: str) -> None:
    with pytest.raises(InvalidNote, match="key name"):
        Signer.generate(name)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("only+two", "three parts"),
        ("a+00000000+***", "base64"),
        ("a+00000000+AgAA", "Ed25519"),
        ("a+zzzzzzzz+" + str(SIGNER.verifier).split("+", 2)[2], "8 hex digits"),
        ("a+00000000+" + str(SIGNER.verifier).split("+", 2)[2], "expected key id"),
    ],
)
def test_a_malformed_verifier_key_is_refused(text: str, what: str) -> None:
    with pytest.raises(InvalidNote, match=what):
        Verifier.parse(text)


def test_a_malformed_signer_key_is_refused() -> None:
    with pytest.raises(InvalidNote, match="PRIVATE"):
        Signer.parse(str(SIGNER.verifier))
    with pytest.raises(InvalidNote, match="expected key id"):
        Signer.parse(SIGNER.secret_text().replace("log+", "lag+"))


def test_a_seed_is_never_shown() -> None:
    assert "Signer('example.com/log')" == repr(SIGNER)

"""What holds for every tree, every proof and every entry."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegui.errors import InvalidNote, InvalidProof
from hegui.ledger import Checkpoint, Ledger, Proof, Reader
from hegui.ledger.entry import canonical_refs, encode_payload
from hegui.ledger.merkle import (
    consistency_path,
    inclusion_path,
    is_consistent,
    is_included,
    leaf_hash,
    node_at,
    root,
)
from hegui.ledger.note import Signer, Verifier
from hegui.ledger.tiles import Tree

LEAVES = [leaf_hash(number.to_bytes(4)) for number in range(1200)]
AT = node_at(LEAVES)

SIZES = st.integers(1, len(LEAVES))


@given(SIZES, st.data())
def test_every_proof_of_inclusion_verifies_and_no_other_leaf_passes(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    path = inclusion_path(AT, index, size)

    assert is_included(LEAVES[index], index, size, path, root(AT, size))
    assert (other == index) == is_included(LEAVES[other], index, size, path, root(AT, size))
    assert (other == index) == is_included(LEAVES[index], other, size, path, root(AT, size))


@given(SIZES, SIZES)
def test_every_proof_of_consistency_verifies_and_no_other_root_passes(one: int, two: int) -> None:
    old, new = sorted((one, two))
    path = consistency_path(AT, old, new)

    assert is_consistent(old, new, path, root(AT, old), root(AT, new))
    assert not is_consistent(old, new, path, root(AT, old), bytes(32))
    assert not is_consistent(old, new, path, bytes(32), root(AT, new))


@given(st.lists(st.integers(0, 300), max_size=12))
def test_the_tree_is_the_same_however_it_grew(steps: list[int]) -> None:
    tree, size = Tree(), 0
    for step in steps:
        fitting = LEAVES[size : size + step]
        tree.extend(fitting)
        size += len(fitting)

    assert (size, root(AT, size)) == (tree.size, tree.root())


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    folder = tmp_path_factory.mktemp("ledger")
    with Ledger.open(folder, pace_s=0) as ledger:
        for number in range(300):
            ledger.append_sync("case", {"number": number}, refs=["a", "b"])
    reader = Reader.open(folder)
    made = reader.proof(123)
    reader.close()
    return made


@settings(max_examples=400)
@given(st.data())
def test_a_proof_with_any_bit_flipped_is_refused(proof: Proof, data: st.DataObject) -> None:
    """In index, envelope, path, checkpoint, signature: wherever it is, it shows."""
    text = bytearray(proof.as_text().encode())
    place = data.draw(st.integers(0, len(text) - 1))
    text[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        changed = Proof.parse(text.decode(), proof.vkey)
    except (InvalidProof, UnicodeDecodeError):
        return

    with pytest.raises(InvalidProof):
        changed.verify()


@settings(max_examples=200)
@given(st.data())
def test_a_proof_in_other_words_is_refused(proof: Proof, data: st.DataObject) -> None:
    """Lines left out, doubled or moved."""
    lines = proof.as_text().split("\n")
    place = data.draw(st.integers(0, len(lines) - 2))
    kind = data.draw(st.sampled_from(["drop", "double", "swap"]))
    if kind == "drop":
        other = lines[:place] + lines[place + 1 :]
    elif kind == "double":
        other = lines[: place + 1] + lines[place:]
    else:
        other = [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]
    # A signature line told twice is still one signature by one key.
    if other == lines or (kind == "double" and lines[place].startswith("— ")):
        return

    with pytest.raises(InvalidProof):
        Proof.parse("\n".join(other), proof.vkey).verify()


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_is_signed_and_read_back(size: int, hash_: bytes) -> None:
    signer = Signer("example.com/log", bytes(32))

    assert (size, hash_) == (
        (
            opened := Checkpoint.open(Checkpoint.sign(signer, size, hash_).note, signer.verifier)
        ).size,
        opened.root,
    )


@given(st.text(max_size=200))
def test_no_text_passes_for_a_note(text: str) -> None:
    with pytest.raises(InvalidNote):
        Signer("log", bytes(32)).verifier.open(text)


@given(st.text(max_size=100))
def test_no_text_passes_for_a_key_unless_it_is_one(text: str) -> None:
    key = Signer("log", bytes(32)).verifier
    try:
        parsed = Verifier.parse(text)
    except InvalidNote:
        return

    assert parsed == key


@given(
    st.binary(min_size=32, max_size=32), st.from_regex(r"[a-z]{1,20}(/[a-z]{1,9})?", fullmatch=True)
)
def test_keys_survive_their_texts(seed: bytes, name: str) -> None:
    signer = Signer(name, seed)

    assert (signer, signer.verifier) == (
        Signer.parse(signer.secret_text()),
        Verifier.parse(str(signer.verifier)),
    )
    assert b64encode(seed).decode() not in str(signer.verifier)


WORDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,30}", fullmatch=True)
PAYLOADS = st.dictionaries(
    st.text(max_size=8),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**63)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ),
    max_size=6,
)


@given(st.lists(WORDS, max_size=6))
def test_refs_have_one_order(refs: list[str]) -> None:
    assert canonical_refs(tuple(refs)) == canonical_refs(tuple(reversed(refs)))


@given(PAYLOADS)
def test_a_payload_has_one_form_and_reads_back(payload: dict[str, object]) -> None:
    raw = encode_payload(payload)  # type: ignore[arg-type] # JSON by construction

    assert payload == json.loads(raw)
    assert raw == encode_payload(dict(reversed(payload.items())))  # type: ignore[arg-type] # the same


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(PAYLOADS, st.lists(WORDS, max_size=3)), min_size=1, max_size=5))
def test_what_was_appended_is_read_back_and_proved(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[tuple[dict[str, object], list[str]]],
) -> None:
    folder: Path = tmp_path_factory.mktemp("ledger")
    with Ledger.open(folder) as ledger:
        receipts = [ledger.append_sync("case", p, refs=r) for p, r in entries]  # type: ignore[arg-type] # the same
    reader = Reader.open(folder)

    for receipt, (payload, refs) in zip(receipts, entries, strict=True):
        entry = reader.by_receipt(receipt.id)
        assert entry is not None
        assert (payload, tuple(sorted(set(refs)))) == (entry.payload, entry.refs)
        assert reader.proof(entry.seq).verify()
    reader.close()

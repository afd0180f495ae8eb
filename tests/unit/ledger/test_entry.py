"""Entries: the grammar of each part, and one way to write an envelope."""

from __future__ import annotations

import json
import time

import pytest

from hegui.errors import MalformedEntry
from hegui.ledger import new_receipt
from hegui.ledger.entry import (
    PAYLOAD_BYTES,
    REFS,
    canonical_refs,
    check_kind,
    check_receipt,
    decode_envelope,
    encode_envelope,
    encode_payload,
)

AT = "2026-11-21T00:00:00.000000Z"


@pytest.mark.parametrize("refs", [(), ("moment/prompt",), ("a", "b/c", "plan/sha256:00")])
def test_an_envelope_is_canonical_json(refs: tuple[str, ...]) -> None:
    """Python's own writer, told to sort and to leave no space, writes the same bytes."""
    env = encode_envelope(
        seq=7, at=AT, kind="case", receipt=new_receipt(), refs=refs, commit="0" * 64
    )
    again = json.dumps(json.loads(env), sort_keys=True, separators=(",", ":"))

    assert again.encode() == env
    assert list(refs) == decode_envelope(env)["refs"]


@pytest.mark.parametrize("env", [b"", b"[]", b'{"seq":1}'])
def test_what_is_no_envelope_is_refused(env: bytes) -> None:
    with pytest.raises(ValueError, match=r"expected|unexpected|empty"):
        decode_envelope(env)


def test_receipts_are_unlike_and_sort_by_time() -> None:
    first = new_receipt()
    time.sleep(0.002)
    later = [new_receipt() for _ in range(1000)]

    assert 1000 == len(set(later))
    assert first < min(later)
    assert first == check_receipt(first)


@pytest.mark.parametrize("receipt", ["", "r-", "r-" + "A" * 26, "r-" + "a" * 27, "x-" + "a" * 26])
def test_a_foreign_receipt_is_refused(receipt: str) -> None:
    with pytest.raises(MalformedEntry, match="receipt"):
        check_receipt(receipt)


@pytest.mark.parametrize("kind", ["", "Case", "a b", "9", "a" * 65])
def test_a_kind_is_a_lower_case_word(kind: str) -> None:
    with pytest.raises(MalformedEntry, match="kind"):
        check_kind(kind)


@pytest.mark.parametrize("ref", ["", '"', "a b", "中", "/a", "a" * 201, "a\n"])
def test_a_ref_needs_no_escaping(ref: str) -> None:
    """So that there is one way to write an envelope."""
    with pytest.raises(MalformedEntry, match="ref"):
        canonical_refs((ref,))


def test_refs_are_sorted_and_told_once() -> None:
    assert ("a", "b") == canonical_refs(("b", "a", "b"))


def test_refs_are_limited() -> None:
    """An envelope fits into a tile bundle."""
    with pytest.raises(MalformedEntry, match="at most 256"):
        canonical_refs(tuple(map(str, range(REFS + 1))))
    widest = canonical_refs(tuple(f"{number:0200}" for number in range(REFS)))
    env = encode_envelope(seq=10**18, at=AT, kind="k", receipt="r", refs=widest, commit="0" * 64)

    assert 65_535 >= len(env)


def test_a_payload_has_one_form() -> None:
    assert b'{"a":1.5,"b":[null,true]}' == encode_payload({"b": [None, True], "a": 1.5})


def test_a_payload_is_json() -> None:
    with pytest.raises(MalformedEntry, match="expected JSON"):
        encode_payload({"a": object()})  # type: ignore[dict-item] # the point


def test_a_payload_is_limited() -> None:
    with pytest.raises(MalformedEntry, match="at most 1048576 bytes"):
        encode_payload({"a": "x" * PAYLOAD_BYTES})

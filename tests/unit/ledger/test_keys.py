"""Key files: who may read them, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import LedgerKeyUnusable
from hegui.ledger.keys import create_signer, load_signer, load_verifier

ORIGIN = "example.com/log"


def test_a_key_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    signer = create_signer(tmp_path, ORIGIN)

    assert 0o600 == (tmp_path / "keys/ledger.key").stat().st_mode & 0o777
    assert 0o700 == (tmp_path / "keys").stat().st_mode & 0o777
    assert signer == load_signer(tmp_path, ORIGIN)
    assert signer.verifier == load_verifier(tmp_path)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    create_signer(tmp_path, ORIGIN)

    with pytest.raises(FileExistsError):
        create_signer(tmp_path, ORIGIN)


def test_a_lost_verifier_key_is_made_again(tmp_path: Path) -> None:
    """It follows from the signing key, so a kill between the two files costs nothing."""
    signer = create_signer(tmp_path, ORIGIN)
    (tmp_path / "keys/ledger.vkey").unlink()
    load_signer(tmp_path, ORIGIN)

    assert signer.verifier == load_verifier(tmp_path)
    assert ["ledger.key", "ledger.vkey"] == sorted(f.name for f in (tmp_path / "keys").iterdir())


def test_no_key_is_told_as_none(tmp_path: Path) -> None:
    assert load_signer(tmp_path, ORIGIN) is None
    with pytest.raises(LedgerKeyUnusable, match="found none"):
        load_verifier(tmp_path)


def test_a_key_of_another_origin_is_refused(tmp_path: Path) -> None:
    create_signer(tmp_path, ORIGIN)

    with pytest.raises(LedgerKeyUnusable, match=r"expected the key of other; found that of exam"):
        load_signer(tmp_path, "other")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    create_signer(tmp_path, ORIGIN)
    (tmp_path / "keys/ledger.key").chmod(0o640)

    with pytest.raises(LedgerKeyUnusable, match="found 0640"):
        load_signer(tmp_path, ORIGIN)


@pytest.mark.parametrize("content", [b"", b"not a key", b"\xff\xfe"])
def test_a_malformed_key_is_refused(tmp_path: Path, content: bytes) -> None:
    create_signer(tmp_path, ORIGIN)
    (tmp_path / "keys/ledger.key").write_bytes(content)
    (tmp_path / "keys/ledger.vkey").write_bytes(content)

    with pytest.raises(LedgerKeyUnusable):
        load_signer(tmp_path, ORIGIN)
    with pytest.raises(LedgerKeyUnusable):
        load_verifier(tmp_path)

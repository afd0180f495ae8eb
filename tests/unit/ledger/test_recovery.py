"""Opening: the tree comes back, and a changed history is refused by name."""

# The statements are the test's own.
# ruff: noqa: S608
from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from hegui.errors import LedgerKeyUnusable, LedgerTampered, LedgerUnavailable
from hegui.ledger import Ledger, Reader
from hegui.ledger.keys import load_signer
from hegui.ledger.verify import verify

Tamper = Callable[..., None]


def test_a_ledger_goes_on_where_it_ended(folder: Path) -> None:
    with Ledger.open(folder) as ledger:
        assert 0 == ledger.recovered
        for number in range(600, 800):
            assert number == ledger.append_sync("case", {}).seq

    assert verify(folder, checkpoint=str(folder / "checkpoint.600")).is_intact
    assert 800 == verify(folder).signed


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512, 513])
def test_the_edge_comes_back_at_every_width(tmp_path: Path, size: int) -> None:
    with Ledger.open(tmp_path, pace_s=0) as ledger:
        for _ in range(size):
            ledger.append_sync("case", {})
    with Ledger.open(tmp_path) as ledger:
        ledger.append_sync("case", {})

    assert (True, size + 1) == (verify(tmp_path).is_intact, verify(tmp_path).signed)


def test_entries_after_the_last_checkpoint_are_kept_and_signed(
    folder: Path, tamper: Tamper
) -> None:
    """So it is after kill -9: the writer had no time to sign."""
    note = (folder / "checkpoint.300").read_text("utf-8")
    tamper(
        "DELETE FROM checkpoint",
        f"INSERT INTO checkpoint VALUES (300, '2026-11-21T00:00:00.000000Z', '{note}')",
    )
    ledger = Ledger.open(folder)

    assert 300 == ledger.recovered
    assert 600 == Reader.open(folder).checkpoint().size
    ledger.close()


@pytest.mark.parametrize(
    ("sql", "seq", "what"),
    [
        (["DELETE FROM entry WHERE seq = 300"], 300, "the entry is missing"),
        (["DELETE FROM entry WHERE seq >= 500"], 500, "600 entries were signed, 500 are there"),
        (["UPDATE entry SET env = env || '' WHERE seq = 550"], 550, "what was hashed"),
        (["UPDATE entry SET leaf = salt WHERE seq = 550"], 550, "not what was signed"),
        (["UPDATE tile SET hashes = zeroblob(8192) WHERE number = 1"], 256, "what was signed"),
        (["DELETE FROM tile WHERE number = 1"], 256, "its tile is missing"),
        (["DELETE FROM checkpoint"], 0, "no checkpoint"),
        (["UPDATE checkpoint SET size = 5"], None, "signed for another size"),
        (["UPDATE checkpoint SET note = 'x'"], None, "newest checkpoint does not hold"),
        (["UPDATE checkpoint SET note = CAST(x'ff' AS TEXT)"], None, "does not hold"),
        (["UPDATE entry SET seq = -1 WHERE seq = 0"], 0, "the entry is missing"),
        (["DROP TABLE checkpoint"], None, "no such table"),
    ],
)
def test_a_changed_history_is_not_continued(
    folder: Path, tamper: Tamper, sql: list[str], seq: int | None, what: str
) -> None:
    tamper(*(s.replace("env || ''", "CAST(env || ' ' AS BLOB)") for s in sql))

    with pytest.raises(LedgerTampered, match=what) as caught:
        Ledger.open(folder)
    assert seq == caught.value.seq


def test_a_refused_ledger_is_not_locked(folder: Path, tamper: Tamper) -> None:
    tamper("DELETE FROM checkpoint")
    for _ in range(2):
        with pytest.raises(LedgerTampered):
            Ledger.open(folder)


def test_a_history_that_is_consistently_another_is_refused(folder: Path, tamper: Tamper) -> None:
    """Rows and tiles agree with each other, but not with what was signed."""
    signer = load_signer(folder, "hegui.local/ledger")
    assert signer is not None
    note = signer.sign(f"{signer.name}\n600\n{b64encode(bytes(32)).decode()}\n")
    tamper(f"UPDATE checkpoint SET note = '{note}'")

    with pytest.raises(LedgerTampered, match="first 600 entries are not what") as caught:
        Ledger.open(folder)
    assert caught.value.seq is None


def test_a_ledger_without_its_key_is_not_continued(folder: Path) -> None:
    """A new key under the old name could sign a second history."""
    (folder / "keys/ledger.key").unlink()

    with pytest.raises(LedgerTampered, match="its signing key is gone"):
        Ledger.open(folder)


def test_a_ledger_keeps_its_origin(folder: Path) -> None:
    with pytest.raises(LedgerKeyUnusable, match="expected the key of other"):
        Ledger.open(folder, origin="other")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite3").write_bytes(b"not a database" * 1000)

    with pytest.raises(LedgerUnavailable, match="NotADBError"):
        Ledger.open(tmp_path)

"""Putting in order: state follows the disk, never the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from hegui import clock
from hegui.errors import DuplicateReceipt
from hegui.ledger import Receipt, new_receipt
from hegui.ledger.note import Signer
from hegui.ledger.sequencer import Draft, Sequencer
from hegui.ledger.stores.sqlite import Store
from hegui.ledger.tiles import Tree


def draft(receipt: str | None = None) -> Draft:
    return Draft("case", (), receipt or new_receipt(), bytes(32), "0" * 64, b"{}")


@pytest.fixture
def sequencer(tmp_path: Path) -> Iterator[Sequencer]:
    store = Store.open(tmp_path)
    yield Sequencer(store, Tree(), Signer("log", bytes(32)), 0)
    store.close()


def test_a_failed_commit_changes_nothing(
    sequencer: Sequencer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequencer.commit([draft()], clock.now())
    root = sequencer.tree.root()

    def fail(*_: object) -> None:
        raise apsw.IOError("disk I/O error")

    monkeypatch.setattr(Store, "insert", fail)
    with pytest.raises(apsw.IOError):
        sequencer.commit([draft()], clock.now())

    assert (1, root) == (sequencer.tree.size, sequencer.tree.root())


def test_a_batch_of_known_receipts_alone_commits_nothing(sequencer: Sequencer) -> None:
    known = draft()
    sequencer.commit([known], clock.now())
    told = sequencer.commit([known, known], clock.now())

    assert [0, 0] == [each.seq for each in told if isinstance(each, DuplicateReceipt)]
    assert 1 == sequencer.tree.size


def test_each_draft_gets_its_own_answer_in_order(sequencer: Sequencer) -> None:
    first, second, third = draft(), draft(), draft()
    sequencer.commit([first], clock.now())
    told = sequencer.commit([second, first, third], clock.now())

    assert [Receipt, DuplicateReceipt, Receipt] == [type(each) for each in told]
    assert [1, 0, 2] == [each.seq for each in told]


def test_a_signature_covers_all_that_is_committed(sequencer: Sequencer) -> None:
    sequencer.commit([draft() for _ in range(300)], clock.now())

    assert 300 == sequencer.unsigned
    assert 300 == sequencer.sign(clock.now()).size
    assert 0 == sequencer.unsigned


def test_of_the_older_checkpoints_the_last_of_each_hour_is_kept(sequencer: Sequencer) -> None:
    from datetime import UTC, datetime

    for size, (hour, minute) in enumerate([(8, 0), (8, 1), (8, 59), (9, 0), (9, 30), (10, 0)], 1):
        sequencer.commit([draft()], clock.now())
        sequencer.sign(datetime(2026, 11, 21, hour, minute, tzinfo=UTC))
        assert size == sequencer.signed
    kept = sequencer.store.connection.execute("SELECT size FROM checkpoint ORDER BY size")

    assert [(3,), (5,), (6,)] == list(kept)

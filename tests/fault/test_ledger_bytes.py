"""Every byte of every stored entry: flip it, and the verifier names the entry."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Final

from hegui.ledger import Ledger
from hegui.ledger.verify import verify

ENTRIES: Final = 4
COLUMNS: Final = {
    "at": "TEXT",
    "kind": "TEXT",
    "receipt": "TEXT",
    "env": "BLOB",
    "leaf": "BLOB",
    "salt": "BLOB",
    "payload": "BLOB",
}


def test_any_flipped_byte_is_named(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        for number in range(ENTRIES):
            ledger.append_sync("case", {"number": number}, refs=["moment/prompt"])
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("DROP TRIGGER entry_no_update")
    chance = random.Random()  # noqa: S311 - which bit does not matter
    missed: list[tuple[int, str, int]] = []
    tried = 0
    for seq in range(ENTRIES):
        for column, kind in COLUMNS.items():
            read = f"SELECT CAST({column} AS BLOB) FROM entry WHERE seq = ?"  # noqa: S608 - ours
            write = f"UPDATE entry SET {column} = CAST(? AS {kind}) WHERE seq = ?"  # noqa: S608 - ours
            (good,) = connection.execute(read, (seq,)).fetchone()
            for place in range(len(good)):
                bad = bytearray(good)
                bad[place] ^= 1 << chance.randrange(8)
                connection.execute(write, (bytes(bad), seq))
                if seq not in {problem.seq for problem in verify(tmp_path).problems}:
                    missed.append((seq, column, place))
                tried += 1
            connection.execute(write, (good, seq))
    connection.close()

    assert [] == missed
    assert tried > ENTRIES * 300
    # Put back byte by byte, it is as before, but for the guard that we removed.
    assert ["the trigger entry_no_update, which guards the rows, is gone"] == [
        problem.what for problem in verify(tmp_path).problems
    ]

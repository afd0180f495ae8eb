"""The stand-alone verifier: every change is found, and named with its entry.

Everything here is done to the file by its owner, past the guards.
"""

# The statements are the test's own.
# ruff: noqa: S608
from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from hegui import clock
from hegui.ledger import Ledger, Reader, verification
from hegui.ledger.keys import load_signer
from hegui.ledger.lock import WriterLock
from hegui.ledger.verify import Report, Unreadable, main, verify
from hegui.ledger.writer import _draft

Tamper = Callable[..., None]

VERIFIER = Path(verification.__file__).with_name("verify.py")
GUARDS = 7
"""Triggers of an intact ledger."""


def named(report: Report) -> set[int | None]:
    return {problem.seq for problem in report.problems}


def told(report: Report) -> str:
    return "\n".join(f"{problem.seq}: {problem.what}" for problem in report.problems)


def test_an_intact_ledger_is_intact(folder: Path) -> None:
    report = verify(folder, checkpoint=str(folder / "checkpoint.300"))

    assert "" == told(report)
    assert (600, 600, 0) == (report.size, report.signed, report.uncovered)


def test_the_smallest_ledgers_are_intact(tmp_path: Path) -> None:
    Ledger.open(tmp_path).close()
    assert verify(tmp_path).is_intact

    with Ledger.open(tmp_path) as ledger:
        ledger.append_sync("start", {})
    assert (True, 1) == (verify(tmp_path).is_intact, verify(tmp_path).size)


# In a full tile, on both sides of its border, in the partial tile, and the last.
PLACES = [0, 137, 255, 256, 511, 512, 599]


@pytest.mark.parametrize("seq", PLACES)
@pytest.mark.parametrize("column", ["env", "leaf", "salt", "payload", "at", "kind", "receipt"])
def test_any_byte_of_any_column_is_named(folder: Path, column: str, seq: int) -> None:
    """The first, the last and some byte between, each with one bit flipped."""
    connection = sqlite3.connect(folder / "ledger.sqlite3", isolation_level=None)
    connection.execute("DROP TRIGGER entry_no_update")
    (value,) = connection.execute(
        f"SELECT CAST({column} AS BLOB) FROM entry WHERE seq = ?",
        (seq,),
    ).fetchone()
    kind = "BLOB" if column in {"env", "leaf", "salt", "payload"} else "TEXT"
    for place in {0, len(value) // 2, len(value) - 1}:
        changed = bytearray(value)
        changed[place] ^= 1 << seq % 8
        query = f"UPDATE entry SET {column} = CAST(? AS {kind}) WHERE seq = ?"
        connection.execute(query, (bytes(changed), seq))
        report = verify(folder)

        assert seq in named(report)
        assert named(report) <= {seq, None}
        connection.execute(query, (value, seq))
    connection.execute(
        "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, ''); END"
    )
    connection.close()

    assert "" == told(verify(folder))


@pytest.mark.parametrize("seq", PLACES)
def test_a_deleted_entry_is_named(folder: Path, tamper: Tamper, seq: int) -> None:
    tamper(f"DELETE FROM entry WHERE seq = {seq}", f"DELETE FROM ref WHERE first = {seq}")

    assert seq in named(verify(folder))


@pytest.mark.parametrize("seq", [0, 255, 599])
def test_deleting_an_entry_and_closing_the_gap_is_named(
    folder: Path, tamper: Tamper, seq: int
) -> None:
    """The envelope holds its own number."""
    tamper(
        f"DELETE FROM entry WHERE seq = {seq}",
        f"DELETE FROM ref WHERE first = {seq}",
        f"UPDATE entry SET seq = -seq WHERE seq > {seq}",
        "UPDATE entry SET seq = -seq - 1 WHERE seq < 0",
        f"UPDATE ref SET first = first - 1, last = last - 1 WHERE first > {seq}",
    )

    assert seq in named(verify(folder))


def test_swapped_entries_are_both_named(folder: Path, tamper: Tamper) -> None:
    tamper(
        "UPDATE entry SET seq = 9999 WHERE seq = 10",
        "UPDATE entry SET seq = 10 WHERE seq = 20",
        "UPDATE entry SET seq = 20 WHERE seq = 9999",
    )
    report = verify(folder)

    assert named(report) >= {10, 20}
    assert "10: the row holds the envelope of entry 20: rows changed places" in told(report)


def test_a_duplicated_entry_is_named(folder: Path, tamper: Tamper) -> None:
    tamper(
        "INSERT INTO entry SELECT 600, at, kind, receipt || 'x', env, leaf, salt, payload"
        " FROM entry WHERE seq = 599"
    )

    assert 600 in named(verify(folder))


def test_an_entry_added_with_all_its_hashes_is_named(folder: Path, tamper: Tamper) -> None:
    """Only the key is missing: nothing signed covers it."""
    salt, payload = bytes(32), b"{}"
    commit = sha256(salt + payload).hexdigest()
    at, receipt = "2026-11-21T00:00:00.000000Z", "r-" + "0" * 26
    env = (
        f'{{"at":"{at}","commit":"{commit}","kind":"case","receipt":"{receipt}",'
        '"refs":[],"seq":600,"v":1}'
    )
    leaf = sha256(b"\0" + env.encode()).hexdigest()
    tamper(
        f"INSERT INTO entry VALUES (600, '{at}', 'case', '{receipt}', CAST('{env}' AS BLOB), "
        f"x'{leaf}', x'{salt.hex()}', CAST('{{}}' AS BLOB))"
    )
    report = verify(folder)

    assert {600} == named(report)
    assert "entries 600 to 600 are covered by no checkpoint" in told(report)


def test_an_entry_rewritten_with_all_its_hashes_is_found(folder: Path, tamper: Tamper) -> None:
    """Row, leaf and tile agree; the signed root does not, and an older checkpoint narrows it."""
    rewrite(folder, tamper, 400)
    report = verify(folder, checkpoint=str(folder / "checkpoint.300"))

    assert {None} == named(report)
    assert "entries 300 to 599 are not what the checkpoint of size 600 signs" in told(report)


def test_an_envelope_with_something_added_is_named(folder: Path, tamper: Tamper) -> None:
    """Its own parts are as before, and its leaf is made to fit."""
    (env,) = (
        sqlite3.connect(folder / "ledger.sqlite3")
        .execute("SELECT env FROM entry WHERE seq = 599")
        .fetchone()
    )
    env = env.replace(b'"v":1', b'"v":1,"x":1')
    leaf = sha256(b"\0" + env).hexdigest()
    tamper(f"UPDATE entry SET env = x'{env.hex()}', leaf = x'{leaf}' WHERE seq = 599")
    report = verify(folder)

    assert {599, None} == named(report)
    assert "599: the envelope is not written as an envelope is" in told(report)


@pytest.mark.parametrize("env", ["[]", "null", "[" * 100_000, "9" * 10_000, '{"at":{}}', ""])
def test_an_envelope_made_to_break_its_reader_is_named(
    folder: Path, tamper: Tamper, env: str
) -> None:
    tamper(f"UPDATE entry SET env = CAST('{env}' AS BLOB) WHERE seq = 599")

    assert {599, None} == named(verify(folder))


def rewrite(folder: Path, tamper: Tamper, seq: int) -> None:
    """Give an entry another payload and make every hash over it right again."""
    connection = sqlite3.connect(folder / "ledger.sqlite3")
    env, leaf, salt = connection.execute(
        "SELECT env, leaf, salt FROM entry WHERE seq = ?", (seq,)
    ).fetchone()
    (tile,) = connection.execute(
        "SELECT hashes FROM tile WHERE level = 0 AND number = ?", (seq // 256,)
    ).fetchone()
    connection.close()
    parts = json.loads(env)
    parts["commit"] = sha256(salt + b"{}").hexdigest()
    env = json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()
    new = sha256(b"\0" + env).digest()
    tamper(
        f"UPDATE entry SET env = x'{env.hex()}', leaf = x'{new.hex()}', payload = x'7b7d' "
        f"WHERE seq = {seq}",
        f"UPDATE tile SET hashes = x'{tile.replace(leaf, new).hex()}' "
        f"WHERE level = 0 AND number = {seq // 256}",
    )


def test_a_thief_of_the_key_is_unmasked_by_an_older_checkpoint(
    folder: Path, tamper: Tamper
) -> None:
    """Everything is rewritten and signed anew; only what an auditor kept says otherwise."""
    rewrite(folder, tamper, 200)
    tamper("DELETE FROM checkpoint")
    signer = load_signer(folder, "hegui.local/ledger")
    assert signer is not None
    root = bytes.fromhex(verify(folder).root)
    note = signer.sign(f"{signer.name}\n600\n{b64encode(root).decode()}\n")
    tamper(f"INSERT INTO checkpoint VALUES (600, '2026-11-21T00:00:00.000000Z', '{note}')")

    assert verify(folder).is_intact
    report = verify(folder, checkpoint=str(folder / "checkpoint.300"))
    assert "entries 0 to 299 are not what the older checkpoint that was given" in told(report)


@pytest.mark.parametrize("keep", [0, 1, 256, 599])
def test_a_shortened_ledger_is_found(folder: Path, tamper: Tamper, keep: int) -> None:
    tamper(
        f"DELETE FROM entry WHERE seq >= {keep}",
        f"DELETE FROM ref WHERE first >= {keep}",
        f"DELETE FROM tile WHERE number >= {keep // 256}",
    )
    report = verify(folder)

    assert keep in named(report)
    assert f"the checkpoint signs 600 entries, but only {keep} are there" in told(report)


def test_an_older_state_put_back_is_unmasked_by_a_kept_checkpoint(tmp_path: Path) -> None:
    """An old backup is intact in itself."""
    with Ledger.open(tmp_path / "now") as ledger:
        ledger.append_sync("start", {})
    shutil.copytree(tmp_path / "now", tmp_path / "backup")
    with Ledger.open(tmp_path / "now") as ledger:
        ledger.append_sync("stop", {})
    kept = json.loads(json.dumps(newest(tmp_path / "now")))

    assert verify(tmp_path / "backup").is_intact
    report = verify(tmp_path / "backup", checkpoint=kept)
    assert {1} == named(report)
    assert "signs 2 entries, but only 1 are there" in told(report)


def newest(folder: Path) -> str:
    connection = sqlite3.connect(folder / "ledger.sqlite3")
    (note,) = connection.execute(
        "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"
    ).fetchone()
    connection.close()
    return str(note)


class TestIndex:
    """The index by which auditors look things up says what the envelopes say."""

    def test_a_missing_ref(self, folder: Path, tamper: Tamper) -> None:
        tamper("DELETE FROM ref WHERE ref = 'number/77'")

        assert {77} == named(verify(folder))

    def test_an_entry_without_any_ref(self, folder: Path, tamper: Tamper) -> None:
        tamper("DELETE FROM ref WHERE first = 599")

        assert {599} == named(verify(folder))

    def test_a_changed_ref(self, folder: Path, tamper: Tamper) -> None:
        tamper("UPDATE ref SET ref = 'number/78x' WHERE ref = 'number/78'")

        assert {78} == named(verify(folder))

    def test_an_added_ref(self, folder: Path, tamper: Tamper) -> None:
        tamper("INSERT INTO ref VALUES ('control/x', 79, 79)")

        assert {79} == named(verify(folder))

    def test_two_refs_made_one_that_reads_alike(self, folder: Path, tamper: Tamper) -> None:
        """Joined, the words look the same; looked up, neither would be found."""
        tamper(
            "DELETE FROM ref WHERE first = 80",
            """INSERT INTO ref VALUES ('moment/prompt","number/80', 80, 80)""",
        )

        assert {80} == named(verify(folder))

    @pytest.mark.parametrize("seq", [-1, 600, 10**15])
    def test_a_ref_of_no_entry(self, folder: Path, tamper: Tamper, seq: int) -> None:
        tamper(f"INSERT INTO ref VALUES ('control/x', {seq}, {seq})")

        assert {seq} == named(verify(folder))

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            (40, 42, {40, 41, 42}),
            (597, 2**62, {597, 598, 599, 600}),
            (-3, 1, {-3, 0, 1}),
            (45, 44, {45}),
        ],
    )
    def test_a_run_that_is_too_long(
        self, folder: Path, tamper: Tamper, first: int, last: int, expected: set[int]
    ) -> None:
        """Each entry it covers is named, and of those that are not there the first."""
        tamper(f"INSERT INTO ref VALUES ('control/x', {first}, {last})")

        assert expected == named(verify(folder))

    def test_two_runs_of_one_ref_over_one_entry(self, folder: Path, tamper: Tamper) -> None:
        tamper("UPDATE ref SET last = 12 WHERE ref = 'moment/prompt' AND first = 10")

        assert {11, 12} == named(verify(folder))

    @pytest.mark.parametrize("change", ["last = last - 1", "first = first + 1"])
    def test_a_run_of_many_that_is_cut(self, tmp_path: Path, change: str) -> None:
        """Here one row stands for 50 entries of one commit."""
        folder = tmp_path / "run"
        with Ledger.open(folder) as ledger:
            drafts = [_draft("case", {}, ("moment/prompt",), None) for _ in range(50)]
            ledger._committer._sequencer.commit(drafts, clock.now())
        connection = sqlite3.connect(folder / "ledger.sqlite3", isolation_level=None)
        runs = connection.execute("SELECT count(*) FROM ref").fetchone()
        connection.execute("DROP TRIGGER ref_no_update")
        connection.execute(f"UPDATE ref SET {change}")
        connection.close()

        assert (1,) == runs
        assert {None, 49 if "last" in change else 0} == named(verify(folder))


class TestTiles:
    """Tiles are what proofs are made of."""

    def test_one_hash_of_a_tile(self, folder: Path, tamper: Tamper) -> None:
        tamper(
            "UPDATE tile SET hashes = CAST(substr(hashes, 1, 96) || zeroblob(32)"
            " || substr(hashes, 129) AS BLOB) WHERE number = 1"
        )

        assert {259} == named(verify(folder))

    def test_a_tile_of_another_length(self, folder: Path, tamper: Tamper) -> None:
        tamper("UPDATE tile SET hashes = CAST(hashes || x'00' AS BLOB) WHERE number = 1")

        assert "None: tile 0/1 has 8193 bytes, not 8192" == told(verify(folder))

    def test_a_missing_tile(self, folder: Path, tamper: Tamper) -> None:
        tamper("DELETE FROM tile WHERE number = 0")

        assert "tile 0/0 is missing; it covers entries 0 to 255" in told(verify(folder))

    @pytest.mark.parametrize(("level", "number"), [(0, 2), (1, 0), (0, -1), (99, 0)])
    def test_a_tile_too_many(self, folder: Path, tamper: Tamper, level: int, number: int) -> None:
        tamper(f"INSERT INTO tile VALUES ({level}, {number}, x'00')")

        assert f"tile {level}/{number} does not belong" in told(verify(folder))


class TestTallTrees:
    """Above 65,535 entries there is a second level of full tiles."""

    def test_it_is_intact_and_every_height_is_proved(self, tall: Path) -> None:
        reader = Reader.open(tall)

        assert (True, 65_836) == (verify(tall).is_intact, verify(tall).signed)
        assert all(reader.proof(seq).verify() for seq in (0, 255, 65_535, 65_536, 65_835))
        reader.close()

    def test_it_is_opened_again(self, tall: Path) -> None:
        Ledger.open(tall).close()

        assert verify(tall).is_intact

    def test_a_hash_of_the_upper_tile_names_the_entries_below(self, tall: Path) -> None:
        connection = sqlite3.connect(tall / "ledger.sqlite3", isolation_level=None)
        (trigger,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'tile_no_update'"
        ).fetchone()
        ((good,),) = connection.execute("SELECT hashes FROM tile WHERE level = 1").fetchall()
        connection.execute("DROP TRIGGER tile_no_update")
        set_tile = "UPDATE tile SET hashes = ? WHERE level = 1"
        connection.execute(set_tile, (good[:64] + bytes(32) + good[96:],))
        report = verify(tall)
        connection.execute(set_tile, (good,))
        connection.execute(trigger)
        connection.close()

        assert "512: tile 1/0 has another hash for it up to entry 767" in told(report)
        assert {512, None} == named(report)
        assert verify(tall).is_intact


class TestCheckpoints:
    """What is not signed by the one key, for this ledger, counts for nothing."""

    @pytest.mark.parametrize(
        ("sql", "what"),
        [
            ("DELETE FROM checkpoint", "there is no checkpoint that holds"),
            ("UPDATE checkpoint SET size = 599 WHERE size = 600", "signed for size 600"),
            ("UPDATE checkpoint SET note = replace(note, '600', '601')", "does not verify"),
            ("UPDATE checkpoint SET note = replace(note, '— ', '- ')", "malformed"),
            ("UPDATE checkpoint SET note = replace(note, '— h', '— x')", "is not signed by"),
            ("UPDATE checkpoint SET note = 'x'", "malformed"),
            ("UPDATE checkpoint SET note = x'ff' || note", "does not hold"),
        ],
    )
    def test_a_changed_checkpoint(self, folder: Path, tamper: Tamper, sql: str, what: str) -> None:
        tamper(sql)

        assert what in told(verify(folder))

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("other\n600\nAAAA\n", "its origin is 'other', not 'hegui.local/ledger'"),
            ("hegui.local/ledger\n0600\nAAAA\n", "its size or root is malformed"),
            ("hegui.local/ledger\n600\nAAAA\n", "its size or root is malformed"),
            ("hegui.local/ledger\n600\n", "its size or root is malformed"),
        ],
    )
    def test_something_else_signed_by_the_key(
        self, folder: Path, tamper: Tamper, text: str, what: str
    ) -> None:
        signer = load_signer(folder, "hegui.local/ledger")
        assert signer is not None
        tamper(f"UPDATE checkpoint SET note = '{signer.sign(text)}' WHERE size = 600")

        assert what in told(verify(folder))

    def test_a_forked_history_is_told_once(self, folder: Path, tamper: Tamper) -> None:
        """After the first root that is off, each later one is off, which says nothing new."""
        signer = load_signer(folder, "hegui.local/ledger")
        assert signer is not None
        for size in (100, 200):
            note = signer.sign(f"{signer.name}\n{size}\n{b64encode(bytes(32)).decode()}\n")
            tamper(f"INSERT INTO checkpoint VALUES ({size}, '', '{note}')")
        report = verify(folder)

        assert 1 == len(report.problems)
        assert "entries 0 to 99 are not what the checkpoint of size 100 signs" in told(report)


class TestDatabase:
    """The container itself."""

    @pytest.mark.parametrize("name", ["entry_no_update", "ref_no_delete", "tile_no_update"])
    def test_a_missing_guard(self, folder: Path, name: str) -> None:
        connection = sqlite3.connect(folder / "ledger.sqlite3")
        connection.execute(f"DROP TRIGGER {name}")
        connection.close()

        assert f"None: the trigger {name}, which guards the rows, is gone" == told(verify(folder))

    def test_a_foreign_trigger(self, folder: Path) -> None:
        connection = sqlite3.connect(folder / "ledger.sqlite3")
        connection.execute("CREATE TRIGGER x AFTER INSERT ON tile BEGIN SELECT 1; END")
        connection.close()

        assert "None: the trigger x does not belong to a ledger" == told(verify(folder))

    def test_an_index_that_lost_a_row(self, folder: Path, tamper: Tamper) -> None:
        """Made by hiding the index while a row changes."""
        tamper(
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX entry_by_kind ON entry (at)'"
            " WHERE name = 'entry_by_kind'",
            "PRAGMA writable_schema = OFF",
        )

        assert "the database is damaged" in told(verify(folder))

    def test_a_row_out_of_all_order(self, folder: Path, tamper: Tamper) -> None:
        tamper("UPDATE entry SET seq = 9000000000 WHERE seq = 599")

        assert 9_000_000_000 in named(verify(folder))

    def test_a_row_before_the_first(self, folder: Path, tamper: Tamper) -> None:
        tamper("UPDATE entry SET seq = -1 WHERE seq = 599")

        assert -1 in named(verify(folder))

    def test_a_column_of_another_type(self, folder: Path) -> None:
        """The table is remade without types, with a NULL in it."""
        connection = sqlite3.connect(folder / "ledger.sqlite3", isolation_level=None)
        connection.execute("CREATE TABLE loose AS SELECT * FROM entry")
        connection.execute("UPDATE loose SET payload = NULL WHERE seq = 5")
        connection.execute("DROP TABLE entry")
        connection.execute("ALTER TABLE loose RENAME TO entry")
        connection.close()

        assert "5: a column has the wrong type" in told(verify(folder))

    def test_a_table_that_is_gone(self, folder: Path) -> None:
        connection = sqlite3.connect(folder / "ledger.sqlite3")
        connection.execute("DROP TABLE checkpoint")
        connection.close()

        assert "no such table: checkpoint" in told(verify(folder))

    def test_a_file_that_is_no_database(self, folder: Path) -> None:
        (folder / "ledger.sqlite3").write_bytes(b"not a database" * 1000)

        assert "file is not a database" in told(verify(folder))

    def test_flipped_bits_anywhere_in_the_file(self, folder: Path) -> None:
        """Found or harmless (unused space); never a crash, never a false report on the way back."""
        file = folder / "ledger.sqlite3"
        good = file.read_bytes()
        chance = random.Random(6962)  # noqa: S311 - repeatable, not secret
        found = 0
        for _ in range(150):
            place = chance.randrange(len(good))
            bad = bytearray(good)
            bad[place] ^= 1 << chance.randrange(8)
            file.write_bytes(bad)
            found += not verify(folder).is_intact
        file.write_bytes(good)

        assert found > 100
        assert verify(folder).is_intact


class TestManyProblems:
    """A report stays readable and bounded."""

    def test_the_first_thousand_are_told_and_the_rest_is_counted(self) -> None:
        report = Report(origin="x")
        for seq in range(1234):
            report.add(seq, "changed")

        assert (1000, 234) == (len(report.problems), report.dropped)

    def test_a_large_gap_is_walked_through(self, folder: Path, tamper: Tamper) -> None:
        """Tiles behind it are still compared with their own entries."""
        tamper("DELETE FROM entry WHERE seq < 300", "DELETE FROM ref WHERE first < 300")
        report = verify(folder)

        assert set(range(300)) <= named(report)
        assert not named(report) & set(range(301, 600)) - set(range(512))


class TestRunningWriter:
    """A verification may run while the ledger is written."""

    def test_what_is_not_signed_yet_is_no_problem_then(self, tmp_path: Path) -> None:
        with Ledger.open(tmp_path) as ledger:
            ledger.append_sync("start", {})
            report = verification.verify(tmp_path)

        assert (True, 1) == (report.is_intact, report.size)

    def test_a_lock_that_is_held_tells_of_the_writer(self, folder: Path, tamper: Tamper) -> None:
        """The same rows without a checkpoint: normal beside a writer, a problem without one."""
        note = (folder / "checkpoint.300").read_text("utf-8")
        tamper("DELETE FROM checkpoint", f"INSERT INTO checkpoint VALUES (300, '', '{note}')")
        lock = WriterLock.take(folder)
        beside = verify(folder)
        lock.release()

        assert (True, 300) == (beside.is_intact, beside.uncovered)
        assert {300} == named(verify(folder))

    def test_a_copy_needs_no_lock_file(self, folder: Path) -> None:
        (folder / "ledger.lock").unlink()

        assert verify(folder).is_intact


class TestUse:
    """Exit codes: 0 intact, 1 changed, 2 nothing to say."""

    def test_an_intact_ledger(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert 0 == main([str(folder)])
        assert "hegui.local/ledger: intact; 600 entries, 600 signed" in capsys.readouterr().out

    def test_a_changed_ledger(
        self, folder: Path, tamper: Tamper, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tamper("UPDATE entry SET kind = 'x'")

        assert 1 == main([str(folder)])
        printed = capsys.readouterr().out
        assert "NOT INTACT" in printed
        assert "entry 5: the column kind is 'x'; the envelope says 'exchange'" in printed

    def test_more_problems_than_are_told(
        self, folder: Path, tamper: Tamper, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tamper("UPDATE entry SET kind = 'x', salt = x'00'")

        assert 1 == main([str(folder)])
        assert "and 2" in capsys.readouterr().out

    def test_json(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert 0 == main([str(folder), "--json"])
        printed = capsys.readouterr().out

        assert json.loads(printed) == verification.read_report(printed).as_dict()

    def test_json_of_a_changed_ledger(
        self, folder: Path, tamper: Tamper, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tamper("DELETE FROM entry WHERE seq = 3")

        assert 1 == main([str(folder), "--json"])
        assert 3 in named(verification.read_report(capsys.readouterr().out))

    @pytest.mark.parametrize("key", ["x", "x+00000000+*", "x+00000000+AQ==", "/nowhere/a.vkey"])
    def test_no_key(self, folder: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert 2 == main([str(folder), "--vkey", key])
        assert capsys.readouterr().err.startswith("Error: ")

    def test_another_key(self, folder: Path) -> None:
        """The ledger may be intact under its own key: that is not the one we trust."""
        from hegui.ledger.note import Signer

        stranger = Signer.generate("hegui.local/ledger").verifier

        assert "there is no checkpoint that holds" in told(verify(folder, vkey=str(stranger)))

    def test_a_key_in_a_file(self, folder: Path) -> None:
        assert verify(folder, vkey=str(folder / "keys/ledger.vkey")).is_intact

    def test_no_ledger(self, tmp_path: Path) -> None:
        with pytest.raises(Unreadable, match="found none"):
            verify(tmp_path)

    def test_a_useless_checkpoint(self, folder: Path) -> None:
        with pytest.raises(Unreadable, match="of no use"):
            verify(folder, checkpoint="a\nb\n")

    def test_wrong_use(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit, match="2"):
            main([])
        assert "usage" in capsys.readouterr().err


class TestAlone:
    """The file stands alone: copied away, it runs without hegui."""

    def test_it_runs_as_a_program(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        import runpy

        monkeypatch.setattr(sys, "argv", ["verify.py", str(folder)])
        with pytest.raises(SystemExit, match="0"):
            runpy.run_path(str(VERIFIER), run_name="__main__")
        assert "intact" in capsys.readouterr().out

    def test_it_runs_from_anywhere_without_the_package(self, folder: Path, tmp_path: Path) -> None:
        copy = shutil.copy(VERIFIER, tmp_path / "check.py")
        done = subprocess.run(
            [sys.executable, "-I", "-c", _WITHOUT_HEGUI, copy, str(folder)],
            capture_output=True,
            check=False,
            text=True,
        )

        assert ("", 0) == (done.stderr, done.returncode)
        assert "intact" in done.stdout

    def test_it_names_only_the_standard_library_and_cryptography(self) -> None:
        import ast

        tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
        roots = {
            name.partition(".")[0]
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }

        assert {"cryptography"} == roots - sys.stdlib_module_names


_WITHOUT_HEGUI = """
import runpy, sys
sys.modules["hegui"] = None  # an import of it fails
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_a_medium_that_cannot_be_written_is_read(folder: Path) -> None:
    """Nothing can be made beside the database; without a journal that is no harm."""
    (folder / "ledger.sqlite3-shm").symlink_to(folder / "nowhere" / "at-all")

    assert verify(folder).is_intact


def test_a_journal_that_cannot_be_read_is_a_problem(folder: Path) -> None:
    """What is in it may be the newest entries."""
    (folder / "ledger.sqlite3-wal").mkdir()

    assert "the database cannot be read: unable to open database file" in told(verify(folder))

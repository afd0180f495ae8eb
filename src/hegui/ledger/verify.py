r"""Verify a ledger with this one file: what is stored against what was signed.

    python verify.py FOLDER [--vkey KEY] [--checkpoint OLD] [--json]

It needs Python 3.11 and ``cryptography`` (for Ed25519), reads only, and shares
no code with the program that writes the ledger: an error there is not repeated
here. Copy it away, read it, and keep the verifier key and a checkpoint where
the ledger's owner cannot reach them.

What is checked, for every entry:

    env      = the bytes that its columns and its refs make, written again
    commit   = SHA-256(salt || payload), within env
    leaf     = SHA-256(0x00 || env), and the same in its tile
    seq      = 0, 1, 2 … without gap, within env too

and for the whole: every tile, every stored checkpoint (signature, origin,
root), the indexes and triggers of the database, and, when one is given, that an
older checkpoint is a prefix of what there is now.

Exit code 0: intact. 1: something was changed, and the report says which entry.
2: wrong use, or nothing readable.

An entry younger than the newest checkpoint is *uncovered*. While the writer runs
that is normal for a second; otherwise it is reported: either the writer was
cut off, or somebody added it.

Sources: RFC 6962 section 2.1, c2sp.org/tlog-tiles, tlog-checkpoint, signed-note.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import re
import sqlite3
import sys
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from binascii import hexlify
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["FILE", "Problem", "Report", "Unreadable", "main", "verify"]

FILE: Final = "ledger.sqlite3"

WIDTH: Final = 256
HASH: Final = 32
MOST_PROBLEMS: Final = 1000
"""Problems told in full; more are only counted."""

_TRIGGERS: Final = frozenset(
    f"{table}_no_{verb}" for table in ("entry", "ref", "tile") for verb in ("update", "delete")
)

_ENVELOPE: Final = (
    b'{"at":"%b","commit":"%b","kind":"%b","receipt":"%b","refs":[%b],"seq":%d,"v":1}'
)
_RUNS: Final = "SELECT first, last, ref FROM ref ORDER BY first, ref"
_END: Final = 1 << 63
"""After every sequence number."""

_LARGEST_GAP: Final = 1_000_000
"""Missing entries in a row after which the rest is not worth reading."""


class Unreadable(Exception):
    """Nothing can be said: no ledger, no key, or wrong use."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was signed."""

    seq: int | None
    """The entry concerned; None when it is no single entry."""

    what: str


@dataclass(slots=True, kw_only=True)
class Report:
    """What was found."""

    origin: str
    size: int = 0
    """Entries read."""

    root: str = ""
    """Their root hash, in hexadecimal."""

    signed: int = 0
    """Entries that the newest checkpoint covers."""

    uncovered: int = 0
    """Entries after it."""

    problems: list[Problem] = field(default_factory=list)
    """At most `MOST_PROBLEMS`; see `dropped`."""

    dropped: int = 0
    """Problems beyond those."""

    @property
    def is_intact(self) -> bool:
        """Whether everything is as it was signed."""
        return not self.problems

    def add(self, seq: int | None, what: str) -> None:
        """Note a problem."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(seq, what))
        else:
            self.dropped += 1

    def as_dict(self) -> dict[str, object]:
        """Return the report for JSON."""
        return {**asdict(self), "is_intact": self.is_intact}


# ── keys and checkpoints ─────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier key: ``<name>+<hex id>+<base64(0x01 || public key)>``."""

    name: str
    id: bytes
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Key:
        """Return the key of a text, or raise Unreadable."""
        try:
            name, stated, encoded = text.strip().split("+", 2)
            raw = b64decode(encoded, validate=True)
        except (ValueError, Base64Error) as error:
            raise Unreadable(
                f"expected a verifier key name+id+base64; found {text[:60]!r}"
            ) from error
        key_id = sha256(name.encode() + b"\n" + raw).digest()[:4]
        if raw[:1] != b"\1" or len(raw) != 33 or key_id.hex() != stated:
            raise Unreadable(f"expected an Ed25519 verifier key with its id; found {text[:60]!r}")
        return cls(name, key_id, raw[1:])


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed size and root."""

    size: int
    root: bytes

    @classmethod
    def open(cls, note: str, key: Key) -> Checkpoint:
        """Return the checkpoint of a note, or raise ValueError with the reason."""
        body, _, tail = note.rpartition("\n\n")
        text = body + "\n"
        is_signed = False
        for line in tail.splitlines():
            dash, name, encoded = (*line.split(" "), "", "")[:3]
            raw = b64decode(encoded, validate=True)
            if dash != "—" or b64encode(raw).decode() != encoded:
                raise ValueError("the signature line is malformed")
            if (name, raw[:4]) == (key.name, key.id):
                try:
                    Ed25519PublicKey.from_public_bytes(key.public).verify(raw[4:], text.encode())
                except InvalidSignature as error:
                    raise ValueError("the signature does not verify") from error
                is_signed = True
        if not is_signed:
            raise ValueError(f"it is not signed by {key.name}+{key.id.hex()}")
        origin, size, root, *_ = (*text.split("\n"), "", "")
        if origin != key.name:
            raise ValueError(f"its origin is {origin!r}, not {key.name!r}")
        raw = b64decode(root, validate=True)
        if not re.fullmatch(r"0|[1-9]\d{0,18}", size) or len(raw) != HASH:
            raise ValueError("its size or root is malformed")
        return cls(int(size), raw)


# ── the tree ─────────────────────────────────────────────────────────────────


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def _fold(hashes: list[bytes]) -> bytes:
    """Return the root over 256 hashes."""
    hash_ = sha256
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [
            hash_(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)
        ]
    return hashes[0]


@dataclass(slots=True)
class Edge:
    """The growing right edge: for each level the hashes since its last full tile."""

    levels: list[list[bytes]] = field(default_factory=lambda: [[]])

    def root(self) -> bytes:
        """Return the root hash now."""
        peaks: list[tuple[int, bytes]] = []
        for level in reversed(range(len(self.levels))):
            for hash_ in self.levels[level]:
                height, seen = 8 * level, hash_
                while peaks and peaks[-1][0] == height:
                    seen = _node(peaks.pop()[1], seen)
                    height += 1
                peaks.append((height, seen))
        if not peaks:
            return sha256().digest()
        seen = peaks.pop()[1]
        while peaks:
            seen = _node(peaks.pop()[1], seen)
        return seen


# ── the index of refs ────────────────────────────────────────────────────────


class Index:
    """The refs of one entry after the other, out of runs: each entry from first to last."""

    def __init__(self, runs: Iterator[tuple[int, int, bytes]], report: Report) -> None:
        self.runs = chain(runs, [(_END, _END, b"")])
        self.report = report
        self.open: list[tuple[bytes, int]] = []
        self.next = next(self.runs)
        self.words, self.until = b"", -1

    def turn(self, seq: int) -> None:
        """Make `words` the refs of an entry; every entry before `until` has the same."""
        self.open = [run for run in self.open if run[1] >= seq]
        while self.next[0] <= seq:
            first, last, ref = self.next
            if first < seq or last < first:
                self._stray(first, ref)
            if last >= seq:
                self.open.append((ref, last))
            self.next = next(self.runs)
        self.open.sort()
        # A quote within a ref would make two of one.
        self.words = b",".join(b'"%b"' % ref.replace(b'"', b"?") for ref, _ in self.open)
        self.until = min([self.next[0], *(last + 1 for _, last in self.open)])

    def end(self, size: int) -> None:
        """Name the runs that go on after the last entry."""
        over = [(size, last, ref) for ref, last in self.open if last >= size]
        for first, _, ref in chain(over, [self.next], self.runs):
            if first != _END:
                self._stray(first, ref)

    def _stray(self, seq: int, ref: bytes) -> None:
        self.report.add(seq, f"the index has refs of an entry that is not there: {_show(ref)}")


# ── the verification ─────────────────────────────────────────────────────────


def verify(folder: Path, *, vkey: str | None = None, checkpoint: str | None = None) -> Report:
    """Return what is found in a folder; constant memory, one pass.

    Args:
        folder: holds ``ledger.sqlite3`` and, unless `vkey` is given,
            ``keys/ledger.vkey``.
        vkey: the verifier key to trust, as text or as the name of a file.
        checkpoint: an older checkpoint, as text or as the name of a file.

    Raises:
        Unreadable: no ledger, no key, or a checkpoint that is not this ledger's.
    """
    file = folder / FILE
    if not file.is_file():
        raise Unreadable(f"expected a ledger at {file}; found none")
    trusted = str(folder / "keys" / "ledger.vkey") if vkey is None else vkey
    key = Key.parse(_text(trusted))
    old = None
    if checkpoint is not None:
        try:
            old = Checkpoint.open(_text(checkpoint), key)
        except ValueError as error:
            raise Unreadable(f"the given checkpoint is of no use: {error}") from error
    report = Report(origin=key.name)
    is_live = _has_writer(folder)
    try:
        connection = _connect(file)
    except sqlite3.Error as error:
        report.add(None, f"the database cannot be read: {error}")
        return report
    try:
        Pass(connection, report, key, old, is_live).run()
    except (sqlite3.Error, OverflowError) as error:
        report.add(report.size, f"the database cannot be read on from here: {error}")
    finally:
        connection.close()
    return report


def _text(given: str) -> str:
    """Return the content of the named file, or `given` itself when it is a key or a note."""
    if "\n" in given or ("+" in given and not Path(given).is_file()):
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"cannot read {given}: {error}") from error


def _has_writer(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / "ledger.lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _connect(file: Path) -> sqlite3.Connection:
    uri = file.resolve().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        journal = file.with_name(f"{FILE}-wal")
        if journal.exists() and journal.stat().st_size:
            raise
        # A medium that cannot be written, and no journal: read it as it lies.
        connection = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


@dataclass(slots=True)
class Pass:
    """One pass over a database, within one snapshot."""

    connection: sqlite3.Connection
    report: Report
    key: Key
    old: Checkpoint | None
    is_live: bool
    edge: Edge = field(default_factory=Edge)
    roots: dict[int, list[tuple[bytes, str]]] = field(default_factory=dict)
    vouched: int = 0
    is_off: bool = False

    def run(self) -> None:
        """Check everything; problems go to the report."""
        self.connection.execute("BEGIN")
        self._read_checkpoints()
        self._read_entries()
        self._judge_size()
        self._count_tiles()
        self._check_database()

    def _read_checkpoints(self) -> None:
        # They come first: the pass compares roots as it goes by their sizes.
        found = self.connection.execute("SELECT size, note FROM checkpoint ORDER BY size")
        for size, note in found:
            try:
                checkpoint = Checkpoint.open(note.decode(), self.key)
            except ValueError as error:
                self.report.add(None, f"the checkpoint of size {size} does not hold: {error}")
                continue
            if checkpoint.size != size:
                what = f"the checkpoint of size {size} is signed for size {checkpoint.size}"
                self.report.add(None, what)
            self.report.signed = max(self.report.signed, checkpoint.size)
            self._expect(checkpoint, "the checkpoint")
        if not self.roots:
            self.report.add(None, "there is no checkpoint that holds")
        if self.old is not None:
            self._expect(self.old, "the older checkpoint that was given")

    def _expect(self, checkpoint: Checkpoint, name: str) -> None:
        self.roots.setdefault(checkpoint.size, []).append((checkpoint.root, name))

    def _compare_roots(self) -> None:
        root = self.edge.root()
        for signed, name in self.roots.pop(self.report.size):
            if signed == root:
                self.vouched = self.report.size
            elif not self.is_off or name != "the checkpoint":
                # Once off, every later root is off: only the first says something.
                self.is_off = True
                self.report.add(
                    None,
                    f"entries {self.vouched} to {self.report.size - 1} are not what {name} of "
                    f"size {self.report.size} signs: root {root.hex()}, signed {signed.hex()}",
                )

    def _read_entries(self) -> None:
        report, hash_ = self.report, sha256
        entries = self.connection.execute(
            "SELECT seq, at, kind, receipt, env, leaf, salt, payload FROM entry ORDER BY seq"
        )
        index = Index(self.connection.execute(_RUNS), report)
        leaves = self.edge.levels[0]
        if 0 in self.roots:
            self._compare_roots()
        for row in entries:
            seq, at, kind, receipt, env, leaf, salt, payload = row
            if seq != report.size:
                self._jump(seq)
            if seq >= index.until:
                index.turn(seq)
            # Write the envelope again from its columns: one comparison covers them all.
            try:
                commit = hexlify(hash_(salt + payload).digest())
                again = _ENVELOPE % (at, commit, kind, receipt, index.words, seq)
                hashed = hash_(b"\0" + env).digest()
            except TypeError:
                report.add(seq, "a column has the wrong type")
                commit = again = hashed = b""
            if again != env or leaf != hashed:
                self._explain(row, commit, hashed, index.words)
            report.size = seq + 1
            leaves.append(hashed)
            if len(leaves) == WIDTH:
                self._fill_tile(0, seq // WIDTH)
            if report.size in self.roots:
                self._compare_roots()
        index.end(report.size)
        report.root = self.edge.root().hex()

    def _jump(self, seq: int) -> None:
        """Name the entries missing before `seq`, and keep the tree in step."""
        if not 0 <= seq - self.report.size <= _LARGEST_GAP:
            self.report.add(seq, f"the entry stands out of all order, after {self.report.size - 1}")
            raise sqlite3.DatabaseError(f"entry {seq} after entry {self.report.size - 1}")
        for missing in range(self.report.size, seq):
            self.report.add(missing, "the entry is missing")
            self.edge.levels[0].append(bytes(HASH))
            if len(self.edge.levels[0]) == WIDTH:
                self._fill_tile(0, missing // WIDTH)
        self.report.size = seq

    def _explain(
        self, row: tuple[int, bytes, bytes, bytes, bytes, bytes, bytes, bytes],
        commit: bytes, hashed: bytes, own: bytes,
    ) -> None:  # fmt: skip
        """Say what it is that does not fit in a row."""
        before = len(self.report.problems) + self.report.dropped
        seq, at, kind, receipt, env, leaf, _, _ = row
        add = self.report.add
        if leaf != hashed:
            add(seq, "the leaf hash is not that of the envelope: one of the two was changed")
        try:
            parts = json.loads(env)
            stated = {
                name: parts[name] for name in ("at", "commit", "kind", "receipt", "refs", "seq")
            }
        except (ValueError, TypeError, LookupError, RecursionError):
            add(seq, "the envelope is not readable: it was changed")
            return
        if stated["seq"] != seq:
            add(seq, f"the row holds the envelope of entry {stated['seq']}: rows changed places")
        if stated["commit"] != commit.decode():
            add(seq, "payload and salt are not what the envelope commits to")
        for name, column in (("at", _show(at)), ("kind", _show(kind)), ("receipt", _show(receipt))):
            if column != stated[name]:
                add(seq, f"the column {name} is {column!r}; the envelope says {stated[name]!r}")
        refs = sorted(_show(own)[1:-1].split('","')) if own else []
        if refs != stated["refs"]:
            add(seq, f"the index has the refs {refs}; the envelope says {stated['refs']}")
        again = json.dumps({**stated, "v": 1}, sort_keys=True, separators=(",", ":")).encode()
        if again != env and len(self.report.problems) + self.report.dropped == before:
            add(seq, "the envelope is not written as an envelope is")

    def _fill_tile(self, level: int, number: int) -> None:
        """Compare a tile that has become full, and hand its hash up."""
        hashes = self.edge.levels[level]
        found = self.connection.execute(
            "SELECT hashes FROM tile WHERE level = ? AND number = ?", (level, number)
        ).fetchone()
        span = WIDTH ** (level + 1)
        if found is None:
            covers = f"it covers entries {number * span} to {(number + 1) * span - 1}"
            self.report.add(None, f"tile {level}/{number} is missing; {covers}")
        elif found[0] != b"".join(hashes):
            for place, hash_ in enumerate(hashes):
                if found[0][place * HASH : place * HASH + HASH] != hash_:
                    first = number * span + place * span // WIDTH
                    what = f"tile {level}/{number} has another hash for it"
                    if level:
                        what += f" up to entry {first + span // WIDTH - 1}"
                    self.report.add(first, what)
            if len(found[0]) != WIDTH * HASH:
                self.report.add(None, f"tile {level}/{number} has {len(found[0])} bytes, not 8192")
        if level + 1 == len(self.edge.levels):
            self.edge.levels.append([])
        self.edge.levels[level + 1].append(_fold(hashes))
        hashes.clear()
        if len(self.edge.levels[level + 1]) == WIDTH:
            self._fill_tile(level + 1, number // WIDTH)

    def _count_tiles(self) -> None:
        found = self.connection.execute("SELECT level, number FROM tile ORDER BY level, number")
        for level, number in found:
            if not 0 <= level < 8 or not 0 <= number < self.report.size >> 8 * (level + 1):
                self.report.add(None, f"tile {level}/{number} does not belong to this tree")

    def _judge_size(self) -> None:
        report = self.report
        for size, signed in sorted(self.roots.items()):
            for _, name in signed:
                report.add(
                    report.size,
                    f"{name} signs {size} entries, but only {report.size} are there: "
                    "the end was cut off, or an older state was put back",
                )
        report.uncovered = max(0, report.size - report.signed)
        if report.uncovered and not self.is_live:
            report.add(
                report.signed,
                f"entries {report.signed} to {report.size - 1} are covered by no checkpoint: "
                "the writer was cut off (it signs them on opening), or they were added",
            )

    def _check_database(self) -> None:
        found = self.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        names = {_show(name) for (name,) in found}
        for name in sorted(_TRIGGERS - names):
            self.report.add(None, f"the trigger {name}, which guards the rows, is gone")
        for name in sorted(names - _TRIGGERS):
            self.report.add(None, f"the trigger {name} does not belong to a ledger")
        for (message,) in self.connection.execute("PRAGMA integrity_check"):
            if message != b"ok":
                self.report.add(None, f"the database is damaged: {_show(message)}")


def _show(raw: object) -> str:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)


# ── the command ──────────────────────────────────────────────────────────────


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the folder that the command line names; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Verify a ledger: what is stored against what was signed."
    )
    parser.add_argument("folder", type=Path, help="the folder that holds ledger.sqlite3")
    parser.add_argument(
        "--vkey", help="verifier key to trust, or a file with it; default: the folder's"
    )
    parser.add_argument(
        "--checkpoint", help="an older checkpoint that was kept: a file, or its text"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    given = parser.parse_args(arguments)
    try:
        report = verify(given.folder, vkey=given.vkey, checkpoint=given.checkpoint)
    except Unreadable as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201 - a command prints
        return 2
    if given.json:
        print(json.dumps(report.as_dict(), ensure_ascii=False))  # noqa: T201 - the same
        return 0 if report.is_intact else 1
    print("\n".join(_lines(report)))  # noqa: T201 - the same
    return 0 if report.is_intact else 1


def _lines(report: Report) -> Iterator[str]:
    state = "intact" if report.is_intact else "NOT INTACT"
    yield f"{report.origin}: {state}; {report.size} entries, {report.signed} signed"
    yield f"root {report.root}"
    for problem in report.problems:
        yield f"  {'ledger' if problem.seq is None else f'entry {problem.seq}'}: {problem.what}"
    if report.dropped:
        yield f"  and {report.dropped} more"


if __name__ == "__main__":
    sys.exit(main())

"""ZIP archives: members by name, and a new archive in which some are replaced.

    (local header, name, packed bytes)*  directory  [zip64 end]  end

Members that stay are copied as they are, packed. What is read is unpacked up to
a limit and held against its checksum. Encrypted members, two of one name, and
archives in parts are refused.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hegui.errors import LabelNotWritten
from hegui.labels.source import Source
from hegui.labels.splice import Keep, Piece, size_of

__all__ = ["Archive", "Member"]

_END: Final = b"PK\x05\x06"
_END64: Final = b"PK\x06\x06"
_LOCATOR64: Final = b"PK\x06\x07"
_ENTRY: Final = b"PK\x01\x02"
_LOCAL: Final = b"PK\x03\x04"
_FULL: Final = 0xFFFFFFFF
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the directory."""

    name: str
    raw: bytes
    """The entry as it stands in the directory."""

    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    """Where its local header stands."""

    @property
    def is_encrypted(self) -> bool:
        """Whether its bytes need a password."""
        return bool(self.flags & _ENCRYPTED)


class Archive:
    """The directory of one archive."""

    def __init__(self, source: Source) -> None:
        self.source = source
        tail_at = max(0, source.size - 65_557)
        tail = source.read(tail_at, source.size - tail_at)
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < 22:
            raise source.damaged(source.size, expected="the end of a ZIP directory", found="none")
        self.end = tail_at + at
        disk, _, _, number, size, offset, comment = struct.unpack(
            "<HHHHIIH", tail[at + 4 : at + 22]
        )
        if disk or self.end + 22 + comment > source.size:
            raise source.damaged(self.end, expected="one whole archive", found=f"part {disk}")
        self.is_wide = _FULL in {size, offset} or number == 0xFFFF
        if self.is_wide:
            number, size, offset = self._wide()
        self.directory = offset
        self.directory_end = offset + size
        self.members: dict[str, Member] = {}
        self._read(number)

    def _wide(self) -> tuple[int, int, int]:
        mark, _, at, _ = struct.unpack("<4sIQI", self.source.read(self.end - 20, 20))
        if mark != _LOCATOR64:
            raise self.source.damaged(self.end - 20, expected="a wide end", found=mark)
        head = self.source.read(at, 56)
        if head[:4] != _END64:
            raise self.source.damaged(at, expected="a wide end", found=head[:4])
        number, size, offset = struct.unpack("<QQQ", head[32:56])
        return number, size, offset

    def _read(self, number: int) -> None:
        source = self.source
        if self.directory_end > self.end:
            raise source.damaged(
                self.end, expected="a directory before the end", found=self.directory_end
            )
        packed = source.read(self.directory, self.directory_end - self.directory)
        at = 0
        for _ in range(number):
            source.count(4)  # what is kept of one takes as much memory as four chunks
            fixed = packed[at : at + 46]
            if len(fixed) < 46 or fixed[:4] != _ENTRY:
                raise source.damaged(self.directory + at, expected="an entry", found=fixed[:4])
            flags, method = struct.unpack("<HH", fixed[8:12])
            checksum, small, size, names, extras, comments = struct.unpack("<IIIHHH", fixed[16:34])
            (offset,) = struct.unpack("<I", fixed[42:46])
            end = at + 46 + names + extras + comments
            raw = packed[at:end]
            name = raw[46 : 46 + names].decode("utf-8" if flags & _UTF8 else "cp437", "replace")
            extra = raw[46 + names : 46 + names + extras]
            size, small, offset = _widened(extra, size, small, offset)
            if name in self.members:
                raise source.damaged(self.directory + at, expected="each name once", found=name)
            if offset + 30 + small > self.directory:
                raise source.damaged(
                    self.directory + at, expected="a member before it", found=offset
                )
            self.members[name] = Member(name, raw, flags, method, checksum, small, size, offset)
            at = end

    def read(self, name: str) -> bytes:
        """Return a member's bytes, unpacked.

        Raises:
            DamagedFile: it is missing, encrypted, packed in an unknown way, or its
                checksum does not match.
            OverLimit: it grows beyond a limit.
        """
        member = self.members.get(name)
        if member is None:
            raise self.source.damaged(self.directory, expected=f"a member {name}", found="none")
        if member.is_encrypted or member.method not in {0, 8}:
            raise self.source.damaged(member.offset, expected="a readable member", found=name)
        start = self._start(member)
        packed = self.source.read(start, member.packed)
        plain = (
            packed if member.method == 0 else self.source.inflate(packed, start, window_bits=-15)
        )
        if zlib.crc32(plain) != member.checksum:
            raise self.source.damaged(start, expected="a matching checksum", found=name)
        return plain

    def _start(self, member: Member) -> int:
        head = self.source.read(member.offset, 30)
        if head[:4] != _LOCAL:
            raise self.source.damaged(member.offset, expected="a local header", found=head[:4])
        lengths = (int.from_bytes(head[i : i + 2], "little") for i in (26, 28))
        return member.offset + 30 + sum(lengths)

    def with_members(self, new: Mapping[str, bytes]) -> list[Piece]:
        """Return the archive with some members replaced or added.

        Replaced ones stay at their place, added ones come last. The rest is
        copied packed, gaps and comments included.
        """
        for member in self.members.values():
            if member.is_encrypted:
                raise LabelNotWritten(self.source.name, f"its member {member.name} is encrypted")
        ordered = sorted(self.members.values(), key=lambda member: member.offset)
        pieces: list[Piece] = [Keep(0, ordered[0].offset if ordered else self.directory)]
        places: dict[str, int] = {}
        entries: dict[str, bytes] = {}
        at = size_of(pieces)
        for number, member in enumerate(ordered):
            after = ordered[number + 1].offset if number + 1 < len(ordered) else self.directory
            places[member.name] = at
            piece: Piece = Keep(member.offset, after)
            if member.name in new:
                piece, entries[member.name] = _packed(member.name, new[member.name], at, member)
            else:
                entries[member.name] = _moved(self.source, member, at)
            pieces.append(piece)
            at += size_of([piece])
        for name in new:
            if name not in self.members:
                piece, entries[name] = _packed(name, new[name], at, None)
                pieces.append(piece)
                at += len(piece)
        order = [*self.members, *(name for name in new if name not in self.members)]
        directory = b"".join(entries[name] for name in order)
        pieces.append(directory)
        if self.is_wide or len(order) >= 0xFFFF or at + len(directory) >= _FULL:
            pieces.append(_wide_end(at, len(directory), len(order)))
        few = min(len(order), 0xFFFF)
        pieces.append(
            _END
            + struct.pack("<HHHHII", 0, 0, few, few, min(len(directory), _FULL), min(at, _FULL))
        )
        pieces.append(Keep(self.end + 20, self.source.size))
        return pieces


def _widened(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Return the three numbers, taken from the zip64 field where the entry is full."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[at : at + 4])
        if kind == 1:
            body = extra[at + 4 : at + 4 + length]
            wide = [int.from_bytes(body[i : i + 8], "little") for i in range(0, len(body) - 7, 8)]
            numbers = [wide.pop(0) if n == _FULL and wide else n for n in (size, packed, offset)]
            return numbers[0], numbers[1], numbers[2]
        at += 4 + length
    return size, packed, offset


def _moved(source: Source, member: Member, at: int) -> bytes:
    """Return a member's entry with its new place."""
    (old,) = struct.unpack("<I", member.raw[42:46])
    if old == _FULL:
        # The place stands in the zip64 field, last of those that are full.
        wide = member.raw.rfind(member.offset.to_bytes(8, "little"))
        if wide < 46:
            raise LabelNotWritten(source.name, "a wide place in its directory cannot be found")
        return member.raw[:wide] + at.to_bytes(8, "little") + member.raw[wide + 8 :]
    if at >= _FULL:
        raise LabelNotWritten(source.name, "a member would move beyond 4 GiB")
    return member.raw[:42] + struct.pack("<I", at) + member.raw[46:]


def _packed(name: str, plain: bytes, at: int, old: Member | None) -> tuple[bytes, bytes]:
    """Return a member and its entry; stored when the old one was stored."""
    method = 8 if old is None else old.method
    engine = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = engine.compress(plain) + engine.flush() if method == 8 else plain
    written = name.encode()
    flags = 0 if name.isascii() else _UTF8
    # The time of an old member is kept; a new one gets ZIP's first day, as nothing is known.
    when = old.raw[12:16] if old else b"\x00\x00\x21\x00"
    shared = struct.pack("<HHH", 20, flags, method) + when
    shared += struct.pack("<IIIHH", zlib.crc32(plain), len(body), len(plain), len(written), 0)
    local = _LOCAL + shared + written + body
    made_by = old.raw[4:6] if old else b"\x14\x00"
    attributes = old.raw[36:42] if old else b"\x00" * 6
    entry = _ENTRY + made_by + shared + struct.pack("<HH", 0, 0) + attributes
    return local, entry + struct.pack("<I", at) + written


def _wide_end(at: int, size: int, number: int) -> bytes:
    record = struct.pack("<4sQHHIIQQQQ", _END64, 44, 45, 45, 0, 0, number, number, size, at)
    return record + struct.pack("<4sIQI", _LOCATOR64, 0, at + size, 1)

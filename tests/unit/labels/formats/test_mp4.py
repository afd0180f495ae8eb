"""Tables of samples that move, grow wide, or stand elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.labels.odd_files import box

from hegui.errors import LabelNotWritten
from hegui.labels.formats import mp4
from hegui.labels.source import Source
from hegui.labels.splice import Keep, join


def film(place: int, *, is_own: bool = True, between: bytes = b"") -> bytes:
    """Return what stands in front of a film's samples."""
    table = box(b"stco", b"\x00" * 4, (1).to_bytes(4), place.to_bytes(4))
    entry = box(b"url ", b"\x00\x00\x00" + bytes([is_own]))
    own = box(b"dinf", box(b"dref", b"\x00" * 4, (1).to_bytes(4), entry))
    inner = box(b"minf", own, box(b"stbl", table))
    moov = box(b"moov", box(b"trak", box(b"mdia", inner)))
    return box(b"ftyp", b"isom\x00\x00\x02\x00isom") + moov + between


def test_offsets_grow_wide_at_the_edge_of_4_gib(tmp_path: Path) -> None:
    """A sparse file: `stco` becomes `co64`, and the sample is where the table says."""
    place = 0xFFFFFFF0
    head = film(place) + (1).to_bytes(4) + b"mdat" + ((5 << 30) + 16).to_bytes(8)
    with (tmp_path / "a.mp4").open("wb") as made:
        made.write(head)
        made.truncate(len(head) + (5 << 30))

    with Source.open(tmp_path / "a.mp4") as source:
        pieces = mp4.splice(source, '{"Label":"1"}')
    new = b"".join(piece for piece in pieces if isinstance(piece, bytes))
    at = new.index(b"co64") + 12
    said = int.from_bytes(new[at : at + 8])
    # Everything behind moov moved by what moov grew.
    (moov,) = [piece for piece in pieces if isinstance(piece, bytes) and piece[4:8] == b"moov"]
    grown = len(moov) - (len(film(place)) - 20)

    assert place + grown == said
    assert said > 0xFFFFFFFF
    assert Keep(len(film(place)), len(head) + (5 << 30)) in pieces


def test_filler_behind_moov_takes_what_it_grows() -> None:
    """Then nothing moves at all."""
    whole = film(400 + 24) + box(b"free", b"\x00" * 2_000) + box(b"mdat", b"sample")

    new = join(mp4.splice(Source.of_bytes(whole), '{"Label":"1"}'), whole)

    assert len(whole) == len(new)
    assert whole.index(b"mdat") == new.index(b"mdat")


def test_samples_in_another_file_are_refused() -> None:
    whole = film(100, is_own=False) + box(b"mdat", b"sample")

    with pytest.raises(LabelNotWritten, match="another file"):
        mp4.splice(Source.of_bytes(whole), "{}")


def test_a_base_in_fragments_moves() -> None:
    """`tfhd` with a base of its own, from the time before fragments counted from themselves."""
    start = len(film(0))

    def fragment(base: int) -> bytes:
        head = box(b"tfhd", b"\x00\x00\x00\x01" + (1).to_bytes(4) + base.to_bytes(8))
        return box(b"moof", box(b"traf", head))

    whole = film(0) + fragment(start) + box(b"mdat", b"x")

    new = join(mp4.splice(Source.of_bytes(whole), '{"Label":"1"}'), whole)
    at = new.index(b"tfhd") + 12

    assert new.index(b"moof") - 4 == int.from_bytes(new[at : at + 8])


def test_an_index_in_front_of_moov_moves() -> None:
    sidx = box(b"sidx", b"\x00" * 12, b"\x00" * 4, (500).to_bytes(4), b"\x00" * 4)
    head = film(0)
    whole = head[:20] + sidx + head[20:] + box(b"moof") + box(b"mdat", b"x")

    new = join(mp4.splice(Source.of_bytes(whole), '{"Label":"1"}'), whole)
    at = new.index(b"sidx") + 20

    assert 500 + len(new) - len(whole) == int.from_bytes(new[at : at + 4])

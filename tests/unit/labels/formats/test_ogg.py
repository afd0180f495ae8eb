"""Headers that outgrow their pages, and pages that get new numbers."""

from __future__ import annotations

import pytest
from tests.conformance.labels.media import DATA, media

from hegui.labels.formats import ogg
from hegui.labels.ogg_pages import build, pages, paginate, renumbered
from hegui.labels.source import Source
from hegui.labels.splice import join


@pytest.mark.parametrize("name", ["ffmpeg.opus", "ffmpeg_vorbis.ogg"])
def test_later_pages_get_new_numbers(name: str) -> None:
    """Comments of 200 kB need more pages; sound keeps its packets, checksums hold."""
    old = (DATA / name).read_bytes()

    new = join(ogg.splice(Source.of_bytes(old), "x" * 200_000), old)
    numbers = [page.number for page in pages(Source.of_bytes(new))]

    assert list(range(len(numbers))) == numbers
    assert media(old, ".ogg") == media(new, ".ogg")


@pytest.mark.parametrize("length", [28, 300, 65_307])
def test_a_new_number_changes_the_checksum_alike(length: int) -> None:
    """The figure added to a checksum is that of the page made anew."""
    body = bytes(range(256)) * 256
    table = b"\xff" * ((length - 28) // 256)

    def page(number: int) -> bytes:
        return build(body[: sum(table)], stream=7, number=number, flags=0, granule=9, table=table)

    for number in (1, 256, 0xFFFFFFFF):
        assert page(number)[:27] == renumbered(page(3)[:27], len(page(3)), number)


@pytest.mark.parametrize("lengths", [[255], [510, 4_000], [70_000], [255 * 255, 1], [1]])
@pytest.mark.parametrize("wanted", [1, 2, 5])
def test_packets_survive_their_pages(lengths: list[int], wanted: int) -> None:
    """As many pages as before when that is enough, and a packet that fills its segments ends."""
    packets = [bytes([65 + n]) * length for n, length in enumerate(lengths)]
    made = paginate(packets, stream=1, number=1, wanted=wanted)
    source = Source.of_bytes(b"".join(made))
    found, rest = [], b""
    for page in pages(source):
        assert bool(rest) == bool(page.flags & 1)
        at = page.body
        for lacing in page.table:
            rest += source.read(at, lacing)
            at += lacing
            if lacing < 255:
                found.append(rest)
                rest = b""

    assert packets == found
    assert len(made) >= min(wanted, sum(length // 255 + 1 for length in lengths))

"""Labels: writing one beside copying the file, and reading one.

Both sides go beside the target, to disk and then into its place: a copy that
promises less would be no baseline. Ours is read back as well. Files are the
small fixtures of the tests with 8 MB of media put into them; media are opaque
to a splice, so what they hold does not matter. Three quarters of the
time are the disk's syncs, which on some disks end at whole multiples of 4 ms
for a quarter of an hour: one line of a run then moves by a fifth, in both ways.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.runner import Ratio, at_most, compare, interleave
from hegui.cli.label_law import grammar
from hegui.labels import AIGCLabel, read, write

__all__ = ["measure"]

FIXTURES: Final = Path(__file__).parents[1] / "tests" / "_data" / "labels"
MEDIA: Final = bytes(range(1, 251)) * 32_000
"""8 MB without 0x00 and 0xFF, which no format takes for a mark of its own."""

FILM: Final = 1 << 30
LABEL: Final = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")


def _png(file: bytes) -> bytes:
    step = 1 << 16
    parts = (b"IDAT" + MEDIA[at : at + step] for at in range(0, len(MEDIA), step))
    chunks = (struct.pack(">I", len(p) - 4) + p + zlib.crc32(p).to_bytes(4) for p in parts)
    return file[:-12] + b"".join(chunks) + file[-12:]


def _riff(file: bytes) -> bytes:
    more = b"pad " + struct.pack("<I", len(MEDIA)) + MEDIA
    return file[:4] + struct.pack("<I", len(file) - 8 + len(more)) + file[8:] + more


def _mp4(file: bytes) -> bytes:
    return file + struct.pack(">I4s", len(MEDIA) + 8, b"mdat") + MEDIA


def _mkv(file: bytes) -> bytes:
    """Lengthen a live stream by one cluster with one block."""
    block = b"\xa3" + (len(MEDIA) | 1 << 56).to_bytes(8) + MEDIA
    return file + b"\x1f\x43\xb6\x75" + (len(block) | 1 << 56).to_bytes(8) + block


def _pdf(_: bytes) -> bytes:
    head = b"%PDF-1.7\n"
    one = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    two = b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    three = b"3 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(MEDIA), MEDIA)
    places, at = [], len(head)
    for part in (one, two, three):
        places.append(b"%010d 00000 n \n" % at)
        at += len(part)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(places)
    end = b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % at
    return head + one + two + three + table + end


def _behind(file: bytes) -> bytes:
    return file + MEDIA


LARGE: Final[dict[str, Callable[[bytes], bytes]]] = {
    "ffmpeg.jpg": lambda file: file[:-2] + MEDIA + file[-2:],
    "ffmpeg.png": _png,
    "pillow_lossy.webp": _riff,
    "ffmpeg_faststart_itunes_title.mp4": _mp4,
    "ffmpeg.wav": _riff,
    "ffmpeg_id3v23.mp3": _behind,
    "ffmpeg.flac": _behind,
    "ffmpeg_live_unknown_size.webm": _mkv,
    "pikepdf_table.pdf": _pdf,
}


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, target: Path) -> None:
    """Copy as carefully as we write: beside the target, to disk, then into its place."""
    beside = target.with_suffix(".part")
    shutil.copyfile(source, beside)
    _sync(beside)
    beside.replace(target)
    _sync(target.parent)


def measure(rounds: int) -> Iterable[Ratio]:
    """Yield milliseconds of writing beside copying, then of reading."""
    with TemporaryDirectory() as folder:
        for name, grown in LARGE.items():
            file = Path(folder) / name
            file.write_bytes(grown((FIXTURES / name).read_bytes()))
            target = file.with_name("target" + file.suffix)
            seconds = interleave(
                {
                    "copy": partial(_copy, file, target),
                    "write": partial(write, file, LABEL, grammar(), to=target),
                },
                3 * rounds,
                clock="wall",
            )
            yield compare(
                f"label, write, {file.suffix[1:]} of 8 MB",
                unit="ms",
                samples=[1e3 * s for s in seconds["write"]],
                baseline="copy, fsync, rename, fsync",
                baseline_samples=[1e3 * s for s in seconds["copy"]],
                budget=at_most(1.2),
            )
        film = Path(folder) / "film.mp4"
        film.write_bytes((FIXTURES / "ffmpeg_faststart_itunes_title.mp4").read_bytes())
        with film.open("ab") as file_:
            file_.write(struct.pack(">I4sQ", 1, b"mdat", FILM + 16))
            file_.truncate(film.stat().st_size + FILM + 16)
        reads = {
            "jpg of 8 MB": (Path(folder) / "ffmpeg.jpg", 1.0),
            "png of 8 MB": (Path(folder) / "ffmpeg.png", 1.0),
            "mp4 of 1 GiB": (film, 5.0),
        }
        for name, (file, most) in reads.items():
            seconds = interleave(
                {"read": partial(read, file, grammar()), "open": file.stat},
                9 * rounds,
                clock="wall",
            )
            yield compare(
                f"label, read, {name}",
                unit="ms",
                samples=[1e3 * s for s in seconds["read"]],
                baseline="asking for its size",
                baseline_samples=[1e3 * s for s in seconds["open"]],
                budget=at_most(most, of="value"),
            )

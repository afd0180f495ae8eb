"""A finished video looked at again: what was copied, how many frames, how high the ink."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import numpy as np

from hegui.errors import LabelNotRendered
from hegui.labels.explicit.drawing import NOT_MUXED, Drawing, pictures_of
from hegui.labels.explicit.paint import measure_ink

__all__ = ["Seen", "look"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was measured in the new file."""

    ink_px: int
    """The lower of the first and the last frame that carry words."""

    copied_packets: int


def look(old: Path, new: Path, drawing: Drawing) -> Seen:
    """Return what the new file shows.

    Raises:
        LabelNotRendered: frames or packets are missing, or the words are too low.

    Notes:
        Reads both files; decodes no further than the words are shown.
    """
    before, after = _digests(old), _digests(new)
    if before != after:
        raise LabelNotRendered(old.name, "sound or subtitles did not come over whole")
    with av.open(str(new), "r") as opened:
        stream = pictures_of(old.name, opened)
        frames = sum(1 for packet in opened.demux(stream) if packet.size)
    if frames != drawing.frames:
        raise LabelNotRendered(
            old.name, f"expected {drawing.frames} frames in the new file; found {frames}"
        )
    ink_px = min(_heights(old.name, new, drawing))
    needed = drawing.layout.needed_px
    if ink_px < needed:
        raise LabelNotRendered(
            old.name,
            f"the finished video shows ink of {ink_px} pixels, and {needed:.1f} are needed",
        )
    return Seen(ink_px=ink_px, copied_packets=sum(count for count, _ in after))


def _heights(name: str, new: Path, drawing: Drawing) -> list[int]:
    """Return the height of ink in the first and the last labelled frame."""
    left, top, right, bottom = drawing.layout.box
    last = drawing.overlay.last_labelled
    heights = []
    with av.open(str(new), "r") as opened:
        for number, frame in enumerate(opened.decode(pictures_of(name, opened))):
            if number in {0, last}:
                grey = frame.to_ndarray(format="gray")[top:bottom, left:right]
                heights.append(measure_ink(grey.astype(np.uint8), is_ink_white=True))
            if number == last:
                break
    return heights


def _digests(path: Path) -> list[tuple[int, str]]:
    """Return number and digest of the packets of each track that is copied."""
    with av.open(str(path), "r") as opened:
        pictures = pictures_of(path.name, opened)
        found: dict[int, tuple[int, Any]] = {
            stream.index: (0, sha256())
            for stream in opened.streams
            if stream.index != pictures.index and stream.type not in NOT_MUXED
        }
        for packet in opened.demux():
            index = packet.stream.index
            if index in found and packet.size:
                count, digest = found[index]
                digest.update(bytes(packet))
                found[index] = (count + 1, digest)
    return sorted((count, digest.hexdigest()) for count, digest in found.values())

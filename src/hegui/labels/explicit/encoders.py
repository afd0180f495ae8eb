"""Which encoder a video gets, and under which licence that encoder stands.

The wheel of PyAV that package indexes serve is built with x264 and x265, which
are under the GPL. Drawing on a video needs *an* encoder; those here that are
chosen by themselves are not under the GPL. ``libx264`` is used only when its
name is given: whoever ships it to others takes that licence upon the whole.

SVT-AV1 is not among them: run by root, it gives the thread that calls it the
highest real-time priority and never takes it back. A service that has drawn one
label then keeps every other process of its machine from running.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import av

from hegui.errors import LabelNotRendered

__all__ = ["ENCODERS", "Encoder", "choose_encoder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """One encoder of PyAV's."""

    name: str
    codec: str
    """What it makes, as PyAV names it."""

    licence: str
    options: Mapping[str, str] = field(default_factory=dict)
    is_deep: bool = False
    """Whether it keeps 10 bits."""

    needs_rate: bool = False
    """Whether it goes by bits a second, not by quality."""

    finest_clock: int = 1 << 31
    """Ticks a second, at most; a file with a finer clock has its frames counted by their rate."""

    @property
    def is_gpl(self) -> bool:
        """Whether it is used only when asked for by name."""
        return self.licence.startswith("GPL")


_ALL: Final = (
    Encoder(
        name="libopenh264",
        codec="h264",
        licence="BSD-2-Clause",
        needs_rate=True,
    ),
    Encoder(
        name="libvpx-vp9",
        codec="vp9",
        licence="BSD-3-Clause",
        # Of what takes the same time, the finest: docs/adr/0018 has the figures.
        options={
            "deadline": "realtime",
            "cpu-used": "8",
            "crf": "20",
            "b": "0",
            "row-mt": "1",
            "tile-columns": "2",
        },
    ),
    Encoder(
        name="libvpx",
        codec="vp8",
        licence="BSD-3-Clause",
        options={"deadline": "realtime", "cpu-used": "6", "crf": "10"},
        needs_rate=True,
    ),
    Encoder(
        name="mpeg4",
        codec="mpeg4",
        licence="LGPL-2.1-or-later",
        needs_rate=True,
        finest_clock=65_535,
    ),
    Encoder(
        name="flv",
        codec="flv1",
        licence="LGPL-2.1-or-later",
        needs_rate=True,
        finest_clock=65_535,
    ),
    Encoder(
        name="libx264",
        codec="h264",
        licence="GPL-2.0-or-later",
        options={"preset": "veryfast", "crf": "18"},
        is_deep=True,
    ),
)

ENCODERS: Final[Mapping[str, Encoder]] = {encoder.name: encoder for encoder in _ALL}
"""Every encoder that can be asked for, by name."""

_FOR_FORMAT: Final[Mapping[str, tuple[str, ...]]] = {
    "mp4": ("libopenh264", "libvpx-vp9", "mpeg4"),
    "mov": ("libopenh264", "mpeg4"),
    "matroska": ("libopenh264", "libvpx-vp9", "mpeg4"),
    "webm": ("libvpx-vp9", "libvpx"),
    "avi": ("mpeg4",),
    "flv": ("libopenh264", "flv"),
}
"""Format → encoders that its players expect, best first."""

_FITTING: Final[Mapping[str, frozenset[str]]] = {
    "mp4": frozenset({"h264", "vp9", "mpeg4"}),
    "mov": frozenset({"h264", "mpeg4"}),
    "matroska": frozenset({"h264", "vp9", "vp8", "mpeg4"}),
    "webm": frozenset({"vp9", "vp8"}),
    "avi": frozenset({"h264", "mpeg4"}),
    "flv": frozenset({"h264", "flv1"}),
}
"""Format → what may be in it."""


def choose_encoder(name: str, kind: str, source: str, *, wanted: str = "") -> Encoder:
    """Return the encoder for a video.

    Args:
        name: of the file, for messages.
        kind: PyAV's name of the format.
        source: PyAV's name of the codec that the video has now.
        wanted: an encoder by name; the only way to one under the GPL.

    Raises:
        LabelNotRendered: the wanted one is unknown, not installed or does not fit.
    """
    fitting = _FITTING.get(kind, frozenset())
    if wanted:
        encoder = ENCODERS.get(wanted)
        if encoder is None or encoder.codec not in fitting or not _is_there(wanted):
            able = ", ".join(e.name for e in _ALL if e.codec in fitting and _is_there(e.name))
            raise LabelNotRendered(name, f"expected an encoder of {able}; got {wanted!r}")
        return encoder
    free = [ENCODERS[each] for each in _FOR_FORMAT.get(kind, ()) if _is_there(each)]
    if not free:
        raise LabelNotRendered(name, f"there is no encoder for {kind}")
    # Staying with the codec that the file's readers know is worth more than the order.
    same = [e for e in _ALL if e.codec == source and source in fitting and not e.is_gpl]
    return next((encoder for encoder in same if _is_there(encoder.name)), free[0])


def _is_there(name: str) -> bool:
    try:
        av.Codec(name, "w")
    except (av.FFmpegError, ValueError):
        return False
    return True

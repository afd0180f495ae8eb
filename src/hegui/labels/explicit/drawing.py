"""One video on its way from an old file into a new one, with words over its frames."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import PictureType
from av.video.stream import VideoStream

from hegui.errors import LabelNotRendered
from hegui.labels.explicit.contrast import PLATE_OPACITY
from hegui.labels.explicit.encoders import Encoder
from hegui.labels.explicit.overlay import Overlay, turn_of
from hegui.labels.explicit.paint import Layout

__all__ = ["NOT_MUXED", "Drawing", "codec_of", "first_frame", "pictures_of"]

NOT_MUXED: Final = frozenset({"data", "attachment"})
"""Kinds of tracks that no muxer here takes over."""

_OWN_TAGS: Final = frozenset({"major_brand", "minor_version", "compatible_brands", "encoder"})
"""Metadata that the muxer writes itself."""

_DEFAULT_RATE: Final = Fraction(25)

Progress = Callable[[int, int], None]


def pictures_of(name: str, source: InputContainer) -> VideoStream:
    """Return the one moving picture of a file; cover pictures are others.

    Raises:
        LabelNotRendered: there is none, or several.
    """
    moving = [s for s in source.streams.video if not s.disposition & Disposition.attached_pic]
    if len(moving) != 1:
        raise LabelNotRendered(name, f"expected one video track; found {len(moving)}")
    if not _codec_of(moving[0]):
        raise LabelNotRendered(name, "its pictures are in a codec that is not known here")
    return moving[0]


def _codec_of(stream: VideoStream) -> str:
    """Return PyAV's name of a codec; empty for an unknown one, which its types do not tell."""
    context: object | None = stream.codec_context
    return "" if context is None else str(getattr(context, "name", ""))


def first_frame(name: str, path: str) -> av.VideoFrame:
    """Return the first frame of a file, which is opened and closed for it.

    Going back in an open file would skip packets of sound that lie before time 0.
    """
    with av.open(path, "r") as source:
        return next(source.decode(pictures_of(name, source)))


def codec_of(source: InputContainer) -> str:
    """Return PyAV's name of the pictures' codec; empty when there are none."""
    return _codec_of(source.streams.video[0]) if source.streams.video else ""


class Drawing:
    """Frames, words and tracks of one video."""

    def __init__(
        self,
        name: str,
        source: InputContainer,
        *,
        layout_of: Callable[[int, int], Layout],
        encoder: Encoder,
        until_s: float,
    ) -> None:
        self.name = name
        self.encoder = encoder
        self.frames = 0
        self.left_behind: set[str] = set()
        self._source = source
        self._pictures = pictures_of(name, source)
        first = first_frame(name, source.name)
        width, height = first.width, first.height
        if turn_of(first.rotation) in {"clock", "cclock"}:
            width, height = height, width
        self.size = (width, height)
        """As a person sees it."""
        self.layout = layout_of(width, height)
        pixels = self._pictures.codec_context.pix_fmt or ""
        self.pixel_format = "yuv420p10le" if "10" in pixels and encoder.is_deep else "yuv420p"
        if pixels.replace("yuvj", "yuv") != self.pixel_format:
            self.left_behind.add(f"pixel format {pixels}")
        self.overlay = Overlay(
            first,
            self._pictures,
            self.layout,
            pixel_format=self.pixel_format,
            until_s=until_s,
            opacity=PLATE_OPACITY,
        )
        self._first = first

    def into(self, sink: OutputContainer, progress: Progress | None) -> None:
        """Fill a new file.

        Raises:
            LabelNotRendered: a track cannot be copied.
            av.FFmpegError: the encoder or the muxer refuses.
        """
        drawn = self._new_pictures(sink)
        copies = self._new_copies(sink)
        tags = self._source.metadata.items()
        sink.metadata.update({k: v for k, v in tags if k.lower() not in _OWN_TAGS})
        sink.set_chapters(self._source.chapters())
        for packet in self._source.demux():
            if packet.stream.index == self._pictures.index:
                self._draw(packet, drawn, sink, progress)
            elif packet.stream.index in copies and packet.size:
                packet.stream = copies[packet.stream.index]
                sink.mux(packet)
        self._write(None, drawn, sink, progress)
        sink.mux(drawn.encode(None))

    def _draw(
        self,
        packet: Packet[Any],
        drawn: VideoStream,
        sink: OutputContainer,
        progress: Progress | None,
    ) -> None:
        for frame in packet.decode():
            assert isinstance(frame, av.VideoFrame)  # noqa: S101 - of a video track
            self._write(frame, drawn, sink, progress)

    def _write(
        self,
        frame: av.VideoFrame | None,
        drawn: VideoStream,
        sink: OutputContainer,
        progress: Progress | None,
    ) -> None:
        for done in self.overlay.draw(frame):
            done.pict_type = PictureType.NONE  # the old file's choice of key frames is not ours
            sink.mux(drawn.encode(done))
            self.frames += 1
            if progress is not None:
                progress(self.frames, self._pictures.frames)

    def _new_pictures(self, sink: OutputContainer) -> VideoStream:
        rate = self._pictures.average_rate or self._pictures.guessed_rate or _DEFAULT_RATE
        drawn = sink.add_stream(self.encoder.name, rate=rate, options=dict(self.encoder.options))
        assert isinstance(drawn, VideoStream)  # noqa: S101 - every encoder here makes pictures
        context = drawn.codec_context
        context.width, context.height = self.size
        context.pix_fmt = self.pixel_format
        clock = self._pictures.time_base
        if clock is not None and clock.denominator <= self.encoder.finest_clock:
            context.time_base = clock
        if self.encoder.needs_rate:
            least = int(self.size[0] * self.size[1] * float(rate) * 0.15)
            context.bit_rate = max((self._pictures.bit_rate or 0) * 3 // 2, least)
        # What the numbers of a pixel mean stays as the old file had it.
        context.color_primaries = self._first.color_primaries
        context.color_trc = self._first.color_trc
        context.colorspace = self._first.colorspace
        context.color_range = self._first.color_range
        drawn.metadata.update(self._pictures.metadata)
        return drawn

    def _new_copies(self, sink: OutputContainer) -> dict[int, Any]:
        copies: dict[int, Any] = {}
        for stream in self._source.streams:
            if stream.index == self._pictures.index:
                continue
            if stream.type in NOT_MUXED:
                self.left_behind.add(f"{stream.type} track")
                continue
            try:
                copies[stream.index] = sink.add_stream_from_template(stream)
            except (av.FFmpegError, ValueError) as error:
                because = f"its {stream.type} track cannot be copied"
                raise LabelNotRendered(self.name, because) from error
            copies[stream.index].metadata.update(stream.metadata)
        return copies

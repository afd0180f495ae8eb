"""Samples of a sound copied from an old file into a new one, with more between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.container import InputContainer

from hegui.errors import LabelNotRendered
from hegui.labels.explicit.rhythm import Samples

__all__ = ["Insertion", "Rewritten", "one_channel", "rewritten"]

Block = npt.NDArray[Any]
"""As PyAV has it: channels by samples when planar, else one row of interleaved samples."""

_FORMATS: Final = {"wav": "wav", "flac": "flac", "mp3": "mp3", "ogg": "ogg", "mp4": "ipod"}
"""Our container → PyAV's format."""

_ENCODERS: Final = {
    "flac": "flac",
    "alac": "alac",
    "mp3": "libmp3lame",
    "mp3float": "libmp3lame",
    "aac": "aac",
    "opus": "libopus",
    "libopus": "libopus",
}
"""Codec → what makes it again. All under BSD or LGPL. PCM makes itself."""

_LOSSLESS: Final = frozenset({"flac", "alac"})
_OWN_TAGS: Final = frozenset({"major_brand", "minor_version", "compatible_brands", "encoder"})

_SCALE: Final = {"u8": 127.0, "s16": 32_767.0, "s32": 2_147_483_647.0, "flt": 1.0, "dbl": 1.0}
"""Format of a sample → its full scale."""

_RATES: Final = range(4_000, 768_001)
"""Samples a second that are taken: from what carries the rhythm's pitch to what devices record.
A damaged header may claim billions, and a label of them would fill the memory."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Insertion:
    """What goes in, and where."""

    at: Sequence[Literal["start", "end"] | float]
    made: Callable[[int], Samples]
    """Rate → one channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """What came out."""

    codec: str
    is_lossless: bool
    rate: int
    samples: int
    starts: tuple[int, ...]
    """Sample of the new file at which each insertion begins."""

    left_behind: tuple[str, ...]


def one_channel(path: Path, rate: int) -> Samples:
    """Return a whole sound as one channel at some rate.

    Raises:
        LabelNotRendered: it holds no sound.
    """
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    blocks = []
    with av.open(str(path), "r") as opened:
        for frame in opened.decode(_sound_of(path.name, opened)):
            blocks += [part.to_ndarray()[0] for part in resampler.resample(frame)]
    blocks += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(blocks or [np.zeros(0)]).astype(np.float32)


def rewritten(
    old: Path, new: Path, container: str, insertion: Insertion, progress: Progress | None
) -> Rewritten:
    """Write a new file with all samples of the old one and the insertion.

    Raises:
        LabelNotRendered: no encoder for it, not one sound track, or a moment lies behind its end.
        av.FFmpegError: decoder, encoder or muxer refuse.
    """
    kind = _FORMATS.get(container)
    if kind is None:
        raise LabelNotRendered(old.name, f"{container or 'its kind'} holds no sound")
    with av.open(str(old), "r") as source, av.open(str(new), "w", format=kind) as sink:
        stream = _sound_of(old.name, source)
        codec = stream.codec_context.name
        encoder = codec if codec.startswith("pcm_") else _ENCODERS.get(codec, "")
        if not encoder or (kind == "wav") != codec.startswith("pcm_"):
            raise LabelNotRendered(old.name, f"there is no encoder for {codec} in {container}")
        rate = stream.rate
        made = sink.add_stream(encoder, rate=rate)
        assert isinstance(made, AudioStream)  # noqa: S101 - every encoder here makes sound
        made.codec_context.layout = stream.layout
        if stream.codec_context.format.name in {f.name for f in made.codec.audio_formats or ()}:
            made.codec_context.format = stream.codec_context.format
        if encoder not in _LOSSLESS and not encoder.startswith("pcm_") and stream.bit_rate:
            made.bit_rate = stream.bit_rate
        sink.metadata.update({k: v for k, v in source.metadata.items() if k not in _OWN_TAGS})
        made.metadata.update(stream.metadata)
        writer = _Writer(old.name, stream, insertion, progress, source.duration or 0)
        for frame in writer.frames(source):
            sink.mux(made.encode(frame))
        sink.mux(made.encode(None))
        others = {s.type for s in source.streams if s.index != stream.index}
    return Rewritten(
        codec=codec,
        is_lossless=encoder in _LOSSLESS or encoder.startswith("pcm_"),
        rate=rate,
        samples=writer.written,
        starts=tuple(writer.starts),
        left_behind=tuple(f"{'cover picture' if t == 'video' else t + ' track'}" for t in others),
    )


def _sound_of(name: str, source: InputContainer) -> AudioStream:
    tracks = source.streams.audio
    if len(tracks) != 1:
        raise LabelNotRendered(name, f"expected one track of sound; found {len(tracks)}")
    context = _context_of(tracks[0])
    if context is None or getattr(context, "format", None) is None:
        raise LabelNotRendered(name, "its sound is in a codec that is not known here")
    if tracks[0].rate not in _RATES:
        raise LabelNotRendered(
            name,
            f"expected {_RATES.start} to {_RATES.stop - 1} samples a second; found "
            f"{tracks[0].rate}",
        )
    return tracks[0]


def _context_of(stream: AudioStream) -> object | None:
    """Return the decoder; None for an unknown codec, which PyAV's types do not tell."""
    return stream.codec_context


class _Writer:
    """Blocks of the old file and of the insertion, as frames that follow each other."""

    def __init__(
        self,
        name: str,
        stream: AudioStream,
        insertion: Insertion,
        progress: Progress | None,
        duration_us: int,
    ) -> None:
        self.written = 0
        self.starts: list[int] = []
        self._name = name
        self._stream = stream
        self._rate = stream.rate
        self._progress = progress
        self._seconds = duration_us // 1_000_000
        self._made = insertion.made(self._rate)
        self._at_end = "end" in insertion.at
        points = [0.0 if at == "start" else at for at in insertion.at if at != "end"]
        self._waiting = sorted({round(float(point) * self._rate) for point in points})

    def frames(self, source: InputContainer) -> Iterator[av.AudioFrame]:
        read = 0
        last: av.AudioFrame | None = None
        for frame in source.decode(self._stream):
            last = frame
            block = frame.to_ndarray()
            width = 1 if frame.format.is_planar else frame.layout.nb_channels
            while self._waiting and self._waiting[0] < read + frame.samples:
                point = self._waiting.pop(0)
                cut = (point - read) * width
                yield from self._told(block[:, :cut], frame)
                yield from self._inserted(frame)
                block, read = block[:, cut:], point
            yield from self._told(block, frame)
            read += block.shape[1] // width
            if self._progress is not None:
                self._progress(read // self._rate, self._seconds)
        if last is None:
            raise LabelNotRendered(self._name, "it has no sound that can be decoded")
        if self._waiting:
            behind = self._waiting[0] / self._rate
            because = f"{behind:.2f} s lies behind its end at {read / self._rate:.2f} s"
            raise LabelNotRendered(self._name, because)
        if self._at_end:
            yield from self._inserted(last)

    def _inserted(self, like: av.AudioFrame) -> Iterator[av.AudioFrame]:
        self.starts.append(self.written)
        name = like.format.name.removesuffix("p")
        shape = self._made * _SCALE[name]
        if name == "u8":
            shape = shape + 128
        plain = like.to_ndarray().dtype
        one = (shape if name in {"flt", "dbl"} else np.rint(shape)).astype(plain)
        channels = like.layout.nb_channels
        block = np.repeat(one[None], channels, axis=0)
        if not like.format.is_planar:
            block = np.ascontiguousarray(block.T).reshape(1, -1)
        yield from self._told(block, like)

    def _told(self, block: Block, like: av.AudioFrame) -> Iterator[av.AudioFrame]:
        if not block.shape[1]:
            return
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(block), format=like.format.name, layout=like.layout.name
        )
        frame.sample_rate = self._rate
        frame.pts = self.written
        frame.time_base = Fraction(1, self._rate)
        self.written += frame.samples
        yield frame

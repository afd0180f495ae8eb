"""Pictures, sounds and videos made on the spot, and the rules that they are labelled by."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from PIL import Image

from hegui.controls.label_law import grammar
from hegui.labels.aigc import AIGCLabel
from hegui.labels.explicit import RenderRules

__all__ = ["GRAMMAR", "LABEL", "RULES", "photo", "white_rows", "write_sound", "write_video"]

GRAMMAR: Final = grammar()
LABEL: Final = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
RULES: Final = RenderRules(
    height_share=0.05,
    shown_s=2.0,
    ai_element=("人工智能", "AI"),
    generation_element=("生成", "合成"),
    rhythm=("short", "long", "short", "short"),
)


def photo(width: int, height: int) -> Image.Image:
    """Return a picture of many shades with grain, the same each time."""
    y, x = np.mgrid[0:height, 0:width]
    waves = np.stack(
        [
            127 + 100 * np.sin(x / width * 7 + y / height * 3),
            127 + 90 * np.cos(y / height * 9),
            127 + 80 * np.sin((x + y) / (width + height) * 20),
        ],
        axis=-1,
    )
    grain = np.random.default_rng(1).normal(0, 18, waves.shape)
    return Image.fromarray((waves + grain).clip(0, 255).astype(np.uint8))


def white_rows(pixels: npt.NDArray[Any], *, threshold: int = 150) -> int:
    """Return from the first to the last row that holds a light pixel, of grey pixels."""
    rows = np.flatnonzero((pixels >= threshold).any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0


def write_sound(  # noqa: PLR0917 - what an encoder asks for
    path: Path,
    codec: str,
    rate: int = 24_000,
    sample_format: str = "",
    layout: str = "stereo",
    seconds: float = 2.0,
    kind: str | None = None,
) -> None:
    """Write a tone with some noise, the same each time."""
    with av.open(str(path), "w", format=kind) as sink:
        stream = sink.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        if sample_format:
            stream.codec_context.format = sample_format
        time = np.arange(int(rate * seconds)) / rate
        noise = np.random.default_rng(1).normal(0, 0.02, len(time))
        wave = (0.25 * np.sin(2 * np.pi * 330 * time) + noise).astype(np.float32)
        channels = 1 if layout == "mono" else 2
        frame = av.AudioFrame.from_ndarray(
            np.repeat(wave[None], channels, axis=0), format="fltp", layout=layout
        )
        frame.sample_rate, frame.pts = rate, 0
        sink.metadata["title"] = "a title"
        sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))


def write_video(  # noqa: PLR0917 - what an encoder asks for
    path: Path,
    codec: str = "mpeg4",
    width: int = 192,
    height: int = 128,
    frames: int = 60,
    rate: int = 24,
    sound: str = "aac",
) -> None:
    """Write moving shades with a tone, the same each time."""
    with av.open(str(path), "w") as sink:
        pictures = sink.add_stream(codec, rate=rate)
        assert isinstance(pictures, VideoStream)
        pictures.width, pictures.height, pictures.pix_fmt = width, height, "yuv420p"
        pictures.bit_rate = 1_000_000
        track = sink.add_stream(sound, rate=48_000, layout="mono") if sound else None
        sink.metadata["title"] = "a title"
        y, x = np.mgrid[0:height, 0:width]
        for index in range(frames):
            shades = np.stack([(x + index * 4) % 200, (y + index * 2) % 200, (x + y) % 200], -1)
            image = av.VideoFrame.from_ndarray(shades.astype(np.uint8), format="rgb24")
            sink.mux(pictures.encode(image))
        sink.mux(pictures.encode(None))
        if isinstance(track, AudioStream):
            wave = (0.2 * np.sin(np.arange(48_000 * frames // rate) / 20)).astype(np.float32)
            frame = av.AudioFrame.from_ndarray(wave[None], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, 0
            sink.mux(track.encode(frame))
            sink.mux(track.encode(None))

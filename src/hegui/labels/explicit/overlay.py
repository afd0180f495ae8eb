"""Words over frames: one filter graph that turns, overlays and converts.

buffer → [transpose …] → overlay ← buffer (the words, once)
└→ format → sink
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import av
import numpy as np
import numpy.typing as npt
from av.filter import Graph
from av.video.stream import VideoStream

from hegui.labels.explicit.paint import Layout

__all__ = ["Overlay", "plate_and_words", "turn_of"]

_TURNS: Final = {
    90: "cclock",
    -90: "clock",
    270: "clock",
    -270: "cclock",
    180: "half",
    -180: "half",
}
"""Degrees that a frame asks to be turned, counter-clockwise → how."""


def turn_of(degrees: int) -> str:
    """Return how a frame is turned upright; empty when it is.

    >>> turn_of(0), turn_of(-90)
    ('', 'clock')
    """
    return _TURNS.get(degrees, "")


def plate_and_words(layout: Layout, opacity: float) -> npt.NDArray[np.uint8]:
    """Return the layout's box as red, green, blue and alpha: white words on a black plate."""
    left, top, right, bottom = layout.box
    coverage = np.zeros((bottom - top, right - left))
    rows, columns = layout.lettering.mask.shape
    pad = layout.pad_px
    coverage[pad : pad + rows, pad : pad + columns] = layout.lettering.mask / 255
    alpha = coverage + (1 - coverage) * opacity
    shade = np.divide(coverage, alpha, out=np.zeros_like(alpha), where=alpha > 0)
    pixels = np.stack([shade, shade, shade, alpha], axis=-1)
    whole: npt.NDArray[np.uint8] = np.rint(pixels * 255).astype(np.uint8)
    return whole


class Overlay:
    """A filter graph for the frames of one video."""

    def __init__(  # noqa: PLR0913 - a frame and what goes over it
        self,
        first: av.VideoFrame,
        stream: VideoStream,
        layout: Layout,
        *,
        pixel_format: str,
        until_s: float,
        opacity: float,
    ) -> None:
        self._base = stream.time_base or Fraction(1, 1000)
        self._start_s = float((first.pts or 0) * self._base)
        self._until_s = until_s
        self._usual_s = 1 / float(stream.average_rate or stream.guessed_rate or 25)
        self._number = 0
        self.last_labelled = 0
        """Number of the last frame with words, from 0."""
        self.seen_s = 0.0
        """How long the words are seen: until the first frame without them, or the end."""
        self.lasts_s = 0.0
        """When the last frame ends, in seconds after the first begins."""
        words = av.VideoFrame.from_ndarray(plate_and_words(layout, opacity), format="rgba")
        words.pts, words.time_base = first.pts or 0, self._base
        graph = Graph()
        frames = graph.add_buffer(
            width=first.width,
            height=first.height,
            format=first.format,
            name="frames",
            time_base=self._base,
        )
        label = graph.add_buffer(
            width=words.width,
            height=words.height,
            format=words.format,
            name="words",
            time_base=self._base,
        )
        last = frames
        turn = turn_of(first.rotation)
        for how in {"half": ("clock", "clock"), "": ()}.get(turn, (turn,)):
            step = graph.add("transpose", f"dir={how}")
            last.link_to(step)
            last = step
        options = {"x": str(layout.box.left), "y": str(layout.box.top), "eof_action": "repeat"}
        options["format"] = "yuv420p10" if "10" in pixel_format else "yuv420"
        if until_s != float("inf"):
            options["enable"] = f"lt(t,{self._start_s + until_s:.6f})"
        over = graph.add("overlay", ":".join(f"{k}='{v}'" for k, v in options.items()))
        last.link_to(over, 0, 0)
        label.link_to(over, 0, 1)
        convert = graph.add("format", f"pix_fmts={pixel_format}")
        over.link_to(convert)
        sink = graph.add("buffersink")
        convert.link_to(sink)
        graph.configure()
        self._graph, self._frames, self._sink = graph, frames, sink
        label.push(words)
        label.push(None)

    def draw(self, frame: av.VideoFrame | None) -> Iterator[av.VideoFrame]:
        """Yield the frames that are ready; give None at the end."""
        self._frames.push(frame)
        while True:
            try:
                done = self._sink.pull()
            except (BlockingIOError, EOFError):
                return
            assert isinstance(done, av.VideoFrame)  # noqa: S101 - the graph holds no sound
            self._note(float((done.pts or 0) * (done.time_base or self._base)))
            yield done

    def _note(self, at_s: float) -> None:
        passed = at_s - self._start_s
        self.lasts_s = passed + self._usual_s
        if passed < self._until_s - 1e-6:
            self.last_labelled = self._number
            self.seen_s = passed + self._usual_s
        elif self.last_labelled == self._number - 1:
            self.seen_s = passed
        self._number += 1

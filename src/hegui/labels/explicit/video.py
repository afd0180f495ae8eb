"""Videos with words drawn into their opening, or into all of it.

    demux ─ video packets → decode → turn upright → overlay → encode ─ mux
          └ every other packet, as it is ────────────────────────────────┘

Sound, subtitles and chapters are copied packet by packet. A rotation matrix is
carried out, so the words stand upright and the new file needs none. The result
is opened again: packets are counted and compared, and the ink is measured in
the first and the last frame that has to carry it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from hegui.errors import HeguiError, LabelNotRendered
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.explicit.carry import Carried, carried_by, finish_file
from hegui.labels.explicit.contrast import choose
from hegui.labels.explicit.drawing import Drawing, codec_of
from hegui.labels.explicit.encoders import choose_encoder
from hegui.labels.explicit.font import FONT
from hegui.labels.explicit.paint import lay_out
from hegui.labels.explicit.placement import Box, Place
from hegui.labels.explicit.rules import RenderRules
from hegui.labels.explicit.video_check import look

__all__ = ["RenderedVideo", "render_video"]

_FORMATS: Final = {"mp4": "mp4", "mkv": "matroska", "flv": "flv", "avi": "avi"}
"""Our container → PyAV's format, before a closer look."""

Progress = Callable[[int, int], None]
"""Called with frames done and frames in all; 0 in all when the file does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedVideo:
    """What drawing came to, as measured in the finished file."""

    container: str
    width: int
    """As a person sees it: after the rotation that the old file asked for."""

    height: int
    frames: int
    words: str
    box: Box
    seconds: float
    """Of the whole video at normal speed, from its first frame to the end of its last."""

    shown_s: float
    """Seconds that the words are seen at normal speed."""

    ink_px: int
    """Height of the ink, counted in the finished file's pixels."""

    needed_px: float
    contrast: float
    """Ratio of ink to the worst that can come beneath it."""

    encoder: str
    encoder_licence: str
    copied_packets: int
    """Packets of sound and subtitles, compared byte for byte."""

    label: AIGCLabel | None
    left_behind: tuple[str, ...]
    """What could not be carried, such as ``c2pa`` or ``data`` tracks."""

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for JSON."""
        return {
            "container": self.container,
            "width": self.width,
            "height": self.height,
            "frames": self.frames,
            "words": self.words,
            "box": list(self.box),
            "seconds": round(self.seconds, 3),
            "shown_s": round(self.shown_s, 3),
            "ink_px": self.ink_px,
            "needed_px": round(self.needed_px, 2),
            "contrast": round(self.contrast, 2),
            "encoder": self.encoder,
            "encoder_licence": self.encoder_licence,
            "copied_packets": self.copied_packets,
            "label": None if self.label is None else self.label.as_dict(),
            "left_behind": list(self.left_behind),
        }


def render_video(  # noqa: PLR0913 - what, where and how, by keyword
    path: Path,
    rules: RenderRules,
    grammar: Grammar,
    *,
    to: Path | None = None,
    words: str = "",
    at: Place = "bottom-right",
    shown_s: float | None = None,
    is_whole: bool = False,
    encoder: str = "",
    font: Path = FONT,
    label: AIGCLabel | None = None,
    even_if_signed: bool = False,
    progress: Progress | None = None,
) -> RenderedVideo:
    """Draw words into the opening of a video, encode its pictures anew and measure the result.

    Args:
        path: the video.
        rules: what the law asks of height, words and time.
        grammar: what a conforming implicit label holds.
        to: another file for the result; `path` is then left as it is.
        words: what to draw; the shortest that say both things when not given.
        at: where, on the picture as a person sees it.
        shown_s: for how long, in seconds at normal speed; never less than the rules.
        is_whole: draw on every frame instead.
        encoder: by name, see `encoders`; one that is not under the GPL when not given.
        font: a font of one's own.
        label: an implicit label to write with it; else the one that is there stays.
        even_if_signed: draw although a signature over the file will not survive.
        progress: called after each frame.

    Raises:
        UnclearLabel: the words lack one of the two elements.
        MissingGlyph: the font cannot show them.
        LabelNotRendered: it cannot be done faithfully; no file was written.
        FileNotReadable: it cannot be opened.

    Notes:
        Every picture is encoded anew, not the opening alone. Memory does not
        grow with the file. A video shorter than the time is labelled whole.
    """
    words = rules.require_words(words or rules.shortest_words)
    carried = carried_by(path, grammar, even_if_signed=even_if_signed)
    kind = _format_of(path, carried)
    target = to or path
    final = target.resolve()
    beside = final.with_name(f".{final.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        try:
            with av.open(str(path), "r") as source:
                drawing = Drawing(
                    path.name,
                    source,
                    layout_of=lambda width, height: lay_out(
                        path.name, width, height, words, rules=rules, at=at, font=font
                    ),
                    encoder=choose_encoder(path.name, kind, codec_of(source), wanted=encoder),
                    until_s=float("inf") if is_whole else max(shown_s or 0.0, rules.shown_s),
                )
                with av.open(str(beside), "w", format=kind, options=_muxing(kind)) as sink:
                    drawing.into(sink, progress)
            seen = look(path, beside, drawing)
        except (av.FFmpegError, ValueError, EOFError, StopIteration) as error:
            raise LabelNotRendered(path.name, f"it cannot be encoded anew ({error})") from error
        finished = finish_file(beside, carried, label, grammar)
        beside.chmod((target if target.exists() else path).stat().st_mode & 0o777)
        beside.replace(final)
    except OSError as error:
        if isinstance(error, HeguiError):
            raise
        raise LabelNotRendered(path.name, error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    white = np.full((1, 1, 3), 255, np.uint8)
    return RenderedVideo(
        container=carried.container,
        width=drawing.size[0],
        height=drawing.size[1],
        frames=drawing.frames,
        words=words,
        box=drawing.layout.box,
        seconds=drawing.overlay.lasts_s,
        shown_s=drawing.overlay.seen_s,
        ink_px=seen.ink_px,
        needed_px=drawing.layout.needed_px,
        contrast=choose(white, is_moving=True).ratio,
        encoder=drawing.encoder.name,
        encoder_licence=drawing.encoder.licence,
        copied_packets=seen.copied_packets,
        label=finished.label,
        left_behind=tuple(sorted({*drawing.left_behind, *finished.left_behind})),
    )


def _format_of(path: Path, carried: Carried) -> str:
    kind = _FORMATS.get(carried.container)
    if kind is None:
        raise LabelNotRendered(path.name, f"{carried.container or 'its kind'} holds no video")
    with path.open("rb") as file:
        head = file.read(4096)
    if kind == "mp4" and (head[8:12] == b"qt  " or head[4:8] != b"ftyp"):
        return "mov"
    return "webm" if kind == "matroska" and b"webm" in head[:64] else kind


def _muxing(kind: str) -> dict[str, str]:
    return {"movflags": "+faststart"} if kind in {"mp4", "mov"} else {}

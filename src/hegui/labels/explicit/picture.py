"""Pictures with words drawn into them: one frame or many, any depth, upright or turned.

    open → read labels → each frame: upright → paint → back → encode → carry metadata
         → write the implicit label → open again → measure the ink → replace in one step

A label in the pixels cannot be spliced in, so the picture is encoded anew and
the name says it: `render_picture`. EXIF, XMP, ICC profile, texts and our own
label come over; what could not is told in `RenderedPicture.left_behind`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from hegui.errors import HeguiError, LabelNotRendered
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.explicit import deep_png
from hegui.labels.explicit.carry import carried_by, finish_bytes
from hegui.labels.explicit.contrast import Colours, choose
from hegui.labels.explicit.font import FONT
from hegui.labels.explicit.frames import NOT_DECODED, FrameSequence, open_frames
from hegui.labels.explicit.lettering import Mask
from hegui.labels.explicit.paint import Layout, lay_out, measure_ink, paint
from hegui.labels.explicit.picture_files import ENCODERS
from hegui.labels.explicit.placement import Box, Place
from hegui.labels.explicit.rules import RenderRules
from hegui.labels.splice import replace_file

__all__ = ["RenderedPicture", "render_picture"]

_NOT_DECODED: Final = (
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    *NOT_DECODED,
)
"""What Pillow's decoders raise for damaged bytes, and for more pixels than its limit."""

Progress = Callable[[int, int], None]
"""Called with steps done and steps in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPicture:
    """What drawing came to, as measured in the finished file."""

    container: str
    width: int
    """As a person sees it: after the orientation of its metadata."""

    height: int
    frames: int
    words: str
    box: Box
    """Words and their ground."""

    ink_px: int
    """Height of the ink, counted in the finished file's pixels."""

    needed_px: float
    """Height that the rules ask for."""

    contrast: float
    """Ratio of ink to the worst pixel beneath; 21 at most."""

    has_plate: bool
    label: AIGCLabel | None
    """The implicit label that the file carries now."""

    left_behind: tuple[str, ...]
    """What encoding anew could not carry, such as ``c2pa``."""

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for JSON."""
        return {
            "container": self.container,
            "width": self.width,
            "height": self.height,
            "frames": self.frames,
            "words": self.words,
            "box": list(self.box),
            "ink_px": self.ink_px,
            "needed_px": round(self.needed_px, 2),
            "contrast": round(self.contrast, 2),
            "has_plate": self.has_plate,
            "label": None if self.label is None else self.label.as_dict(),
            "left_behind": list(self.left_behind),
        }


def render_picture(  # noqa: PLR0913 - what, where and how, by keyword
    path: Path,
    rules: RenderRules,
    grammar: Grammar,
    *,
    to: Path | None = None,
    words: str = "",
    at: Place = "bottom-right",
    font: Path = FONT,
    label: AIGCLabel | None = None,
    even_if_signed: bool = False,
    progress: Progress | None = None,
) -> RenderedPicture:
    """Draw words on every frame of a picture, encode it anew and measure the result.

    Args:
        path: the picture.
        rules: what the law asks of height and words.
        grammar: what a conforming implicit label holds.
        to: another file for the result; `path` is then left as it is.
        words: what to draw; the shortest that say both things when not given.
        at: where, on the picture as a person sees it.
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
        Not lossless. JPEG keeps its quantisation tables and sampling, so a
        second generation loses little; GIF frames get palettes of their own.
        All frames are in memory at once.
    """
    words = rules.require_words(words or rules.shortest_words)
    carried = carried_by(path, grammar, even_if_signed=even_if_signed)
    if carried.container not in ENCODERS:
        raise LabelNotRendered(path.name, f"no encoder for {carried.container or 'its kind'}")
    try:
        whole = path.read_bytes()
        frames: FrameSequence
        if deep_png.is_deep(whole):
            frames = deep_png.open_frames(whole)
        else:
            with Image.open(BytesIO(whole)) as opened:
                frames = open_frames(path.name, opened, carried.container, whole)
    except _NOT_DECODED as error:
        if isinstance(error, HeguiError):
            raise
        raise LabelNotRendered(path.name, f"its pixels cannot be decoded ({error})") from error
    width, height = frames.seen_size
    layout = lay_out(path.name, width, height, words, rules=rules, at=at, font=font)
    colours = _colours(frames, layout)
    total = frames.count
    for index in range(total):
        _draw(frames, index, layout, colours)
        if progress is not None:
            progress(index + 1, total)
    new = ENCODERS[carried.container](frames, whole)
    finished = finish_bytes(path.name, new, carried, label, grammar)
    ink_px = min(_measured(path.name, finished.whole, layout, colours))
    if ink_px < layout.needed_px:
        raise LabelNotRendered(
            path.name,
            f"the finished picture shows ink of {ink_px} pixels, and {layout.needed_px:.1f} are "
            "needed",
        )
    target = to or path
    mode = (target if target.exists() else path).stat().st_mode & 0o777
    replace_file(-1, [finished.whole], target, lambda _: None, mode=mode)
    return RenderedPicture(
        container=carried.container,
        width=width,
        height=height,
        frames=total,
        words=words,
        box=layout.box,
        ink_px=ink_px,
        needed_px=layout.needed_px,
        contrast=colours.ratio,
        has_plate=colours.plate_opacity > 0,
        label=finished.label,
        left_behind=finished.left_behind,
    )


def _colours(frames: FrameSequence, layout: Layout) -> Colours:
    beneath, is_opaque = frames.beneath(0, layout.box)
    return choose(beneath, is_opaque=is_opaque, is_moving=frames.count > 1)


def _draw(frames: FrameSequence, index: int, layout: Layout, colours: Colours) -> None:
    region = frames.region(index, layout.box)
    painted = paint(region, layout, colours, white=frames.white, black=frames.black)
    frames.put(index, layout.box, painted)


def _measured(name: str, whole: bytes, layout: Layout, colours: Colours) -> list[int]:
    """Return the height of ink in the first and the last frame of the finished file."""
    with Image.open(BytesIO(whole)) as opened:
        carried = (opened.format or "").lower()
        frames = open_frames(name, opened, carried, whole)
    found = []
    for index in sorted({0, frames.count - 1}):
        beneath, _ = frames.beneath(index, layout.box)
        grey: Mask = np.asarray(Image.fromarray(beneath).convert("L"))
        found.append(measure_ink(grey, is_ink_white=colours.is_ink_white))
    return found

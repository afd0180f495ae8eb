"""What a file is to a person: a picture, a video, a sound or a document."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import av
from av.stream import Disposition

from hegui.errors import LabelNotRendered
from hegui.labels.probe import probe
from hegui.labels.source import Source

__all__ = ["Kind", "kind_of"]

Kind = Literal["picture", "video", "sound", "document"]

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("png", "jpeg", "webp", "gif", "tiff", "heif"), "picture"),
    **dict.fromkeys(("mkv", "avi", "flv", "mp4"), "video"),
    **dict.fromkeys(("wav", "mp3", "flac", "ogg"), "sound"),
    **dict.fromkeys(("markdown", "text", "html", "ooxml"), "document"),
}


def kind_of(path: Path) -> Kind:
    """Return what a file is, by its bytes; MP4 and its like by their tracks.

    Raises:
        LabelNotRendered: it is nothing that gets an explicit label here.
        FileNotReadable: it cannot be opened.
    """
    with Source.open(path) as source:
        kind = _KINDS.get(probe(source) or "")
    if kind is None:
        raise LabelNotRendered(path.name, "it is no picture, video, sound or document known here")
    if kind != "video":
        return kind
    try:
        with av.open(str(path), "r") as opened:
            moving = [
                s for s in opened.streams.video if not s.disposition & Disposition.attached_pic
            ]
            return "video" if moving else "sound"
    except (av.FFmpegError, ValueError) as error:
        raise LabelNotRendered(path.name, f"it cannot be opened ({error})") from error

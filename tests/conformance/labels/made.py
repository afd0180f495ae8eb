"""Small files of every shape that ffmpeg and Pillow make, made anew in each session.

Two runs of ffmpeg with many outputs each, and Pillow in this process: no file
is stored, and what an encoder's next version writes is met at once.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image

__all__ = ["SHAPES", "make"]

_SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:duration=0.3:sample_rate=22050"]
_FILM = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.5", *_SOUND]

SOUNDS = {
    "s16.wav": "-c:a pcm_s16le",
    "s24.wav": "-c:a pcm_s24le",
    "f32.wav": "-c:a pcm_f32le",
    "u8.wav": "-c:a pcm_u8",
    "alaw.wav": "-c:a pcm_alaw",
    "adpcm.wav": "-c:a adpcm_ima_wav",
    "cbr.mp3": "-b:a 32k",
    "vbr.mp3": "-q:a 9",
    "bare.mp3": "-b:a 32k -write_xing 0 -id3v2_version 0",
    "v1_too.mp3": "-b:a 32k -write_id3v1 1 -metadata title=t",
    "titled.mp3": "-b:a 32k -id3v2_version 3 -metadata title=t -metadata artist=a",
    "stereo.mp3": "-b:a 64k -ac 2",
    "0.flac": "-compression_level 0",
    "8.flac": "-compression_level 8",
    "24.flac": "-sample_fmt s32",
    "titled.flac": "-metadata title=t",
    "stereo.flac": "-ac 2",
    "wide.flac": "-ar 44100",
    "voice.opus": "-b:a 16k",
    "music.opus": "-b:a 64k -application audio",
    "titled.opus": "-metadata title=t",
    "stereo.opus": "-ac 2",
    "short.opus": "-frame_duration 2.5",
    "long.opus": "-frame_duration 60",
    "vorbis.ogg": "-c:a libvorbis",
    "opus.ogg": "-c:a libopus",
    "flac.ogg": "-c:a flac",
    "titled.ogg": "-c:a libvorbis -metadata title=t",
    "stereo.ogg": "-c:a libvorbis -ac 2",
    "speed.ogg": "-c:a libvorbis -ar 44100",
    "aac.m4a": "-c:a aac",
    "titled.m4a": "-c:a aac -metadata title=t",
    "first.m4a": "-c:a aac -movflags +faststart",
    "alac.m4a": "-c:a alac",
    "pieces.m4a": "-c:a aac -movflags +frag_keyframe+empty_moov",
    "keys.m4a": "-c:a aac -movflags +use_metadata_tags -metadata own=x",
}
FILMS = {
    "last.mp4": "-c:v mpeg4 -c:a aac",
    "first.mp4": "-c:v mpeg4 -c:a aac -movflags +faststart",
    "pieces.mp4": "-c:v mpeg4 -c:a aac -movflags +frag_keyframe+empty_moov",
    "dash.mp4": "-c:v mpeg4 -c:a aac -movflags +dash",
    "titled.mp4": "-c:v mpeg4 -an -metadata title=t",
    "keys.mp4": "-c:v mpeg4 -an -movflags +use_metadata_tags -metadata own=x",
    "last.mov": "-c:v mpeg4 -c:a aac",
    "first.mov": "-c:v mpeg4 -c:a aac -movflags +faststart",
    "pcm.mov": "-c:v mjpeg -c:a pcm_s16be",
    "titled.mov": "-c:v mpeg4 -an -metadata title=t",
    "png.mov": "-c:v png -an",
    "silent.mov": "-c:v mpeg4 -an",
    "plain.mkv": "-c:v mpeg4 -c:a aac",
    "titled.mkv": "-c:v mpeg4 -an -metadata title=t",
    "pcm.mkv": "-c:v mjpeg -c:a pcm_s16le",
    "flac.mkv": "-c:v mpeg4 -c:a flac",
    "cues.mkv": "-c:v mpeg4 -an -cues_to_front 1 -reserve_index_space 2048",
    "live.mkv": "-c:v mpeg4 -an -live 1",
    "vp8.webm": "-c:v libvpx -c:a libvorbis -deadline realtime -cpu-used 8",
    "opus.webm": "-c:v libvpx -c:a libopus -deadline realtime -cpu-used 8",
    "silent.webm": "-c:v libvpx -an -deadline realtime -cpu-used 8",
    "titled.webm": "-c:v libvpx -an -deadline realtime -cpu-used 8 -metadata title=t",
    "sound.webm": "-vn -c:a libopus",
    "live.webm": "-c:v libvpx -an -deadline realtime -cpu-used 8 -live 1",
    "mpeg4.avi": "-c:v mpeg4 -c:a libmp3lame",
    "mjpeg.avi": "-c:v mjpeg -c:a pcm_s16le",
    "silent.avi": "-c:v mpeg4 -an",
    "titled.avi": "-c:v mpeg4 -an -metadata title=t",
    "raw.avi": "-c:v rawvideo -an",
    "huffman.avi": "-c:v ffvhuff -an",
    "plain.flv": "-c:v flv -c:a libmp3lame",
    "silent.flv": "-c:v flv -an",
    "index.flv": "-c:v flv -an -flvflags add_keyframe_index",
    "titled.flv": "-c:v flv -an -metadata title=t",
    "sound.flv": "-vn -c:a libmp3lame",
    "endless.flv": "-c:v flv -an -flvflags no_duration_filesize",
}


def _drawn(mode: str = "RGB", size: tuple[int, int] = (33, 21)) -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert(mode)


def _save(mode: str, **options: object) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        _drawn(mode).save(path, **options)  # type: ignore[arg-type]  # Pillow's options are open

    return save


def _animated(mode: str, **options: object) -> Callable[[Path], None]:
    def save(path: Path) -> None:
        first, *rest = (_drawn(mode).rotate(angle) for angle in (0, 90, 180))
        first.save(path, save_all=True, append_images=rest, **options)  # type: ignore[arg-type]

    return save


PICTURES: dict[str, Callable[[Path], None]] = {
    "rgb.png": _save("RGB"),
    "grey.png": _save("L"),
    "palette.png": _save("P"),
    "alpha.png": _save("RGBA"),
    "bit.png": _save("1"),
    "deep.png": _save("I;16"),
    "rgb.jpg": _save("RGB", quality=60),
    "grey.jpg": _save("L"),
    "cmyk.jpg": _save("CMYK"),
    "progressive.jpg": _save("RGB", progressive=True),
    "fine.jpg": _save("RGB", quality=95, subsampling=0),
    "dotted.jpg": _save("RGB", dpi=(72, 72), comment=b"hello"),
    "lossy.webp": _save("RGB", quality=40),
    "lossless.webp": _save("RGB", lossless=True),
    "alpha.webp": _save("RGBA", quality=40),
    "alpha_lossless.webp": _save("RGBA", lossless=True),
    "moving.webp": _animated("RGB", duration=50),
    "moving_alpha.webp": _animated("RGBA", duration=50, lossless=True),
    "one.gif": _save("P"),
    "grey.gif": _save("L"),
    "moving.gif": _animated("P", duration=50, loop=0),
    "once.gif": _animated("L", duration=50),
    "comment.gif": _save("P", comment=b"hello"),
    "woven.gif": _save("P", interlace=1),
    "raw.tiff": _save("RGB"),
    "lzw.tiff": _save("RGB", compression="tiff_lzw"),
    "deflate.tiff": _save("L", compression="tiff_adobe_deflate"),
    "fax.tiff": _save("1", compression="group4"),
    "pages.tiff": _animated("RGB"),
    "cmyk.tiff": _save("CMYK"),
    "rgb.avif": _save("RGB", quality=40),
    "fine.avif": _save("RGB", quality=90, subsampling="4:4:4"),
    "alpha.avif": _save("RGBA", quality=40),
    "grey.avif": _save("L"),
    "moving.avif": _animated("RGB", duration=50),
    "quick.avif": _save("RGB", speed=10),
}

SHAPES = (*SOUNDS, *FILMS, *PICTURES)
"""Names of everything that `make` makes; six and more of each kind of file."""


def make(folder: Path) -> None:
    """Make every file."""
    for inputs, outputs in ((_SOUND, SOUNDS), (_FILM, FILMS)):
        command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-bitexact", *inputs]
        for name, options in outputs.items():
            # Experimental codecs are let pass: what counts is the container around them.
            command += [*options.split(), "-strict", "-2", str(folder / name)]
        subprocess.run(command, check=True, capture_output=True)
    for name, save in PICTURES.items():
        save(folder / name)

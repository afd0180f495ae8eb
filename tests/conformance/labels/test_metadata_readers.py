"""MediaInfo, ffmpeg, exempi, Pillow and pypdf read our label; we read what ffmpeg and pypdf write.

A program that is absent is a failure, not a silence: `.ci/run` installs each.
"""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image
from tests.conformance.labels.media import DATA, FILES

from hegui.controls.label_law import grammar
from hegui.labels import AIGCLabel, read, write

LABEL = AIGCLabel.first_write(
    label="1", producer="001191440300708461136T1XGW3", produce_id="a&b<c>\"d'e()"
)
AGAIN = AIGCLabel.first_write(label="1", producer=LABEL.content_producer, produce_id="2")
NAME = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"

KEYED = ("mp4", "mov", "m4a", "mp3", "flac", "ogg", "opus", "mkv", "webm", "flv", "avi")
"""What holds the label as a key of its own, which players' libraries know."""

PICTURED = ("jpg", "mpo", "png", "apng", "webp", "tiff", "avif")
"""What holds it in XMP and is a picture to Pillow."""

BY_EXEMPI = ("jpg", "mpo", "png", "apng", "webp", "gif", "tiff")
"""What exempi's handlers find XMP in."""

BEYOND_EXEMPI = {
    "ffmpeg_animated.webp",  # 2.6.3 looks for one picture outside of frames
    "pillow_animated.webp",  # the same
    "pillow_exif_xmp.webp",  # nor does it know EXIF with the mark that JPEG has before it
    "gifsicle.gif",  # it takes an application's block behind XMP for XMP
    "imagemagick_animated.gif",  # the same
}
"""What it refuses to open, whoever wrote the packet."""

BEYOND_MEDIAINFO = {"flac.ogg"}
"""What it reads no comment of, whoever wrote it: 23.04 does not look into FLAC's own in Ogg."""

PLAYED = (*KEYED, "wav", "gif", "jpg", "mpo", "png", "apng", "webp", "tiff", "avif")
"""What ffmpeg 5.1 decodes."""

BEYOND_FFMPEG = {"ffmpeg_animated.webp", "pillow_animated.webp"}
"""What it does not: a WebP with frames."""

BY_FFMPEG = ("mp4", "mov", "m4a", "mp3", "flac", "ogg", "opus", "mkv", "webm", "flv")
"""What ffmpeg writes keys of any name into."""

_PYPDF = """
import json, pypdf, sys
if sys.argv[1] == "read":
    print(json.dumps({f: pypdf.PdfReader(f).metadata["/AIGC"] for f in sys.argv[2:]}))
else:
    for file in sys.argv[3:]:
        made = pypdf.PdfWriter()
        made.append_pages_from_reader(pypdf.PdfReader(file))
        made.add_metadata({"/AIGC": sys.argv[2]})
        made.write(file)
"""


def of(suffixes: Iterable[str]) -> list[Path]:
    """Return the fixtures of these kinds."""
    return [file for file in FILES if file.suffix[1:] in suffixes]


def one_of_each_program(suffixes: Iterable[str]) -> list[Path]:
    """Return the last fixture of each kind that each program made."""
    return [*{(file.suffix, file.stem.partition("_")[0]): file for file in of(suffixes)}.values()]


def told_by(*command: str | Path) -> str:
    """Return what another program prints."""
    done = subprocess.run([*map(str, command)], check=True, capture_output=True)
    return done.stdout.decode()


def values(tree: object, key: str) -> Iterator[str]:
    """Yield every value under a key, however deep."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name.casefold() == key.casefold() and isinstance(value, str):
                yield value
            else:
                yield from values(value, key)
    elif isinstance(tree, list):
        for each in tree:
            yield from values(each, key)


def in_xmp(packet: str | bytes) -> list[str]:
    """Return every value of our name, by the standard library's parser."""
    plain = packet if isinstance(packet, str) else packet.decode()
    tree = ET.fromstring(plain.strip("\x00\ufeff \n"))  # noqa: S314 - our own file
    found = [element.text or "" for element in tree.iter(NAME)]
    return found + [e.attrib[NAME] for e in tree.iter() if NAME in e.attrib]


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fixture, labelled by us."""
    folder = tmp_path_factory.mktemp("labelled")
    for file in FILES:
        write(file, LABEL, grammar(), to=folder / file.name)
    return folder


@pytest.fixture(scope="module")
def mediainfo(labelled: Path) -> dict[str, Any]:
    """What MediaInfo says of each; one start for all of them."""
    files = [labelled / file.name for file in of(KEYED)]
    answers = json.loads(told_by("mediainfo", "--Output=JSON", *files))
    return {Path(answer["media"]["@ref"]).name: answer for answer in answers}


@pytest.fixture(scope="module")
def pypdf(labelled: Path) -> dict[str, str]:
    """What pypdf says of each PDF; Debian's own, so by Debian's own Python."""
    files = [labelled / file.name for file in of(("pdf",))]
    told: dict[str, str] = json.loads(told_by("/usr/bin/python3", "-c", _PYPDF, "read", *files))
    return {Path(name).name: value for name, value in told.items()}


@pytest.mark.parametrize("file", of(KEYED), ids=lambda file: file.name)
class TestPlayersLibraries:
    def test_mediainfo_reads_it(self, mediainfo: dict[str, Any], file: Path) -> None:
        """Once, and byte for byte."""
        expected = [] if file.name in BEYOND_MEDIAINFO else [LABEL.to_json()]

        assert expected == [*values(mediainfo[file.name], "AIGC")]

    def test_ffmpegs_libraries_read_it(self, labelled: Path, file: Path) -> None:
        """As a tag of the file, or of the stream where the container has it there."""
        with av.open(str(labelled / file.name)) as opened:
            tags = [opened.metadata, *(stream.metadata for stream in opened.streams)]

        assert [LABEL.to_json()] == [*values(tags, "AIGC")]


def decoded(folder: Path, into: Path) -> dict[str, str]:
    """Return digests of every frame and run of samples, with their times, by one start for all."""
    chosen = one_of_each_program(PLAYED)
    files = [folder / f.name for f in chosen if f.name not in BEYOND_FFMPEG]
    command: list[str | Path] = ["ffmpeg", "-v", "fatal", "-nostdin"]
    for file in files:
        command += ["-threads", "1", "-i", file]
    for number, file in enumerate(files):
        command += ["-map", f"{number}:v?", "-map", f"{number}:a?"]
        command += ["-f", "framemd5", into / file.name]
    told_by(*command)
    return {file.name: (into / file.name).read_text() for file in files}


def test_every_frame_and_sample_stays(labelled: Path, tmp_path: Path) -> None:
    """As a player finds them; an animation stays one."""
    folders = [tmp_path / "before", tmp_path / "after"]
    for folder in folders:
        folder.mkdir()

    before, after = map(decoded, (DATA, labelled), folders)

    assert [] == [name for name in before if before[name] != after[name]]
    assert 3 == before["ffmpeg_animated.apng"].count("\n0,")
    assert {True} == {"\n0," in told for told in before.values()}


@pytest.mark.parametrize("file", one_of_each_program(KEYED), ids=lambda file: file.name)
def test_ffprobe_reads_it(labelled: Path, file: Path) -> None:
    """The libraries as Debian has them; a start costs a tenth of a second."""
    asked = ("ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams")

    told = json.loads(told_by(*asked, labelled / file.name))

    assert [LABEL.to_json()] == [*values(told, "AIGC")]


@pytest.mark.parametrize(
    "file", [f for f in of(BY_EXEMPI) if f.name not in BEYOND_EXEMPI], ids=lambda file: file.name
)
def test_exempi_reads_it(labelled: Path, file: Path) -> None:
    """The library that most desktop programs read XMP with."""
    told = told_by("exempi", "-x", labelled / file.name)

    assert [LABEL.to_json()] == in_xmp(told[told.index("<x:xmpmeta") :])


@pytest.mark.parametrize("file", of(PICTURED), ids=lambda file: file.name)
def test_pillow_reads_it(labelled: Path, file: Path) -> None:
    with Image.open(labelled / file.name) as picture:
        assert [LABEL.to_json()] == in_xmp(picture.info["xmp"])


@pytest.mark.parametrize("file", of(("pdf",)), ids=lambda file: file.name)
def test_pypdf_reads_it(pypdf: dict[str, str], file: Path) -> None:
    assert LABEL.to_json() == pypdf[file.name]


@pytest.fixture(scope="module")
def by_ffmpeg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the packets with a key more, by one start for all of them."""
    folder = tmp_path_factory.mktemp("by_ffmpeg")
    files = of(BY_FFMPEG)
    command: list[str | Path] = ["ffmpeg", "-v", "error", "-nostdin"]
    for file in files:
        command += ["-i", file]
    for number, file in enumerate(files):
        command += ["-map", f"{number}:V?", "-map", f"{number}:a?", "-map_metadata", str(number)]
        command += ["-c", "copy", "-movflags", "use_metadata_tags"]
        command += ["-metadata", f"AIGC={LABEL.to_json()}", folder / file.name]
    told_by(*command)
    return folder


@pytest.mark.parametrize("file", of(BY_FFMPEG), ids=lambda file: file.name)
def test_we_read_ffmpegs_label(file: Path, by_ffmpeg: Path) -> None:
    """Then our own write takes its place."""
    target = by_ffmpeg / file.name

    theirs = read(target, grammar())
    write(target, AGAIN, grammar())
    ours = read(target, grammar())

    assert LABEL == theirs.label
    assert (1, AGAIN) == (len(ours.sites), ours.label)


@pytest.mark.parametrize("suffix", ["jpg", "webp", "tiff", "avif"])
def test_we_read_what_pillow_carries(labelled: Path, tmp_path: Path, suffix: str) -> None:
    """Told to keep the packet, it writes it by its own hands."""
    file = of((suffix,))[0]
    target = tmp_path / file.name
    with Image.open(labelled / file.name) as picture:
        picture.save(target, xmp=picture.info["xmp"])

    assert LABEL == read(target, grammar()).label


def test_we_read_pypdfs_label(tmp_path: Path) -> None:
    """Files that it writes anew, with a name more in their information."""
    files = [tmp_path / file.name for file in of(("pdf",))]
    for file in files:
        file.write_bytes((DATA / file.name).read_bytes())
    told_by("/usr/bin/python3", "-c", _PYPDF, "write", LABEL.to_json(), *files)

    for file in files:
        assert (file.name, LABEL) == (file.name, read(file, grammar()).label)
        write(file, AGAIN, grammar())
        assert (1, AGAIN) == (len(read(file, grammar()).sites), read(file, grammar()).label)

"""ExifTool reads what we write, and we read what ExifTool writes."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from tests.conformance.labels.media import DATA, FILES

from hegui.cli.label_law import grammar
from hegui.labels import AIGCLabel, read, write

LABEL = AIGCLabel.first_write(
    label="1", producer="001191440300708461136T1XGW3", produce_id="a&b<c>d'e()"
)
WRITTEN_BY_EXIFTOOL = {
    "XMP-TC260:AIGC": ("jpg", "png", "webp", "gif", "tiff", "heic", "avif"),
    "Keys:AIGC": ("mp4", "mov", "m4a"),
    "PDF:AIGC": ("pdf",),
}


def exiftool(*arguments: str) -> str:
    config = str(DATA / "exiftool.config")
    done = subprocess.run(
        ["exiftool", "-config", config, *arguments], capture_output=True, check=False
    )
    return done.stdout.decode("utf-8", "replace")


UNKNOWN = {".odt", ".ods", ".odp", ".epub", ".zip", ".svg", ".md", ".json", ".txt"}
"""What it does not read properties of, or shows in a form of its own."""

READ = [file for file in FILES if file.suffix not in UNKNOWN]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Every fixture, labelled by us, as ExifTool reads it; one start for all of them."""
    folder = tmp_path_factory.mktemp("labelled")
    for file in READ:
        write(file, LABEL, grammar(), to=folder / file.name)
    answers = json.loads(
        exiftool("-j", "-a", "-G1", "-U", "-b", "-api", "structformat=json", str(folder))
    )
    return {
        Path(answer["SourceFile"]).name: [
            value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
            for value in answer.values()
        ]
        for answer in answers
    }


@pytest.mark.parametrize("file", READ, ids=lambda file: file.name)
def test_exiftool_reads_our_label(told: dict[str, list[str]], file: Path) -> None:
    """Exactly once, and byte for byte."""
    plain = [
        b64decode(value[7:]).decode("latin-1") if value.startswith("base64:") else value
        for value in told[file.name]
    ]
    values = [value.rstrip("\x00") for value in plain if LABEL.produce_id in value]

    assert [LABEL.to_json()] == [value.removeprefix("(AIGC) ") for value in values]


@pytest.mark.parametrize("name", [*WRITTEN_BY_EXIFTOOL])
def test_we_read_exiftools_label(name: str, tmp_path: Path) -> None:
    """In every container that it can write; then our own write takes its place."""
    files = [
        file
        for file in FILES
        # ExifTool cannot write films in fragments.
        if file.suffix[1:] in WRITTEN_BY_EXIFTOOL[name] and "fragmented" not in file.name
    ]
    for file in files:
        shutil.copy(file, tmp_path)
    exiftool("-overwrite_original", f"-{name}={LABEL.to_json()}", str(tmp_path))

    assert len(files) >= 4
    for file in files:
        target = tmp_path / file.name
        assert (file.name, LABEL) == (file.name, read(target, grammar()).label)
        again = AIGCLabel.first_write(label="1", producer=LABEL.content_producer, produce_id="2")
        write(target, again, grammar())
        assert (1, again) == (len(read(target, grammar()).sites), read(target, grammar()).label)

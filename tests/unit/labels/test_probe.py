"""A file is what its bytes say, not what it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance.labels.media import FILES

from hegui.labels.probe import probe
from hegui.labels.source import Source

SUFFIXES = {"apng": "png", "jpg": "jpeg", "mpo": "jpeg", "mov": "mp4", "m4a": "mp4", "heic": "heif"}
SUFFIXES |= {"avif": "heif", "webm": "mkv", "opus": "ogg"}
SUFFIXES |= dict.fromkeys(("docx", "pptx", "xlsx", "dotx", "potx", "xltx"), "ooxml")
SUFFIXES |= dict.fromkeys(("odt", "ods", "odp"), "odf")
BY_NAME = {".md", ".txt", ".json"}


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.suffix not in BY_NAME], ids=lambda file: file.name
)
def test_the_name_does_not_matter(file: Path) -> None:
    suffix = file.suffix[1:]

    found = probe(Source.of_bytes(file.read_bytes(), name="a.exe"))

    assert SUFFIXES.get(suffix, suffix) == found


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (b"# T\n", "a.md", "markdown"),
        (b"# T\n", "a.txt", "text"),
        (b"# T\n", "a", None),
        (b"---\nAIGC:\n  Label: '1'\n---\n", "a", "markdown"),
        (b"\xef\xbb\xbf <!DOCTYPE html><p>", "a", "html"),
        (b'<?xml version="1.0"?><!-- x --><svg width="1">', "a", "svg"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', "a", "html"),
        (b"<note/>", "a.svg", None),
        (b'{"a":1}', "a.json", "json"),
        (b'{"a":1}', "a.ipynb", None),
        (b"a\x00b", "a.txt", None),
        (b"PK\x03\x04", "a.docx", None),
    ],
)
def test_text_is_told_by_its_start_then_by_its_name(
    text: bytes, name: str, expected: str | None
) -> None:
    if text.startswith(b"PK"):
        with pytest.raises(Exception, match="ZIP directory"):
            probe(Source.of_bytes(text, name=name))
    else:
        assert expected == probe(Source.of_bytes(text, name=name))

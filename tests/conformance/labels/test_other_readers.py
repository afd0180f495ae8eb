"""Readers that are no metadata tools: YAML, HTML, XML, JSON and Word, each by its own parser."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from html.parser import HTMLParser

import docx
import yaml
from tests.conformance.labels.media import DATA

from hegui.cli.label_law import grammar
from hegui.labels import AIGCLabel, read_bytes, write_bytes

LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="a&b<c>\"d'e:#")
RDF = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"


def test_yaml_reads_markdown() -> None:
    """The front matter is a map of seven strings, beside what was there."""
    text = b"---\ntitle: T\n---\n\n# H\n"

    labelled = write_bytes(text, LABEL, grammar(), name="a.md").decode()
    front = yaml.safe_load(labelled.split("---")[1])

    assert {"AIGC": LABEL.as_dict(), "title": "T"} == front
    assert labelled.endswith("---\n\n# H\n")


def test_yaml_of_others_is_read() -> None:
    """Plain, quoted and inline values, as vendors write them."""
    for head in (
        "AIGC:\n    Label: '1'\n    ContentProducer: Demo\n    ProduceID: \"7\"\n",
        'AIGC: {"Label": "1", "ContentProducer": "Demo", "ProduceID": "7"}\n',
        "title: x\nAIGC:\n  Label: \"1\"\n  ContentProducer: 'Demo'\n  ProduceID: 7 # new\n",
    ):
        found = read_bytes(f"---\n{head}---\ntext\n".encode(), grammar(), name="a.md").label

        assert found is not None
        assert ("1", "Demo", "7") == (found.label, found.content_producer, found.produce_id)


def test_a_page_is_read() -> None:
    class Reader(HTMLParser):
        found: str | None = None

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "meta" and dict(attrs).get("name") == "AIGC":
                self.found = dict(attrs)["content"]

    page = b"<!DOCTYPE html><html><head><title>T</title></head><body>\xe4\xb8\xad</body></html>"
    reader = Reader()

    reader.feed(write_bytes(page, LABEL, grammar()).decode())

    assert LABEL.as_dict() == json.loads(reader.found or "")


def test_a_drawing_is_read() -> None:
    drawing = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'

    tree = ET.fromstring(write_bytes(drawing, LABEL, grammar()))  # noqa: S314 - our own file
    (found,) = tree.iter(RDF)

    assert LABEL.as_dict() == json.loads(found.text or "")


def test_a_document_is_read() -> None:
    """JSON keeps its members and their order; an inner key of that name is another's."""
    for text in (b"{}", b'{"a": [1, {"AIGC": 2}], "b": "}"}', b'{"AIGC":{"Label":"1"},"z":0}'):
        labelled = json.loads(write_bytes(text, LABEL, grammar(), name="a.json"))

        assert LABEL.as_dict() == labelled.pop("AIGC")
        assert {k: v for k, v in json.loads(text).items() if k != "AIGC"} == labelled


def test_plain_text_is_read() -> None:
    labelled = write_bytes("你好".encode(), LABEL, grammar(), name="a.txt").decode()

    assert f"你好\nAIGC: {LABEL.to_json()}\n" == labelled


def test_word_opens_its_document() -> None:
    """python-docx opens it, and the paragraph is there."""
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("one")
    document.save(made)

    labelled = write_bytes(made.getvalue(), LABEL, grammar())

    assert ["one"] == [p.text for p in docx.Document(io.BytesIO(labelled)).paragraphs]
    assert LABEL == read_bytes(labelled, grammar()).label


def test_a_book_keeps_its_chapters() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="o/p.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        )
        book.writestr(
            "o/p.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata>'
            "<title>T</title></metadata></package>",
        )
        book.writestr("o/1.xhtml", "<p>text</p>" * 500, zipfile.ZIP_DEFLATED)

    labelled = write_bytes(made.getvalue(), LABEL, grammar())

    with zipfile.ZipFile(io.BytesIO(labelled)) as book:
        assert "mimetype" == book.namelist()[0]
        assert zipfile.ZIP_STORED == book.infolist()[0].compress_type
        assert "<p>text</p>" * 500 == book.read("o/1.xhtml").decode()
        tree = ET.fromstring(book.read("o/p.opf"))  # noqa: S314 - our own file
    (meta,) = tree.iter("{http://www.idpf.org/2007/opf}meta")
    assert LABEL.as_dict() == json.loads(meta.attrib["content"])


def test_each_kind_has_six() -> None:
    """Of every suffix that labels are written for, and of JPEG and PNG whatever the suffix."""
    counted = Counter(file.suffix for file in DATA.iterdir())
    few = {suffix for suffix, number in counted.items() if number < 6}

    assert {".apng", ".config", ".mpo"} == few


def test_every_fixture_lies_in_its_folder() -> None:
    """Few bytes in all, so that a clone stays light."""
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 1_200_000

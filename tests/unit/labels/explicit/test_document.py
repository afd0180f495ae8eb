"""A visible line in a document: there, once, and nothing else changed."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.unit.labels.explicit.made import GRAMMAR, LABEL, RULES

from hegui.errors import LabelNotRendered
from hegui.labels import has_explicit_label, read
from hegui.labels.explicit import add_visible_line
from hegui.labels.text import Position

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _word(body: str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.'
        'main+xml"/></Types>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", links)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        )
        archive.writestr("word/media/a.bin", bytes(range(256)))
    return target.getvalue()


_CASES: list[tuple[str, bytes, Position, bytes]] = [
    ("a.md", "# 春\n来了。\n".encode(), "start", "> AI生成\n\n# 春\n来了。\n".encode()),
    ("a.md", "# 春\n来了。".encode(), "end", "# 春\n来了。\n\n> AI生成\n".encode()),
    (
        "a.md",
        b"---\ntitle: x\n---\n# A\n",
        "start",
        "---\ntitle: x\n---\n\n> AI生成\n\n# A\n".encode(),
    ),
    ("a.txt", b"one\r\ntwo\r\n", "end", "one\r\ntwo\r\n\r\nAI生成\r\n".encode()),
    (
        "a.html",
        b'<html><head></head><body class="x"><p>A</p></body></html>',
        "start",
        '<html><head></head><body class="x"><p class="aigc-label" role="note">AI生成</p>'
        "<p>A</p></body></html>".encode(),
    ),
    (
        "a.html",
        b"<html><head></head><body><p>A</p></body></html>",
        "end",
        '<html><head></head><body><p>A</p><p class="aigc-label" role="note">AI生成</p>'
        "</body></html>".encode(),
    ),
]


@pytest.mark.parametrize(("name", "before", "position", "after"), _CASES)
def test_the_line_stands_where_it_was_asked_for(
    name: str, before: bytes, position: Position, after: bytes, tmp_path: Path
) -> None:
    """All other bytes are the same, and a second time changes nothing."""
    path = tmp_path / name
    path.write_bytes(before)

    done = add_visible_line(path, RULES, GRAMMAR, position=position)

    assert (True, after) == (done.is_changed, path.read_bytes())
    assert not add_visible_line(path, RULES, GRAMMAR, position=position).is_changed
    assert after == path.read_bytes()


@pytest.mark.parametrize("position", ["start", "end"])
def test_word_gets_a_paragraph(position: Position, tmp_path: Path) -> None:
    """In front of the page's settings; other members are copied as they are."""
    path = tmp_path / "a.docx"
    body = "<w:p><w:r><w:t>春天来了。</w:t></w:r></w:p><w:sectPr/>"
    path.write_bytes(_word(body))

    done = add_visible_line(path, RULES, GRAMMAR, position=position, words="由AI生成", label=LABEL)

    line = "<w:p><w:r><w:t>由AI生成</w:t></w:r></w:p>"
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode()
        assert bytes(range(256)) == archive.read("word/media/a.bin")
    wanted = (
        line + body if position == "start" else body.replace("<w:sectPr/>", line + "<w:sectPr/>")
    )
    assert f"<w:body>{wanted}</w:body>" in text
    assert (LABEL, LABEL) == (done.label, read(path, GRAMMAR).label)
    assert not add_visible_line(path, RULES, GRAMMAR).is_changed


def test_both_labels_stand_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("春天来了。\n", encoding="utf-8")

    add_visible_line(path, RULES, GRAMMAR, to=tmp_path / "b.md", label=LABEL)

    assert "春天来了。\n" == path.read_text(encoding="utf-8")
    assert LABEL == read(tmp_path / "b.md", GRAMMAR).label
    body = (tmp_path / "b.md").read_text(encoding="utf-8").rpartition("---\n")[2]
    assert has_explicit_label(body)


@pytest.mark.parametrize(
    ("name", "whole", "because"),
    [
        ("a.html", b"<html><head></head></html>", "no <body>"),
        ("a.docx", _word("").replace(b"word/document.xml", b"word/dokument.xml"), "no text"),
        ("a.json", b"{}", "no line can be put"),
    ],
)
def test_no_place_for_a_line_is_told(name: str, whole: bytes, because: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(whole)

    with pytest.raises(LabelNotRendered, match=because):
        add_visible_line(path, RULES, GRAMMAR)

    assert whole == path.read_bytes()

"""Where elements stand, exactly; edits touch nothing else."""

from __future__ import annotations

import pytest

from hegui.errors import DamagedFile
from hegui.labels import xmp
from hegui.labels.source import Source
from hegui.labels.xml_spans import edited, elements

SOURCE = Source.of_bytes(b"")


def test_spans_are_those_of_the_text() -> None:
    """An empty tag in front of its parent's end tag is no longer than itself."""
    document = b'<a x="1>2"><b/></a>'

    outer, inner = elements(SOURCE, document, 0)

    assert b"<b/>" == document[inner.start : inner.end]
    assert (True, False) == (inner.is_empty, outer.is_empty)
    assert b"</a>" == document[outer.close : outer.end]
    assert {"x": "1>2"} == outer.attributes


def test_text_of_children_counts() -> None:
    (outer, _, _) = elements(SOURCE, b"<p><q>one <r/>two</q></p>", 0)

    assert "one two" == outer.text


@pytest.mark.parametrize(
    "document",
    [b"<a>", b"", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a>" * 300 + b"</a>" * 300],
)
def test_what_is_refused(document: bytes) -> None:
    with pytest.raises(DamagedFile):
        elements(SOURCE, document, 0)


def test_a_plain_document_type_may_be_let_pass() -> None:
    assert 1 == len(elements(SOURCE, b"<!DOCTYPE svg><svg/>", 0, doctype=True))
    with pytest.raises(DamagedFile):
        elements(SOURCE, b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', 0, doctype=True)


def test_edits_are_by_range() -> None:
    assert b"<a>new</a>" == edited(b"<a><b/></a>", [(3, 7, b"new")])


@pytest.mark.parametrize("coding", ["UT-8", "gbk", "hex", "utf-7"])
def test_a_coding_that_the_parser_cannot_read_is_damage(coding: str) -> None:
    """Python's error about it is not let out; a reader then says *undetermined*."""
    document = f'<?xml version="1.0" encoding="{coding}"?><a>x</a>'.encode()

    with pytest.raises(DamagedFile):
        elements(Source.of_bytes(document), document, 0)
    with pytest.raises(DamagedFile):
        xmp.scan(document.replace(b"x<", b"AIGC<"), place="XMP")

"""Where elements stand, exactly; edits touch nothing else."""

from __future__ import annotations

import pytest

from hegui.errors import DamagedFile
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

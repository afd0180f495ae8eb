"""Forms are read strictly and written anew."""

from __future__ import annotations

import pytest

from hegui.errors import InvalidJson, InvalidValue
from hegui.gateway.multipart import Part, read, written

TYPE = "multipart/form-data; boundary=x"


def test_what_is_written_is_read_as_it_was() -> None:
    """Bytes that look like a border of another form included."""
    parts = (
        Part(name="prompt", raw="一\r\n--x--\r\n二".encode()),
        Part(name="file", raw=bytes(range(256)), filename="甲.png", content_type="image/png"),
        Part(name="empty", raw=b""),
    )
    body, content_type = written(parts)

    assert read(body, content_type.decode()) == parts


def test_what_stands_around_the_parts_is_dropped() -> None:
    """The upstream reads what was judged, and nothing else."""
    body = (
        b'preamble\r\n--x\r\nX-Note: hidden\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'
        b"\r\n--x--\r\nepilogue"
    )

    again, _ = written(read(body, TYPE))

    assert b'name="a"\r\n\r\n1' in again
    assert not any(word in again for word in (b"preamble", b"hidden", b"epilogue"))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
        (b"--x\r\n", TYPE),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', TYPE),
    ],
    ids=["json", "no boundary", "no end", "cut"],
)
def test_what_is_no_form_is_refused(body: bytes, content_type: str) -> None:
    """As a body that cannot be read."""
    with pytest.raises(InvalidJson):
        read(body, content_type)


@pytest.mark.parametrize(
    "part",
    [
        b"no head",
        b"Content-Disposition: form-data\r\n\r\n1",
        b'Content-Disposition: form-data; filename="a"\r\n\r\n1',
        b"x" * 3000 + b'; name="a"\r\n\r\n1',
        b'\xff; name="a"\r\n\r\n1',
    ],
    ids=["no gap", "no name", "a file's name alone", "long", "not utf-8"],
)
def test_a_part_without_a_name_is_refused(part: bytes) -> None:
    """Nobody would know what it is."""
    with pytest.raises(InvalidValue):
        read(b"--x\r\n" + part + b"\r\n--x--\r\n", TYPE)


def test_parts_are_bounded() -> None:
    """Each is looked at."""
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    with pytest.raises(InvalidValue):
        read(part * 65 + b"--x--\r\n", TYPE)


def test_a_field_that_is_no_text_is_refused() -> None:
    """It would be judged as something else than it is."""
    with pytest.raises(InvalidValue):
        _ = Part(name="prompt", raw=b"\xff").text

r"""Multipart bodies: the fields and files of a form, read strictly and written anew.

The upstream gets what was read and nothing else, under a boundary of ours: what
stands before, between and after the parts is dropped, and so is every header of
a part but its name, its file's name and its type.

>>> body = b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nhi\r\n--x--\r\n'
>>> [(part.name, part.raw, part.filename) for part in read(body, 'multipart/form-data; boundary=x')]
[('prompt', b'hi', None)]

More information:

* RFC 7578 (multipart/form-data), RFC 2046 5.1.1 for the boundary
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from hegui.errors import InvalidJson, InvalidValue

__all__ = ["Part", "read", "written"]

_BOUNDARY: Final = re.compile(r'boundary=(?:"([^"\r\n]{1,70})"|([\w\'()+,\-./:=?]{1,70}))')
_NAME: Final = re.compile(r'[; ]name="([^"\r\n]{1,64})"')
_FILENAME: Final = re.compile(r'[; ]filename="([^"\r\n]{0,255})"')
_TYPE: Final = re.compile(r"^content-type: *([\w.+/\-]{1,100})", re.IGNORECASE | re.MULTILINE)
_PARTS: Final = 64
_HEAD_BYTES: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of a form."""

    name: str
    raw: bytes

    filename: str | None = None
    """None for a field that is no file."""

    content_type: str | None = None

    @property
    def text(self) -> str:
        """The field as text.

        Raises:
            InvalidValue: it is no UTF-8.
        """
        try:
            return self.raw.decode()
        except UnicodeDecodeError:
            raise InvalidValue(self.name, expected="UTF-8", found="other bytes") from None


def read(raw: bytes, content_type: str) -> tuple[Part, ...]:
    """Return the parts of a form.

    Raises:
        InvalidJson: it is no form.
        InvalidValue: a part of it cannot be read.
    """
    found = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or found is None:
        raise InvalidJson(f"a body of type {content_type[:64] or 'nothing'!r}")
    border = b"\r\n--" + (found[1] or found[2]).encode("latin-1")
    blocks = (b"\r\n" + raw).split(border)
    if len(blocks) < 2 or not blocks[-1].startswith(b"--"):
        raise InvalidJson("a form that does not end")
    if len(blocks) - 2 > _PARTS:
        raise InvalidValue("form", expected=f"at most {_PARTS} parts", found="more")
    return tuple(_part(block) for block in blocks[1:-1])


def written(parts: Iterable[Part]) -> tuple[bytes, bytes]:
    """Return a form as a body, and its content type."""
    boundary = f"hegui-{secrets.token_hex(16)}"
    out: list[bytes] = []
    for part in parts:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{part.name}"'
        if part.filename is not None:
            head += f'; filename="{part.filename}"'
        if part.content_type is not None:
            head += f"\r\nContent-Type: {part.content_type}"
        out += (head.encode(), b"\r\n\r\n", part.raw, b"\r\n")
    out.append(f"--{boundary}--\r\n".encode())
    return b"".join(out), f"multipart/form-data; boundary={boundary}".encode()


def _part(block: bytes) -> Part:
    head, gap, raw = block.partition(b"\r\n\r\n")
    try:
        about = head.decode() if gap and len(head) <= _HEAD_BYTES else ""
    except UnicodeDecodeError:
        about = ""
    name = _NAME.search(about)
    if name is None:
        raise InvalidValue("form", expected="parts with a name", found="one without")
    filename = _FILENAME.search(about)
    kind = _TYPE.search(about)
    return Part(
        name=name[1],
        raw=raw,
        filename=None if filename is None else filename[1],
        content_type=None if kind is None else kind[1],
    )

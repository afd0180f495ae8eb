r"""What a C2PA manifest says of how content came about, without checking its signature.

An assertion of actions names a ``digitalSourceType`` for each action. In CBOR
that is a text of 17 characters followed by another text, so it is found in the
bytes of the manifest as such: nothing is decoded, and what is not in that form
is not found. Whether the signature holds is another question (`hegui.labels.c2pa`).

A manifest alone is no trace of generation: cameras and editors sign as well.

Source:
    C2PA specification 2.1, actions (digitalSourceType); RFC 8949, 3.1 (text strings).

>>> ai = b'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'
>>> source_types(b'..\x71digitalSourceType\x78' + bytes([len(ai)]) + ai + b'..')[0] == ai.decode()
True
"""

from __future__ import annotations

import re
from typing import Final

from hegui.labels.site import Found, Seal, Trace

__all__ = ["LOOKED_AT", "add_manifest", "source_types", "speaks_of_ai"]

LOOKED_AT: Final = 4 << 20
"""Bytes of a manifest that are looked at; thumbnails in it may be larger."""

_TYPE: Final = re.compile(rb"\x71digitalSourceType(?:([\x60-\x77])|\x78(.)|\x79(..))", re.DOTALL)
_MOST: Final = 20


def speaks_of_ai(source_type: str) -> bool:
    """Tell whether a digital source type of IPTC says that a model made content, or part of it.

    >>> speaks_of_ai('…/digitalsourcetype/compositeWithTrainedAlgorithmicMedia')
    True
    >>> speaks_of_ai('…/digitalsourcetype/digitalCapture')
    False
    """
    return "algorithmicmedia" in source_type.casefold()


def source_types(manifest: bytes) -> tuple[str, ...]:
    """Return every digital source type that a manifest names, each once, at most twenty."""
    found: dict[str, None] = {}
    for hit in _TYPE.finditer(manifest, 0, LOOKED_AT):
        short, one, two = hit.groups()
        length = short[0] - 0x60 if short else int.from_bytes(one or two)
        value = manifest[hit.end() : hit.end() + min(length, 200)]
        found[value.decode("utf-8", "replace")] = None
        if len(found) >= _MOST:
            break
    return tuple(found)


def add_manifest(found: Found, manifest: bytes, *, place: str, offset: int) -> None:
    """Report a manifest: a seal, that it is there, and what it says of AI.

    Args:
        found: where to report.
        manifest: its bytes, or as many as are looked at.
        place: what the container calls its place.
        offset: first byte of it in the file.
    """
    if not any(seal.kind == "c2pa" for seal in found.seals):
        found.seals.append(Seal(kind="c2pa", offset=offset))
        found.traces.append(
            Trace(kind="c2pa", place=place, offset=offset, value="", speaks_of_ai=False)
        )
    for value in source_types(manifest):
        if speaks_of_ai(value):
            found.traces.append(Trace(kind="c2pa-actions", place=place, offset=offset, value=value))

"""Plain ZIP archives, XMind and OFD among them: a member ``AIGC.json`` with the bare object.

No guide names a place for archives; this one is our convention, and one that
any tool can read. It labels the archive as a whole: members are files of their
own and carry labels of their own.
"""

from __future__ import annotations

import re
from typing import Final

from hegui.labels.aigc import KEY
from hegui.labels.site import Found, Seal, Site
from hegui.labels.source import Source
from hegui.labels.splice import Piece
from hegui.labels.zip_members import Archive

__all__ = ["find", "splice"]

_NAME: Final = f"{KEY}.json"
_SIGNED: Final = re.compile(r"META-INF/[^/]+\.(?:RSA|DSA|EC|SF)|Doc_0/Signs/.*", re.IGNORECASE)
_PACKAGE_MARK: Final = b"APK Sig Block 42"


def find(source: Source) -> Found:
    """Return every label of an archive as a whole."""
    found = Found()
    archive = Archive(source)
    for member in archive.members.values():
        if member.name.casefold() == _NAME.casefold():
            found.sites.append(
                Site(
                    place=f"member {member.name}",
                    offset=member.offset,
                    raw=archive.read(member.name),
                    is_canonical=member.name == _NAME,
                )
            )
        elif _SIGNED.fullmatch(member.name) and not found.seals:
            found.seals.append(Seal(kind="signature", offset=member.offset))
    before = max(0, archive.directory - len(_PACKAGE_MARK))
    if source.upto(before, len(_PACKAGE_MARK)) == _PACKAGE_MARK:
        found.seals.append(Seal(kind="signature", offset=before))
    return found


def splice(source: Source, payload: str) -> list[Piece]:
    """Return the archive with one member of that name."""
    return Archive(source).with_members({_NAME: payload.encode()})

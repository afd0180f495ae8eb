"""Labelling files that pass through: bytes in, labelled bytes out, or an error.

    files = PassingFiles(grammar, producer='001191440300708461136T1XGW3')
    files(png, 'image')

The kind of file is told by its first bytes, never by what somebody says it is;
what is said (``image``, ``audio``, ``video``) has to agree with it. Fail closed:
what cannot be labelled raises, unless no duty asks for a label today.

A file that already carries the label of whoever made it keeps it, and the
service that passes it on stands as propagator: one file, one label.

>>> from hegui.labels.aigc import Grammar
>>> grammar = Grammar(values=('1',), alphabet=frozenset('Demo0123456789abcdef'),
...                   escapes=frozenset(), filled=frozenset())
>>> PassingFiles(grammar, producer='Demo')(b'%!PS', 'image')
Traceback (most recent call last):
    ...
hegui.errors.labels.UnknownContainer: image: expected one of ...
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from hegui.errors import LabelNotWritten, UnknownContainer
from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.formats import CONTAINERS
from hegui.labels.read import read_source
from hegui.labels.source import Limits, Source
from hegui.labels.write import carry_bytes, write_bytes

__all__ = ["KINDS", "PassingFiles"]

KINDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "image": frozenset({"png", "jpeg", "webp", "gif", "tiff", "heif", "svg"}),
        "audio": frozenset({"wav", "mp3", "flac", "ogg", "mp4", "mkv"}),
        "video": frozenset({"mp4", "mkv", "avi", "flv", "gif", "webp"}),
    }
)
"""What is said of a file → containers that can hold it."""

_LIMITS: Final = Limits(read_bytes=256 << 20, piece_bytes=64 << 20, elements=200_000, depth=16)


class PassingFiles:
    """Labels files in memory. Holds no file; may be called from any thread.

    Args:
        grammar: what a conforming label holds.
        producer: name or code of the service.
        is_due: whether a duty asks for a label now; asked for each file. Always, if not given.
        number: makes the number of each file; random if not given.

    Notes:
        Nothing is decoded. A few milliseconds for some megabytes; the bytes are
        copied once.
    """

    def __init__(
        self,
        grammar: Grammar,
        *,
        producer: str,
        is_due: Callable[[], bool] = lambda: True,
        number: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self._grammar = grammar
        self._producer = producer
        self._is_due = is_due
        self._number = number

    def __call__(self, raw: bytes, kind: str) -> bytes:
        """Return the file with its label.

        Args:
            raw: the whole file.
            kind: ``image``, ``audio`` or ``video``.

        Returns:
            The same bytes when no duty asks for a label.

        Raises:
            UnknownContainer: its first bytes are no container of that kind; sound
                without a container, such as raw samples, is none.
            LabelNotWritten: damaged, encrypted, signed, or with labels that conflict.
        """
        if not self._is_due():
            return raw
        source = Source.of_bytes(raw, name=kind, limits=_LIMITS)
        reading = read_source(source, self._grammar)
        expected = KINDS.get(kind, frozenset())
        if reading.container not in expected:
            raise UnknownContainer(kind, known=tuple(CONTAINERS[n].title for n in sorted(expected)))
        if not reading.sites:
            label = AIGCLabel.first_write(
                label=self._grammar.values[0], producer=self._producer, produce_id=self._number()
            )
            return write_bytes(raw, label, self._grammar, name=kind)
        old = reading.label
        if old is None:
            raise LabelNotWritten(kind, "it came with labels that conflict or cannot be read")
        passed = old.propagated(by=self._producer, propagate_id=self._number())
        return carry_bytes(raw, passed, self._grammar, name=kind)

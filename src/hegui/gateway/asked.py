"""A request that was read and checked, whatever protocol it came in.

It holds what every protocol has: a model, texts to judge, how the answer is to
come, and the body for the upstream, written anew from what was checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["JSON_TYPE", "Asked", "Unjudged"]

JSON_TYPE = b"application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """Content that passed although no engine here can judge it, for example an image."""

    field: str
    """Where it stands, for example ``messages[0].content[1]``."""

    kind: str
    """``image``, ``audio``, ``video``, ``file``, ``tokens`` or ``reference``."""

    bytes: int
    """How long it is as it was sent; the range is all of it."""

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in an entry."""
        return {"field": self.field, "kind": self.kind, "bytes": [[0, self.bytes]]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A checked request."""

    model: str

    texts: tuple[str, ...]
    """Every text to judge, in order; the parts of one message are joined."""

    last: str
    """The last text of the user: decides the language of a refusal."""

    body: bytes
    """The same request for the upstream."""

    content_type: bytes = JSON_TYPE
    """Of `body`."""

    stream: bool = False

    n: int = 1
    """How many choices."""

    include_usage: bool = False
    """A stream ends with a usage frame."""

    is_json: bool = False
    """JSON is asked for, so words around the answer would break it."""

    user: str = ""
    """Who the client says its end user is: a field of the body, believed by nobody yet."""

    unjudged: tuple[Unjudged, ...] = ()
    """What of the prompt passes unjudged."""

    options: Mapping[str, object] = field(default_factory=dict)
    """What else a protocol needs to know to answer, for example an audio format."""

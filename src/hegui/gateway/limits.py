"""Every bound of the gateway, in one place.

Nothing in the gateway waits without a limit or keeps without a bound. All
values are wall seconds, bytes or counts; each has a test that runs into it.

>>> Limits(concurrent=1).concurrent
1
>>> Limits(concurrent=0)
Traceback (most recent call last):
    ...
ValueError: Limits.concurrent must be positive; got 0
"""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on size, number and time. The defaults suit a chat service.

    Raises:
        ValueError: a bound is zero or negative.
    """

    body_bytes: int = 4 * 1024 * 1024
    """Longest request body; a longer one is refused with 413 before it is read."""

    upload_bytes: int = 32 * 1024 * 1024
    """The same where a picture or a recording is sent."""

    choices: int = 8
    """Largest ``n``: how many answers one request may ask for."""

    answer_bytes: int = 16 * 1024 * 1024
    """Most bytes read from the upstream for one answer."""

    concurrent: int = 256
    """Requests running at once; one more gets 503 with ``retry-after``.

    A client that stops reading holds about 0.6 MiB here and 0.3 MiB in the
    system's sockets until `client_write_s` is over, so this also bounds the memory.
    """

    body_s: float = 20.0
    """From the request's first byte to its last."""

    connect_s: float = 2.0
    """TCP connection to the upstream, name lookup and TLS together."""

    first_byte_s: float = 60.0
    """From the request sent upstream to the first byte of a stream."""

    answer_s: float = 300.0
    """The same for an answer that is not streamed: the model writes it whole first."""

    between_chunks_s: float = 30.0
    """From one read of the upstream to the next."""

    client_write_s: float = 20.0
    """How long a client may leave our bytes unread once the buffers are full."""

    total_s: float = 600.0
    """The whole request."""

    evidence_s: float = 10.0
    """How long the ledger may take to commit an entry."""

    drain_s: float = 30.0
    """How long requests may go on after the server was told to stop, when served alone."""

    models_s: float = 3.0
    """How long the upstream may take to list its models."""

    models_fresh_s: float = 60.0
    """How long that list is kept before it is asked for again."""

    entry_verdicts: int = 64
    """Most verdicts kept in one entry; further ones are counted only."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(
                    f"Limits.{field.name} must be positive; got {getattr(self, field.name)}"
                )

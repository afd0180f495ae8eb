"""How many connections the system lets this process have.

Every connection is an open file. Many systems give a process 1,024 at first and
let it take far more. A gateway that runs out accepts nobody, readiness included,
so it takes at the start what its places need.
"""

from __future__ import annotations

import logging
import resource
from typing import Final

__all__ = ["make_room", "needed"]

_LOG: Final = logging.getLogger(__name__)

_PER_PLACE: Final = 3
"""A client, the upstream's answer for it, and another client that waits for its place."""

_BESIDES: Final = 256
"""Database, ledger, console, log, judges, connections that are kept."""


def needed(places: int) -> int:
    """Return how many open files a gateway with so many places may need.

    >>> needed(256)
    1024
    """
    return places * _PER_PLACE + _BESIDES


def make_room(places: int) -> int:
    """Raise this process's limit when it is lower than `places` need, and return it.

    The log tells when it was raised, and when even the most that the system
    allows is too little; the gateway then serves as many as it can.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    least = needed(places)
    if soft == resource.RLIM_INFINITY or soft >= least:
        return soft
    # Not every system takes "without a limit" for an answer.
    raised = least if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
    if raised < least:
        _LOG.warning(
            "%d places need %d open files, and the system allows %d: "
            "raise its hard limit (LimitNOFILE, ulimit -n), or lower limits.concurrent",
            places,
            least,
            raised,
        )
    else:
        _LOG.warning("the limit of open files was raised from %d to %d", soft, raised)
    return raised

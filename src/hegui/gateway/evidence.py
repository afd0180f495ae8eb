"""Writing the entry of an exchange, and knowing whether one can be written.

An answer's last bytes wait for its entry. When the ledger has failed, requests
are turned away at once rather than let work for nothing. When it is merely
late, they are turned away for a second.
"""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Final, cast

from hegui.errors import EvidenceUnavailable, LedgerError
from hegui.gateway.deadline import EVIDENCE, Watch
from hegui.gateway.exchange import Exchange
from hegui.gateway.metrics import Metrics
from hegui.ledger import JSON, Ledger

__all__ = ["EvidenceWriter"]

_PAUSE_S: Final = 1.0
_LOG: Final = logging.getLogger(__name__)


class EvidenceWriter:
    """The ledger as the gateway uses it."""

    def __init__(self, ledger: Ledger, *, within_s: float, metrics: Metrics | None = None) -> None:
        self._ledger = ledger
        self._metrics = metrics
        self._within_s = within_s
        self._late_at = float("-inf")

    @property
    def is_healthy(self) -> bool:
        """Whether entries are taken, and in time."""
        return self._ledger.is_healthy and monotonic() - self._late_at >= _PAUSE_S

    def admit(self) -> None:
        """Let a request begin.

        Raises:
            EvidenceUnavailable: its entry could not be written.
        """
        if not self.is_healthy:
            raise EvidenceUnavailable

    async def write(self, exchange: Exchange, watch: Watch) -> None:
        """Write the entry; returns when it is committed.

        Raises:
            EvidenceUnavailable: it is not, or not in time.
        """
        watch.seal(self._within_s)
        begun = monotonic()
        try:
            await self._ledger.append(
                "exchange",
                cast("dict[str, JSON]", exchange.payload()),
                refs=exchange.refs(),
                receipt=exchange.receipt,
            )
        except asyncio.CancelledError as error:
            if watch.cause != EVIDENCE:
                raise
            watch.settle()
            self._late_at = monotonic()
            _LOG.error("entry %s was not committed in %g s", exchange.receipt, self._within_s)
            raise EvidenceUnavailable from error
        except LedgerError as error:
            _LOG.error("entry %s was not written: %s", exchange.receipt, error.explain())
            raise EvidenceUnavailable from error
        if self._metrics is not None:
            self._metrics.ended(exchange, entry_s=monotonic() - begun)

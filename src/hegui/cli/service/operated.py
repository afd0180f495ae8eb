"""What the operator's files say about the gateway, taken up without a restart.

    gateway.toml     upstreams, routes, quotas, proxies, origins
    refusals.toml    what is said in a model's place

A changed file is read, checked and made ready first; only when all of it is
good is it put in the old one's place, and an entry tells what is in use from
then on. A bad file changes nothing, is reported once and leaves an entry, too.
Requests that run come to their end with what they began with.

``[limits]`` alone is read at the start only: bounds hold for the life of the
server's parts.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from hegui.cli.service.edge import Edge
from hegui.errors import HeguiError, InvalidGatewayFile, InvalidRefusals
from hegui.finding import Stage
from hegui.gateway import refusals
from hegui.gateway.base_models import base_models
from hegui.gateway.declared import Declared, decode
from hegui.gateway.quotas import Quotas
from hegui.gateway.refusal_library import RefusalLibrary
from hegui.gateway.refusal_library import load as load_refusals
from hegui.gateway.routes import Routes
from hegui.ledger import JSON, Ledger
from hegui.moderation import RuleSet
from hegui.records.sealed import SealedSecrets

__all__ = ["Operated"]

_log = logging.getLogger(__name__)

_Mark = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Both files as they were read."""

    mark: _Mark
    declared: Declared
    digest: str
    refusals: RefusalLibrary


class Operated:
    """The operator's files in use.

    Args:
        gateway: ``gateway.toml``, or None: nothing is declared.
        refusals_file: the operator's refusals, or None: ours.
        sealed: upstreams' keys.
        rules: gives the rules in force; a refusal that they would stop is not taken up.

    Raises:
        InvalidGatewayFile, InvalidRefusals, SealBroken: there is nothing to go on with yet.
    """

    def __init__(
        self,
        gateway: Path | None,
        refusals_file: Path | None,
        sealed: SealedSecrets,
        rules: Callable[[], RuleSet],
    ) -> None:
        self._gateway = gateway
        self._refusals = refusals_file
        self._sealed = sealed
        self._rules = rules
        self._broken: _Mark | None = None
        self._taking = asyncio.Lock()
        self._now = self._read()
        self.quotas = Quotas(self._now.declared.quota)
        self.routes: Routes | None = (
            Routes(self._now.declared, sealed.get) if self._now.declared.upstream else None
        )
        self._edge: Edge | None = None
        refusals.use(self._now.refusals)

    @property
    def declared(self) -> Declared:
        """What is declared now."""
        return self._now.declared

    def refuses_unjudged(self) -> bool:
        """Tell whether files in a prompt, which nobody here can judge, are refused now."""
        return self._now.declared.moderation.unjudged == "refuse"

    def guard(self, edge: Edge) -> None:
        """Keep an edge to what is declared about access."""
        self._edge = edge
        edge.swap(self._now.declared.access)

    async def record(self, ledger: Ledger, single: tuple[dict[str, object], ...] = ()) -> None:
        """Append what is in use now.

        Args:
            ledger: where to.
            single: the one upstream, when none is declared in a file.
        """
        told = base_models(self._now.declared) if self.routes is not None else list(single)
        await ledger.append(
            "upstreams", {"digest": self._now.digest, "upstreams": cast("JSON", told)}
        )
        await ledger.append("refusals", {"digest": self._now.refusals.digest})

    async def refresh(self, ledger: Ledger) -> bool:
        """Take up changed files; return whether anything was swapped.

        What cannot be used is reported once, in the log and as a
        ``reload-failed`` entry, and what is in use stays.
        """
        async with self._taking:
            mark = self._mark()
            if mark in {self._now.mark, self._broken}:
                return False
            try:
                new = await asyncio.to_thread(self._read)
                await self._swap(new)
            except (HeguiError, OSError) as error:
                self._broken = mark
                _log.error("kept what is in use: %s", error)
                await ledger.append("reload-failed", {"error": type(error).__name__})
                return False
            old, self._now, self._broken = self._now, new, None
            if old.digest != new.digest and self.routes is not None:
                told = cast("JSON", base_models(new.declared))
                await ledger.append("upstreams", {"digest": new.digest, "upstreams": told})
            if old.refusals.digest != new.refusals.digest:
                await ledger.append("refusals", {"digest": new.refusals.digest})
            return True

    async def _swap(self, new: _Read) -> None:
        if (self.routes is None) != (not new.declared.upstream):
            raise InvalidGatewayFile(
                self._gateway, "going over between one upstream and several needs a restart"
            )
        if self.routes is not None:
            await self.routes.swap(new.declared)
        self.quotas.swap(new.declared.quota)
        if self._edge is not None:
            self._edge.swap(new.declared.access)
        if new.declared.limits != self._now.declared.limits:
            _log.warning("changed [limits] count from the next start on")
        refusals.use(new.refusals)

    def _read(self) -> _Read:
        mark = self._mark()
        raw = b""
        if self._gateway is not None:
            try:
                raw = self._gateway.read_bytes()
            except OSError as error:
                raise InvalidGatewayFile(
                    self._gateway, f"expected to read it; found {error.strerror}"
                ) from None
        declared = decode(raw, self._gateway or "gateway.toml")
        library = load_refusals(self._refusals)
        rules = self._rules()
        for text in library.texts():
            if rules.scan(text, Stage.OUTPUT):
                raise InvalidRefusals(
                    self._refusals or "refusals.toml",
                    f"expected words that the rules let pass; found {text[:20]!r}…",
                )
        digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        return _Read(mark=mark, declared=declared, digest=digest, refusals=library)

    def _mark(self) -> _Mark:
        return tuple(_stamp(file) for file in (self._gateway, self._refusals, self._sealed.file))


def _stamp(file: Path | None) -> tuple[int, int]:
    if file is None:
        return 0, 0
    try:
        stat = file.stat()
    except FileNotFoundError:
        return -1, -1
    return stat.st_size, stat.st_mtime_ns

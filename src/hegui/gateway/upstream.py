"""The model behind the gateway: any OpenAI-compatible server, over HTTP/1.1.

It follows no redirect, reads no proxy from the environment, keeps no cookie, and
sends the operator's key, never the client's. Of what the client sent it forwards
the checked body and nothing else: no header.

    async with …:   upstream = Upstream('http://127.0.0.1:9000/v1', None)
    reply = await upstream.chat(body)      # status and headers are there
    while chunk := await reply.read(): …   # as they arrive
    reply.close()                          # a connection not read to its end is cut
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from math import isfinite
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import orjson

from hegui.errors import (
    GatewayError,
    UpstreamFailed,
    UpstreamForbidden,
    UpstreamInvalid,
    UpstreamTooLong,
    UpstreamUnreachable,
)
from hegui.gateway.egress import checked_url
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.http1 import Pool, Response
from hegui.gateway.limits import Limits

__all__ = ["Reply", "Upstream"]

_VISIBLE: Final = re.compile(r"[\x21-\x7e]+")
_MODELS_BYTES: Final = 4 * 1024 * 1024
_MODEL_FIELDS: Final = ("id", "object", "created", "owned_by")
_CHAT: Final = Endpoint("chat/completions")
_MODELS: Final = Endpoint("models")
_RETRY_LIST_S: Final = 5.0
"""How soon the list of models is asked for again after it failed or missed a name."""


class Reply:
    """An answer being received."""

    __slots__ = ("_response", "name", "read", "status")

    def __init__(self, response: Response, name: str = "") -> None:
        self._response = response
        self.name = name
        """The upstream that answers, as the operator calls it; empty when there is one only."""
        self.read = response.read
        self.status = response.status

    @property
    def content_type(self) -> bytes:
        """What the upstream calls its answer; not to be trusted about text."""
        return self._response.headers.get(b"content-type", b"")

    @property
    def retry_after_s(self) -> int | None:
        """What the upstream's ``retry-after`` says, when it is a number of seconds."""
        value = self._response.headers.get(b"retry-after", b"")
        return min(int(value), 3600) if value.isdigit() else None

    async def whole(self, limit: int) -> bytes:
        """Return all bytes to the end.

        Raises:
            UpstreamCut: the connection broke.
            UpstreamTooLong: there are more than `limit`.
        """
        parts: list[bytes] = []
        size = 0
        while chunk := await self._response.gather():
            size += len(chunk)
            if size > limit:
                raise UpstreamTooLong(limit)
            parts.append(chunk)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        """Give the connection back, or cut it when there was more to read."""
        self._response.close()


class Upstream:
    """An OpenAI-compatible server.

    Args:
        base_url: up to and with the version, for example ``https://host/v1``.
        api_key: the operator's key there, or None.
        allow_private: leave for `base_url` to be a name of a private machine;
            see `hegui.gateway.egress`.
        name: what the operator calls it; stands in entries and metrics.

    Raises:
        UpstreamForbidden: `base_url` is never to be called, or not without leave.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        *,
        allow_private: bool = False,
        name: str = "",
    ) -> None:
        self.base_url = checked_url(base_url, allow_private=allow_private)
        self.name = name
        self._allow_private = allow_private
        self._pool: Pool | None = None
        if api_key and not _VISIBLE.fullmatch(api_key):
            raise UpstreamForbidden(self.base_url, "comes with a key that no header can hold")
        self._api_key = api_key
        self._heads: dict[Endpoint, bytes] = {}
        self._limits = Limits()
        self._models: tuple[dict[str, object], ...] | None = None
        self._names: frozenset[object] = frozenset()
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()
        self._failure: GatewayError = UpstreamUnreachable()
        self._looking: asyncio.Task[None] | None = None

    async def open(self, limits: Limits) -> None:
        """Make the connection pool; a second call changes nothing."""
        if self._pool is None:
            self._limits = limits
            self._pool = Pool(
                self.base_url, connect_s=limits.connect_s, allow_private=self._allow_private
            )

    async def close(self) -> None:
        """Close every connection."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait((self._looking,))
            self._looking = None
        if self._pool is not None:
            pool, self._pool = self._pool, None
            pool.close()

    def retire(self) -> None:
        """Let what runs come to its end and keep no connection; nothing new is asked of it."""
        if self._pool is not None:
            self._pool.retire()

    async def chat(self, body: bytes) -> Reply:
        """Send a request for a chat completion; see `post`."""
        return await self.post(_CHAT, body, "")

    async def post(
        self,
        endpoint: Endpoint,
        body: bytes,
        model: str,
        content_type: bytes = b"application/json",
    ) -> Reply:
        """Send a request and return when its status is known.

        Args:
            endpoint: where, and how the key is shown there.
            body: as it is sent.
            model: the name that the client asked for. One upstream does not
                look at it; `hegui.gateway.routes.Routes` chooses by it.
            content_type: of `body`.

        Raises:
            UpstreamUnreachable, UpstreamTimeout: no connection.
            UpstreamCut, UpstreamInvalid: no status came.
        """
        del model
        head = self._heads.get(endpoint)
        if head is None:
            head = self._heads[endpoint] = self._head("POST", endpoint)
        return await self._ask(
            b"%scontent-type: %s\r\ncontent-length: %d\r\n\r\n%s"
            % (head, content_type, len(body), body)
        )

    async def models(self) -> tuple[dict[str, object], ...]:
        """Return the models that the upstream lists; at most `Limits.models_fresh_s` old.

        Raises:
            UpstreamUnreachable, UpstreamTimeout, UpstreamCut, UpstreamFailed,
            UpstreamInvalid, UpstreamTooLong: no list.
        """
        if self._models is not None and self._age() < self._limits.models_fresh_s:
            return self._models
        return await self._refresh()

    async def has_model(self, model: str) -> bool | None:
        """Tell whether the upstream lists `model`; None when it gives no list.

        Notes:
            O(1) without a call in the usual case. A name that is missing
            makes it ask again, at most every five seconds.
        """
        if model in self._names:
            return True
        if self._age() >= _RETRY_LIST_S:
            try:
                await self._refresh()
            except GatewayError:  # whichever way it has failed
                return None
        return None if self._models is None else model in self._names

    async def is_reachable(self) -> bool:
        """Tell whether the upstream lists its models, as far as is known.

        It waits only the first time. Later it tells what was known and asks
        anew meanwhile, so that an upstream that hangs delays nobody who
        asks for readiness.

        Notes:
            Asks when a list is `Limits.models_fresh_s` old, and every five
            seconds while there is none.
        """
        kept_s = _RETRY_LIST_S if self._models is None else self._limits.models_fresh_s
        if not isfinite(self._asked_at):
            await self._look()
        elif self._age() >= kept_s and (self._looking is None or self._looking.done()):
            self._looking = asyncio.get_running_loop().create_task(self._look())
        return self._models is not None

    async def _look(self) -> None:
        with suppress(GatewayError):  # whichever way it has failed, there is no list
            await self._refresh()

    def standings(self) -> tuple[()]:
        """One upstream has no breaker, so there is nothing to tell; see `Routes.standings`."""
        return ()

    def _age(self) -> float:
        return monotonic() - self._asked_at

    async def _refresh(self) -> tuple[dict[str, object], ...]:
        before = self._asked_at
        async with self._asking:
            if self._asked_at != before:
                # Somebody else asked while we waited. Were it asked anew for each who waits, a
                # server that hangs would keep the last of them for minutes.
                if self._models is None:
                    raise self._failure.with_traceback(None)
                return self._models
            listed: tuple[dict[str, object], ...] | None = None
            try:
                async with asyncio.timeout(self._limits.models_s):
                    listed = await self._list()
            except TimeoutError:
                self._failure = UpstreamUnreachable()
                raise self._failure from None
            except GatewayError as error:
                self._failure = error
                raise
            finally:
                # Until here the former list counted, so that no request waits for the new one.
                self._models = listed
                self._names = frozenset(entry["id"] for entry in listed or ())
                self._asked_at = monotonic()
            return listed

    async def _list(self) -> tuple[dict[str, object], ...]:
        reply = await self._ask(self._head("GET", _MODELS) + b"\r\n")
        try:
            raw = await reply.whole(_MODELS_BYTES)
        finally:
            reply.close()
        if reply.status != 200:
            raise UpstreamFailed(f"status {reply.status} for its list of models")
        try:
            listed = orjson.loads(raw)
            return tuple(
                {name: entry[name] for name in _MODEL_FIELDS if name in entry}
                for entry in listed["data"]
                if isinstance(entry["id"], str)
            )
        except (orjson.JSONDecodeError, LookupError, TypeError):
            raise UpstreamInvalid("a list of models", "something else") from None

    async def _ask(self, request: bytes) -> Reply:
        if self._pool is None:
            raise UpstreamUnreachable
        return Reply(await self._pool.ask(request), self.name)

    def _head(self, method: str, endpoint: Endpoint) -> bytes:
        """Return the request line and the headers that all requests there share."""
        parts = urlsplit(self.base_url)
        lines = [
            f"{method} {parts.path}/{endpoint.path} HTTP/1.1",
            f"host: {parts.netloc}",
            "accept-encoding: identity",
            *endpoint.headers,
        ]
        if self._api_key:
            lines.append(f"{endpoint.key_header}{self._api_key}")
        return ("\r\n".join(lines) + "\r\n").encode("ascii")

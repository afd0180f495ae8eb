"""Several upstreams in the place of one.

    client's model ─▶ route ─▶ upstream whose turn it is ─▶ its name of the model
                                      │ cannot be reached, is busy, is left alone
                                      └▶ the next one

A request is given to another upstream only when the first did nothing with it:
no connection came about, or the server itself said that it takes none now (429
or 503). A request whose answer broke off is not sent again: the model may have
worked on it already, and would be paid twice and answer twice.

A breaker leaves an upstream alone after failures in a row; when all are left
alone the last resort is still asked, since an honest 502 beats a guess.

It has the surface of `hegui.gateway.upstream.Upstream` and stands in its place.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import orjson

from hegui.errors import (
    GatewayError,
    ModelNotFound,
    UpstreamInvalid,
    UpstreamTimeout,
    UpstreamUnreachable,
)
from hegui.gateway.declared import Declared, UpstreamRule
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.limits import Limits
from hegui.gateway.route import Route, RouteTable, matches
from hegui.gateway.upstream import Reply, Upstream
from hegui.moderation.classifiers.breaker import Breaker

__all__ = ["Routes", "Standing"]

_TAKES_NONE: Final = frozenset({429, 503})
"""Statuses by which a server says that it did nothing with a request."""

_JSON: Final = b"application/json"
_CHAT: Final = Endpoint("chat/completions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one upstream stands, for metrics and the log."""

    name: str
    state: str
    """``closed``, ``open`` or ``half-open``: the breaker's."""

    asked: int
    failed: int


class _Member:
    """One upstream with its breaker."""

    def __init__(self, rule: UpstreamRule, secret: str) -> None:
        self.rule = rule
        self.secret = secret
        self.upstream = Upstream(
            rule.url, secret or None, allow_private=rule.private, name=rule.name
        )
        self.breaker = Breaker(failures=rule.failures, pause_s=rule.pause_s)
        self.asked = 0
        self.failed = 0

    async def open(self, limits: Limits) -> None:
        if self.rule.connect_s is not None:
            limits = replace(limits, connect_s=self.rule.connect_s)
        await self.upstream.open(limits)

    async def post(self, endpoint: Endpoint, body: bytes, model: str, content_type: bytes) -> Reply:
        """Ask, and tell the breaker how it went."""
        self.asked += 1
        try:
            async with asyncio.timeout(self.rule.first_byte_s):
                reply = await self.upstream.post(endpoint, body, model, content_type)
        except TimeoutError:
            self._note(is_well=False)
            raise UpstreamTimeout("first_byte", self.rule.first_byte_s or 0) from None
        except GatewayError:
            self._note(is_well=False)
            raise
        except BaseException:
            self.breaker.left()
            raise
        self._note(is_well=reply.status < 500)
        return reply

    def _note(self, *, is_well: bool) -> None:
        if is_well:
            self.breaker.succeeded()
        else:
            self.failed += 1
            self.breaker.failed()


class Routes:
    """Upstreams by model name.

    Args:
        declared: upstreams and routes, already checked.
        secret: gives the key for an upstream from its name and address; empty for none.

    Raises:
        UpstreamForbidden: a key that no header can hold.
    """

    def __init__(self, declared: Declared, secret: Callable[[str, str], str]) -> None:
        self._secret = secret
        self._limits: Limits | None = None
        self._members = {
            rule.name: _Member(rule, secret(rule.name, rule.url)) for rule in declared.upstream
        }
        self._table = RouteTable(declared.route)

    async def open(self, limits: Limits) -> None:
        """Make the connection pools; a second call changes nothing."""
        self._limits = limits
        for member in self._members.values():
            await member.open(limits)

    async def close(self) -> None:
        """Close every connection."""
        for member in self._members.values():
            await member.upstream.close()

    async def swap(self, declared: Declared) -> None:
        """Use other upstreams and routes from here on; what runs comes to its end.

        An upstream whose declaration and key are the same keeps its
        connections and the state of its breaker.

        Raises:
            UpstreamForbidden: a key that no header can hold; nothing has changed then.
        """
        made: dict[str, _Member] = {}
        for rule in declared.upstream:
            secret = self._secret(rule.name, rule.url)
            old = self._members.get(rule.name)
            is_same = old is not None and (old.rule, old.secret) == (rule, secret)
            made[rule.name] = old if is_same and old is not None else _Member(rule, secret)
        if self._limits is not None:
            for member in made.values():
                await member.open(self._limits)
        before, self._members = self._members, made
        self._table = RouteTable(declared.route)
        for name, member in before.items():
            if made.get(name) is not member:
                member.upstream.retire()

    async def chat(self, body: bytes) -> Reply:
        """Send a request for a chat completion; its model is read from the body."""
        return await self.post(_CHAT, body, str(orjson.loads(body)["model"]))

    async def post(
        self, endpoint: Endpoint, body: bytes, model: str, content_type: bytes = _JSON
    ) -> Reply:
        """Send a request to the upstream whose turn it is, or the next that takes it.

        Raises:
            ModelNotFound: no route.
            UpstreamUnreachable, UpstreamTimeout: none of them can be reached.
            UpstreamCut, UpstreamInvalid: the one that took it gave no status.
        """
        route = self._table.find(model)
        if route is None:
            raise ModelNotFound(model[:64])
        targets = [(self._members[each.upstream], each) for each in route.turn(model)]
        failure: GatewayError = UpstreamUnreachable()
        last = len(targets) - 1
        for index, (member, target) in enumerate(targets):
            if not member.breaker.allows() and index < last:
                continue
            renamed = target.model or model
            sent = body if renamed == model else with_model(body, renamed, content_type)
            try:
                reply = await member.post(endpoint, sent, renamed, content_type)
            except UpstreamUnreachable as error:
                failure = error
            except UpstreamTimeout as error:
                if error.phase != "connect":
                    raise
                failure = error
            else:
                if reply.status not in _TAKES_NONE or index == last:
                    return reply
                reply.close()
        raise failure

    async def models(self) -> tuple[dict[str, object], ...]:
        """Return what clients may ask for: exact names, and what upstreams list for the others."""
        found: dict[str, dict[str, object]] = {
            name: {"id": name, "object": "model", "created": 0, "owned_by": "hegui"}
            for name in self._table.exact
        }
        failure: GatewayError | None = None
        for route in self._table.patterns:
            try:
                for entry in await self._listed(route):
                    found.setdefault(str(entry["id"]), entry)
            except GatewayError as error:
                failure = error
        if failure is not None and not found:
            raise failure
        return tuple(found.values())

    async def _listed(self, route: Route) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        failure: GatewayError | None = None
        for target in route.targets:
            if target.model is not None:
                continue  # it is called something else there
            try:
                listed = await self._members[target.upstream].upstream.models()
            except GatewayError as error:
                failure = error
                continue
            found += [entry for entry in listed if matches(route.model, str(entry["id"]))]
        if failure is not None and not found:
            raise failure
        return found

    async def has_model(self, model: str) -> bool | None:
        """Tell whether a model is served; None when its upstreams give no list."""
        route = self._table.find(model)
        if route is None:
            return False
        if route.is_exact:
            return True
        is_unknown = False
        for target in route.named(model):
            known = await self._members[target.upstream].upstream.has_model(target.model or model)
            if known:
                return True
            is_unknown = is_unknown or known is None
        return None if is_unknown else False

    async def is_reachable(self) -> bool:
        """Tell whether one upstream at least lists its models."""
        for member in self._members.values():
            if await member.upstream.is_reachable():
                return True
        return False

    def standings(self) -> Iterator[Standing]:
        """Yield how each upstream stands, in the order of the file."""
        for name, member in self._members.items():
            yield Standing(
                name=name, state=member.breaker.state, asked=member.asked, failed=member.failed
            )


def with_model(body: bytes, model: str, content_type: bytes) -> bytes:
    """Return a body that names another model.

    Raises:
        UpstreamInvalid: the body has no ``model`` that could be renamed.

    >>> with_model(b'{"model": "fast", "n": 1}', 'qwen3-max', b'application/json')
    b'{"model":"qwen3-max","n":1}'
    """
    if content_type.startswith(_JSON):
        with suppress(orjson.JSONDecodeError):
            found = orjson.loads(body)
            if isinstance(found, dict):
                return orjson.dumps({**found, "model": model})
    mark = b'name="model"\r\n\r\n'
    at = body.find(mark)
    is_form = content_type.startswith(b"multipart/form-data") and model.isprintable()
    if is_form and at >= 0:
        start = at + len(mark)
        return body[:start] + model.encode() + body[body.index(b"\r\n", start) :]
    raise UpstreamInvalid("a body whose model can be renamed", "another one")

r"""What an operator declares about the gateway in ``gateway.toml``, read strictly.

    [limits]      any bound of `hegui.gateway.limits.Limits`
    [[upstream]]  a model server: name, address, where it stands, its base model's filing
    [[route]]     which models are served, by which upstreams, under which name
    [[quota]]     how much one key, user or model may ask for
    [access]      trusted proxies, and origins whose pages may call
    [moderation]  what is done with pictures and files that nobody here can judge

An unknown field, a route to an upstream that is not declared or a name used
twice is an error; it is told with its place in the file, and nothing of the
file is used. Secrets do not stand in it: see `hegui.records.sealed`.

>>> declared = decode(b'''
... [[upstream]]
... name = "house"
... url = "http://127.0.0.1:8000/v1"
... region = "cn"
...
... [[route]]
... model = "qwen-*"
... to = [{ upstream = "house" }]
... ''', "gateway.toml")
>>> declared.upstream[0].region, declared.route[0].to[0].weight
('cn', 1)
>>> decode(b'[limits]\nconcurent = 1', "gateway.toml")
Traceback (most recent call last):
    ...
hegui.errors.gateway.InvalidGatewayFile: gateway.toml: expected ...
"""

from __future__ import annotations

import re
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from hegui.errors import InvalidGatewayFile, UpstreamForbidden
from hegui.gateway.egress import checked_url
from hegui.gateway.limits import Limits

__all__ = [
    "AccessRule",
    "Declared",
    "ModerationRule",
    "QuotaRule",
    "RouteRule",
    "Target",
    "UpstreamRule",
    "decode",
]

_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
_Model = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600)]
_Count = Annotated[int, msgspec.Meta(ge=1)]
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


class UpstreamRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model server, and whose base model stands behind it."""

    name: _Name
    url: str
    private: bool = False
    """Its host name may mean a private machine."""

    region: Annotated[str, msgspec.Meta(pattern=r"^([a-z]{2})?$")] = ""
    """Where the base model is served from: ISO 3166-1 alpha-2 in lower case; empty: not known."""

    base_model: Annotated[str, msgspec.Meta(max_length=128)] = ""
    """What the base model is called on the public list."""

    filing: Annotated[str, msgspec.Meta(max_length=128)] = ""
    """The base model's number on the public list of filed services; empty: not known."""

    connect_s: _Seconds | None = None
    first_byte_s: _Seconds | None = None
    """Stricter than the gateway's own bound for this one server."""

    failures: _Count = 5
    """Failures in a row after which it is left alone …"""

    pause_s: _Seconds = 10.0
    """… for this long."""


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One upstream of a route."""

    upstream: _Name
    model: _Model | None = None
    """The model's name there; ``*`` stands for what the route's ``*`` matched. None: the same."""

    weight: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 1
    """Share of the requests; 0 asks it only when the others fail."""


class RouteRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A model as clients name it: exact, with a ``*`` at the end, or with one elsewhere."""

    model: _Model
    to: Annotated[tuple[Target, ...], msgspec.Meta(min_length=1)]


class QuotaRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much each key, user or model, or each combination of them, may ask for."""

    name: _Name
    per: Annotated[tuple[Literal["key", "user", "model"], ...], msgspec.Meta(min_length=1)]
    """Counted separately for each combination of these."""

    only: dict[Literal["key", "user", "model"], str] = {}
    """Applies only where these match; ``*`` stands for anything."""

    window_s: Annotated[float, msgspec.Meta(ge=1, le=31 * 86400)] = 60.0
    requests: _Count | None = None
    tokens: _Count | None = None
    concurrent: _Count | None = None


class AccessRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is believed about addresses, and whose pages may call."""

    proxies: tuple[str, ...] = ()
    """Networks whose ``X-Forwarded-*`` are believed; none by default."""

    origins: tuple[str, ...] = ()
    """Origins that browsers may call ``/v1`` from; none by default, and never ``*``."""


class ModerationRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done with what no engine here can judge."""

    unjudged: Literal["pass-and-record", "refuse"] = "pass-and-record"
    """Of pictures, sound, video and files in a prompt.

    They pass by default: hegui has no engine that looks at them, a model that takes none turns
    them away itself, and a service that offers pictures would end by an update. What passed
    stands in the entry. ``refuse`` is for a service that must not take what nobody looked at.
    """


class Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it."""

    limits: dict[str, float] = {}
    upstream: tuple[UpstreamRule, ...] = ()
    route: tuple[RouteRule, ...] = ()
    quota: tuple[QuotaRule, ...] = ()
    access: AccessRule = AccessRule()
    moderation: ModerationRule = ModerationRule()

    def bounds(self) -> Limits:
        """Return every bound, the declared ones in place of the defaults."""
        counts = {each.name for each in fields(Limits) if isinstance(each.default, int)}
        return Limits(
            **{  # type: ignore[arg-type]  # each value is of its own field's kind
                name: int(value) if name in counts else value for name, value in self.limits.items()
            }
        )


def decode(raw: bytes, file: str | Path) -> Declared:
    """Return what a file declares.

    Raises:
        InvalidGatewayFile: no TOML, or not of this shape; `where` tells the place.
    """
    try:
        declared = msgspec.toml.decode(raw, type=Declared)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidGatewayFile(file, str(error)) from None
    for fault in _faults(declared):
        raise InvalidGatewayFile(file, fault)
    return declared


def _faults(declared: Declared) -> list[str]:
    """Return what is wrong beyond the shape, in the order of the file."""
    found = _limit_faults(declared.limits) + _twice("upstream", [u.name for u in declared.upstream])
    for index, upstream in enumerate(declared.upstream):
        try:
            checked_url(upstream.url, allow_private=upstream.private)
        except UpstreamForbidden as error:
            found.append(f"upstream[{index}].url: {error}")
    found += _twice("route", [each.model for each in declared.route])
    names = {each.name for each in declared.upstream}
    for index, route in enumerate(declared.route):
        found += [f"route[{index}]: {why}" for why in _route_faults(route, names)]
    if declared.upstream and not declared.route:
        found.append("expected at least one [[route]] beside [[upstream]]; found none")
    found += _twice("quota", [each.name for each in declared.quota])
    found += [
        f"quota[{index}]: expected requests, tokens or concurrent; found none"
        for index, quota in enumerate(declared.quota)
        if quota.requests is quota.tokens is quota.concurrent is None
    ]
    return found + _access_faults(declared.access)


def _twice(table: str, names: list[str]) -> list[str]:
    return [
        f"{table}[{index}]: {name!r} is used twice"
        for index, name in enumerate(names)
        if name in names[:index]
    ]


def _limit_faults(limits: dict[str, float]) -> list[str]:
    known = {each.name: each.default for each in fields(Limits)}
    found: list[str] = []
    for name, value in limits.items():
        if name not in known:
            found.append(f"expected a bound such as 'concurrent' in [limits]; found {name!r}")
        elif value <= 0 or (isinstance(known[name], int) and value != int(value)):
            found.append(f"limits.{name}: expected a positive number, whole for counts")
    return found


def _route_faults(route: RouteRule, names: set[str]) -> list[str]:
    found = [
        f"expected a declared upstream; found {each.upstream!r}"
        for each in route.to
        if each.upstream not in names
    ]
    if not any(each.weight for each in route.to):
        found.append("expected one weight above 0; found none")
    if route.model.count("*") > 1:
        found.append("expected at most one '*' in model")
    found += [
        f"'*' in to.model {each.model!r} has nothing to stand for"
        for each in route.to
        if each.model and "*" in each.model and "*" not in route.model
    ]
    return found


def _access_faults(access: AccessRule) -> list[str]:
    found: list[str] = []
    for proxy in access.proxies:
        try:
            ip_network(proxy)
        except ValueError:
            found.append(
                f"access.proxies: expected a network such as '10.0.0.0/8'; found {proxy!r}"
            )
    found += [
        f"access.origins: expected an origin such as 'https://a.example'; found {origin!r}"
        for origin in access.origins
        if not _ORIGIN.fullmatch(origin)
    ]
    return found

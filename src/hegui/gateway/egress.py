"""Where the gateway may connect to.

The address of an upstream is an operator's setting, and settings get changed
by whoever can. So some places are never called, whatever is set:

    never           link-local (and so cloud metadata), multicast, unspecified, reserved
    with leave      loopback, private and shared ranges
    else            public addresses

Leave is given by writing the address itself (``http://127.0.0.1:9000``), or by
``allow_private`` for a name (``http://vllm:8000``). A name is checked again
each time it is looked up: what it means may change after the settings were read.

>>> checked_url('https://api.example.com/v1/', allow_private=False)
'https://api.example.com/v1'
>>> checked_url('http://169.254.169.254/latest', allow_private=True)
Traceback (most recent call last):
    ...
hegui.errors.gateway.UpstreamForbidden: expected a public http(s) address as upstream; ...
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from hegui.errors import UpstreamForbidden

__all__ = ["checked_url", "why_refused"]

_METADATA: Final = frozenset({ip_address("100.100.100.200"), ip_address("fd00:ec2::254")})
"""Metadata services outside the link-local range (Alibaba Cloud, AWS over IPv6)."""


def why_refused(address: str, *, allow_private: bool) -> str | None:
    """Return why an IP address may not be called, or None when it may."""
    ip = _unmapped(ip_address(address.partition("%")[0]))
    if ip.is_link_local or ip in _METADATA:
        return "is link-local or a metadata service, which are never called"
    if ip.is_multicast or ip.is_unspecified:
        return "is no address of a server"
    if not ip.is_global and not allow_private:
        return "is a private address, which needs the operator's leave"
    return None


def checked_url(url: str, *, allow_private: bool) -> str:
    """Return a base address without its trailing slash.

    Raises:
        UpstreamForbidden: no plain http(s) address, or one never to be called.
    """
    shown = url.partition("?")[0].rpartition("@")[2]
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise UpstreamForbidden(shown, "cannot be read as an address") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise UpstreamForbidden(shown, "does not begin with http:// or https:// and a host")
    if parts.username is not None or parts.query or parts.fragment:
        raise UpstreamForbidden(shown, "holds a password, a query or a fragment")
    if (ip := _literal(host)) is not None and (
        # Whoever writes the number means that machine.
        because := why_refused(ip, allow_private=True)
    ):
        raise UpstreamForbidden(shown, because)
    if host == "localhost" and not allow_private:
        raise UpstreamForbidden(shown, "is a private address, which needs the operator's leave")
    return url.rstrip("/")


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:  # 0x7f000001, 2130706433 and 127.1 reach the same machine
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _unmapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return ip if mapped is None else mapped

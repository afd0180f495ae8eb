"""Asking a server of the operator's outside the hot path: an issuer, a verifier.

https, or http on this machine; no redirect, no proxy of the environment, a few
seconds, a bounded answer. Blocks, so it runs in a thread.
"""

from __future__ import annotations

import http.client
import ssl
from typing import Final
from urllib.parse import urlsplit

from hegui.errors import InvalidUserSetting
from hegui.gateway.egress import checked_url

__all__ = ["ask", "checked"]

_BYTES: Final = 256 * 1024
_WITHIN_S: Final = 5.0


def checked(url: str, where: str) -> str:
    """Return the address of a setting.

    Raises:
        InvalidUserSetting: it is neither https nor on this machine.
        UpstreamForbidden: it is no address, or one that is never called.
    """
    parts = urlsplit(checked_url(url, allow_private=True))
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise InvalidUserSetting(
            where, expected="https://…", found=f"{parts.scheme}://{parts.hostname}"
        )
    return url


def ask(
    url: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """Return status and body of one answer: a GET, or a POST of `body`.

    Raises:
        OSError: no answer, a broken one, or one that is too long.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        tls = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=_WITHIN_S, context=tls
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=_WITHIN_S)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            "GET" if body is None else "POST",
            path,
            body=body,
            headers={"accept": "application/json", **(headers or {})},
        )
        answer = connection.getresponse()
        raw = answer.read(_BYTES + 1)
    except http.client.HTTPException as error:
        raise OSError(f"expected an HTTP answer; found {type(error).__name__}") from error
    finally:
        connection.close()
    if len(raw) > _BYTES:
        raise OSError(f"expected an answer of at most {_BYTES} bytes; found a longer one")
    return answer.status, raw

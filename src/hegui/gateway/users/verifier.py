"""Real names: a verifier is asked, and answers later with a signed callback.

What is sent and what comes back is signed with one shared secret:

    x-hegui-signature: t=<epoch second>,v1=<hex of HMAC-SHA-256 over "t.body">

The verifier gets a random id, the method and what the service handed in for
it, which is passed on and not kept. Its answer names the id and says verified
or not; state, method and time are kept.

    {"verification": "v-…", "verified": true}

>>> signature = sign(b'{}', b'k' * 32, at=100)
>>> check(b'{}', signature, b'k' * 32, now=130, within_s=60)
>>> check(b'{}', signature, b'k' * 32, now=230, within_s=60)
Traceback (most recent call last):
    ...
hegui.errors.users.InvalidCallback: the callback is not accepted: it is older than 60 s
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Any, Final, Protocol

import orjson

from hegui import clock
from hegui.errors import InvalidCallback, UsersUnavailable
from hegui.gateway.users.outside import ask, checked

__all__ = ["SIGNATURE", "HttpVerifier", "Verifier", "check", "sign"]

SIGNATURE: Final = "x-hegui-signature"
_GRAMMAR: Final = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class Verifier(Protocol):
    """Whoever verifies a real identity.

    >>> class Nobody:
    ...     def start(self, id_, method, fields): ...
    """

    def start(self, id_: str, method: str, fields: dict[str, Any]) -> None:
        """Ask for a verification; blocks for some seconds. The answer comes by callback.

        Raises:
            UsersUnavailable: it was not taken.
        """


class HttpVerifier:
    """A verifier behind an address of the operator's."""

    def __init__(self, url: str, secret: bytes) -> None:
        self._url = checked(url, "users.real_name.verifier_url")
        self._secret = secret

    def start(self, id_: str, method: str, fields: dict[str, Any]) -> None:
        """Ask for a verification.

        Raises:
            UsersUnavailable: it was not taken.
        """
        body = orjson.dumps({"verification": id_, "method": method, "fields": fields})
        signature = sign(body, self._secret, at=int(clock.now().timestamp()))
        headers = {"content-type": "application/json", SIGNATURE: signature}
        try:
            status, _ = ask(self._url, body=body, headers=headers)
        except OSError as error:
            raise UsersUnavailable(f"the verifier does not answer ({type(error).__name__})") from (
                error
            )
        if status not in {200, 201, 202, 204}:
            raise UsersUnavailable(f"the verifier answered {status}")


def sign(body: bytes, secret: bytes, *, at: int) -> str:
    """Return the signature of a body at an epoch second."""
    mac = hmac.new(secret, b"%d." % at + body, sha256).hexdigest()
    return f"t={at},v1={mac}"


def check(body: bytes, signature: str, secret: bytes, *, now: float, within_s: int) -> None:
    """Accept a signed body, or say why not.

    Raises:
        InvalidCallback: no signature, a wrong one, or one from another time.
    """
    found = _GRAMMAR.fullmatch(signature)
    if found is None:
        raise InvalidCallback(f"expected {SIGNATURE}: t=…,v1=…")
    at = int(found[1])
    if not hmac.compare_digest(signature, sign(body, secret, at=at)):
        raise InvalidCallback("its signature is wrong")
    if abs(now - at) > within_s:
        raise InvalidCallback(f"it is older than {within_s} s")

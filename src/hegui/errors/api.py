"""Errors that the management API tells: who may not come in, and what cannot be read.

What the engines say goes out under their own names; see `hegui.console.api.problem`.
"""

from __future__ import annotations

from typing import ClassVar

from hegui.errors.base import HeguiError

__all__ = [
    "ApiError",
    "InputTooLarge",
    "InvalidInput",
    "ScopeMissing",
    "ServerFailure",
    "TokenRefused",
    "TooManyTries",
    "UnknownAddress",
    "UnknownPerson",
    "UnknownRecord",
    "VerbNotAllowed",
]


class ApiError(HeguiError):
    """What a caller of the management API is told; carries an HTTP status."""

    status: ClassVar[int] = 400
    """HTTP status of the answer."""


class TokenRefused(ApiError):
    """No access token was shown, or one that is unknown, revoked, too old or nobody's any more."""

    status = 401
    hint = "Send 'Authorization: Bearer <token>' with a token from `hegui token new`."

    def __init__(self, found: str) -> None:
        self.expected = "an access token that is known and in force"
        self.found = found
        super().__init__(f"expected {self.expected}; found {found}")


class TooManyTries(ApiError):
    """Too many tokens that are none came from one network address."""

    status = 429
    hint = "Look whether a program uses a token that was revoked."

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"expected a token in force; wait {retry_after_s} s before the next try")


class ScopeMissing(ApiError):
    """The token is in force and was not made for this."""

    status = 403

    def __init__(self, scope: str, *, found: tuple[str, ...]) -> None:
        self.scope = scope
        self.expected = f"the scope {scope}"
        self.found = ", ".join(found) or "none"
        self.hint = f"Make a token with `hegui token new --scope {scope}`."
        super().__init__(f"expected a token with {self.expected}; it has {self.found}")


class UnknownAddress(ApiError, LookupError):
    """Nothing answers here, or nobody has decided who may call it."""

    status = 404
    hint = "See the addresses in docs/reference/openapi.management.json."

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"expected an address of the management API; found {path}")


class VerbNotAllowed(ApiError):
    """The address exists with another verb."""

    status = 405

    def __init__(self, method: str, path: str, *, allow: tuple[str, ...]) -> None:
        self.method = method
        self.path = path
        self.allow = allow
        self.expected = ", ".join(allow)
        self.found = method
        super().__init__(f"expected {self.expected} on {path}; found {method}")


class InputTooLarge(ApiError):
    """A body is longer than this address reads."""

    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"expected a body of at most {limit} bytes; found a longer one")


class InvalidInput(ApiError, ValueError):
    """A field of the address or of the body is missing or cannot be used."""

    status = 422
    hint = "See the address in docs/reference/openapi.management.json."

    def __init__(self, where: str, *, expected: str, found: str) -> None:
        self.where = where
        self.expected = expected
        self.found = found
        super().__init__(f"{where}: expected {expected}; found {found}")


class UnknownRecord(ApiError, LookupError):
    """There is no row of this name."""

    status = 404

    def __init__(self, kind: str, asked: str) -> None:
        self.kind = kind
        self.asked = asked
        super().__init__(f"expected the id of a {kind}; there is none {asked[:80]!r}")


class UnknownPerson(ApiError, LookupError):
    """No account of this name works here, or it has no role."""

    status = 404
    hint = "Name an active account of a member of staff, for example officer."

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"expected an active account with a role; there is none named {name!r}")


class ServerFailure(ApiError):
    """A bug. Its trace is in the server's log and nowhere else."""

    status = 500
    hint = "Hand the server's log to whoever runs it."

    def __init__(self) -> None:
        super().__init__("expected an answer; found an error on our side")

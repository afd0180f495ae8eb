"""Errors about end users: what one of them is told, and what an operator set wrong.

A `UserError` is an answer, not a failure: the entry of the exchange says ``refused``.
"""

from __future__ import annotations

from hegui.errors.gateway import GatewayError
from hegui.errors.records import RecordsError
from hegui.errors.settings import SettingsError

__all__ = [
    "InvalidCallback",
    "InvalidUserSetting",
    "InvalidUserToken",
    "MeasureNotInForce",
    "MinorNotServed",
    "RealNameRequired",
    "UnknownUser",
    "UserError",
    "UserLimited",
    "UserRequired",
    "UserSuspended",
    "UsersUnavailable",
]


class UserError(GatewayError):
    """Why an end user is not served now, in the language of the request.

    Never raised itself.
    """

    status = 403
    type = "permission_error"

    def __init__(self, why: str, *, appeal_url: str = "") -> None:
        self.why = why
        self.appeal_url = appeal_url
        super().__init__(why)


class InvalidUserToken(UserError):
    """The token that names the end user is missing a part, forged, too old or for somebody else."""

    status = 401
    type = "invalid_request_error"

    def __init__(self, because: str) -> None:
        self.because = because
        super().__init__(f"the end user's token is not accepted: {because}")


class UserRequired(UserError):
    """The service wants to know its end users, and the request names none."""

    status = 401
    type = "invalid_request_error"

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"expected an end user in {where}; found none")


class UserSuspended(UserError):
    """The end user is suspended, or the service to them has ended."""


class UserLimited(UserError):
    """The end user sent more than a measure or a limit of time allows now."""

    status = 429
    type = "rate_limit_error"

    def __init__(self, why: str, *, retry_after_s: int, appeal_url: str = "") -> None:
        self.retry_after_s = retry_after_s
        super().__init__(why, appeal_url=appeal_url)


class RealNameRequired(UserError):
    """The end user's real identity is not verified, and the policy asks for it."""


class MinorNotServed(UserError):
    """The end user is a minor, and this hour, this function or the service is not for minors."""


class InvalidCallback(UserError):
    """A verifier's callback is unsigned, too old, repeated or about nobody known."""

    status = 401
    type = "invalid_request_error"

    def __init__(self, because: str) -> None:
        self.because = because
        super().__init__(f"the callback is not accepted: {because}")


class UsersUnavailable(GatewayError):
    """Who the end user is, or how they stand, cannot be known now; so nobody is let in."""

    status = 503
    retry_after_s = 5

    def __init__(self, because: str = "") -> None:
        self.because = because
        super().__init__(f"end users cannot be looked up at present{because and ': '}{because}")


class InvalidUserSetting(SettingsError, ValueError):
    """The table ``[users]`` of ``hegui.toml`` cannot be used as it stands."""

    hint = "See docs/how-to/know-your-users.md."

    def __init__(self, where: str, *, expected: str, found: str) -> None:
        self.where = where
        self.expected = expected
        self.found = found
        super().__init__(f"{where}: expected {expected}; found {found}")


class UnknownUser(RecordsError, LookupError):
    """Nobody is known by this id."""

    hint = "Use the id that your service sends, or the reference that begins with u-."

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(f"expected the id or reference of an end user; nobody is known as {asked}")


class MeasureNotInForce(RecordsError):
    """The end user is under no measure that could be lifted or ended."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(f"expected a measure in force; {ref} is under none")

"""Errors about tables, keys, attestations."""

from __future__ import annotations

from hegui.errors.base import HeguiError

__all__ = [
    "InvalidDatabaseUrl",
    "KeyAlreadyRevoked",
    "KeysUnavailable",
    "LoginTicketRefused",
    "NoAgreement",
    "RecordsError",
    "SealBroken",
]


class RecordsError(HeguiError):
    """Tables, keys, attestations."""


class InvalidDatabaseUrl(RecordsError, ValueError):
    """The address of the records cannot be read. The message never shows a password."""

    hint = "Set HEGUI_DATABASE, or leave it empty for SQLite."

    def __init__(self, expected: str, *, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"HEGUI_DATABASE: expected {expected}; found {found}")


class KeyAlreadyRevoked(RecordsError):
    """A key was revoked before."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        super().__init__(f"expected an active key; {id_} is revoked already")


class LoginTicketRefused(RecordsError):
    """A one-time login link is unknown, used or too old."""

    hint = "Restart the server to get a new link, or log in with a password."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"expected an unused login link of the last 15 minutes; this one is {why}")


class NoAgreement(RecordsError):
    """Content may not be given without its label: the recipient accepted no terms for that."""

    hint = "Publish the service agreement, and let the recipient accept it first."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"expected the recipient to have accepted the agreement in force; {why}")


class KeysUnavailable(RecordsError):
    """The key table could not be read, at the start or for too long since."""

    hint = "Look whether the records database can be reached."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"expected to read the key table; found {why}")


class SealBroken(RecordsError):
    """A sealed secret cannot be opened: the file or its key was changed."""

    hint = "Give the key again with `hegui upstream key`."

    def __init__(self, name: str, file: object) -> None:
        self.name = name
        self.file = str(file)
        super().__init__(
            f"expected to open the sealed key of {name}; {file} or its key was changed"
        )

"""Opening the records for a verb, finding a user, and leaving an entry beside a running service."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hegui.cli.settings import read
from hegui.errors import LedgerLocked, MissingExtra, UnknownUser
from hegui.law.profile import profile_path
from hegui.records.entries import Receipt, Writer

if TYPE_CHECKING:
    from hegui.gateway.users import UserSettings

__all__ = ["BY", "ID", "REASON", "found", "opened", "settings_of", "writing"]

ID = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id that your service sends, or the reference that begins with u-."
    ),
]
"""The argument ``ID``."""

BY = Annotated[str, typer.Option("--by", help="Who decides: your account name in the console.")]
"""The option ``--by``."""

REASON = Annotated[str, typer.Option("--reason", help="Why, at least ten characters.")]
"""The option ``--reason``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """The receipt of an entry that the running service appends within seconds."""

    id: str
    seq: int = -1


class _Inbox:
    """A writer for when the running service has the ledger."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append_sync(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        refs: Sequence[str] = (),
        receipt: str | None = None,  # noqa: ARG002 - the inbox names its own
    ) -> Receipt:
        """Leave the entry for the running service."""
        from hegui.ledger.inbox import deposit  # noqa: PLC0415 - needs the extra

        return _Waiting(id=deposit(self._folder, kind, payload, refs=refs))


def opened() -> Path:
    """Return the service's folder with its records ready.

    Raises:
        MissingExtra: the packages that read records are not installed.
    """
    var = read(os.environ).var
    try:
        from hegui.records.setup import prepare  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        raise MissingExtra("user", "server", str(error.name)) from error
    prepare(var)
    return var


def settings_of(profile: Path | None) -> tuple[UserSettings | None, Path]:
    """Return the table ``[users]`` and the file that it stands in.

    Raises:
        ProfileNotFound: there is no ``hegui.toml``.
        InvalidUserSetting: the table cannot be used.
    """
    from hegui.gateway.users import read_settings  # noqa: PLC0415 - needs the extra

    file = profile_path(profile)
    return read_settings(file), file


def found(asked: str, var: Path, profile: Path | None) -> str:
    """Return the reference of a user, asked for by it or by the service's id.

    Raises:
        UnknownUser: nobody is known by it.
    """
    from hegui.cli.service.end_users import digests, pepper_of  # noqa: PLC0415 - Django is set up
    from hegui.records.models import EndUserRow  # noqa: PLC0415

    if asked.startswith("u-") and EndUserRow.objects.filter(ref=asked).exists():
        return asked
    settings, _ = settings_of(profile)
    if settings is not None:
        digest = digests(settings, asked, pepper_of(var))
        row = EndUserRow.objects.filter(digest__in=digest).first()
        if row is not None:
            return row.ref
    raise UnknownUser(asked)


@contextmanager
def writing(var: Path) -> Iterator[Writer]:
    """Give the ledger, or the running service's inbox."""
    from hegui.ledger import Ledger  # noqa: PLC0415 - needs the extra

    folder = var / "ledger"
    try:
        ledger = Ledger.open(folder)
    except LedgerLocked:
        yield _Inbox(folder)
        return
    try:
        yield ledger
    finally:
        ledger.close()

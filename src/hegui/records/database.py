"""From one address to Django's description of a database.

``HEGUI_DATABASE`` is empty (SQLite beside the other files), ``sqlite:///…`` or
``postgres://user:password@host:port/name?sslmode=require``.

>>> parse('postgres://ann:s%40fe@db.example:5433/hegui', Path('var'))['PASSWORD']
's@fe'
>>> parse('', Path('var'))['NAME']
'var/records.sqlite3'
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from hegui.errors import InvalidDatabaseUrl

__all__ = ["parse"]

_POSTGRES: Final = frozenset({"postgres", "postgresql"})

_OPTIONS: Final = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}
)
"""What may stand after the question mark; anything else is a mistake worth telling."""


def parse(url: str, folder: Path) -> dict[str, Any]:
    """Return the entry of ``DATABASES`` for an address.

    Args:
        url: the address, or an empty string for SQLite in `folder`.
        folder: where the default database lies.

    Raises:
        InvalidDatabaseUrl: the scheme is neither, a part is missing, or an
            option is not in the list. The message never shows the password.
    """
    if not url:
        return _sqlite(str(folder / "records.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path.removeprefix("/"))
        if parts.netloc or not name:
            raise InvalidDatabaseUrl("sqlite:///<path of a file>", found="no path")
        return _sqlite(name)
    if parts.scheme in _POSTGRES:
        return _postgres(parts)
    raise InvalidDatabaseUrl(
        "sqlite:///… or postgres://…", found=f"scheme {parts.scheme or '(none)'!r}"
    )


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # Readers never wait for the writer; a revoked key is on disk before we say so.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def _postgres(parts: SplitResult) -> dict[str, Any]:
    try:
        port = parts.port
    except ValueError:
        raise InvalidDatabaseUrl("a port from 1 to 65535", found="another port") from None
    name = unquote(parts.path.removeprefix("/"))
    if not parts.hostname or not name or "/" in name:
        raise InvalidDatabaseUrl(
            "postgres://user:password@host/name", found="no host, or not one name"
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(options) - _OPTIONS):
        raise InvalidDatabaseUrl(
            f"options among {', '.join(sorted(_OPTIONS))}", found=", ".join(unknown)
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(options),
    }

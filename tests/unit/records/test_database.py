"""Addresses of the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidDatabaseUrl
from hegui.records.database import parse

VAR = Path("var")


def test_nothing_said_is_sqlite_in_the_folder() -> None:
    """Without an address the records lie beside the other files."""
    found = parse("", VAR)

    assert ("django.db.backends.sqlite3", "var/records.sqlite3") == (found["ENGINE"], found["NAME"])


def test_sqlite_keeps_what_it_acknowledged() -> None:
    """A revoked key is on disk before anybody is told."""
    assert "synchronous=FULL" in parse("", VAR)["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:////srv/records.db", "/srv/records.db"), ("sqlite:///a%20b.db", "a b.db")],
)
def test_sqlite_by_address(url: str, name: str) -> None:
    """Three slashes are a relative path, four an absolute one."""
    assert name == parse(url, VAR)["NAME"]


def test_postgres_with_everything() -> None:
    """Each part is decoded on its own, so a password may hold any character."""
    found = parse("postgresql://a%3Ab:p%40%2Fss@db.example:6432/he%2Dgui?sslmode=require", VAR)

    assert {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "he-gui",
        "USER": "a:b",
        "PASSWORD": "p@/ss",
        "HOST": "db.example",
        "PORT": "6432",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": "require"},
    } == found


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hunter2@h/n",
        "postgres://u:hunter2@/n",
        "postgres://u:hunter2@h/",
        "postgres://u:hunter2@h/a/b",
        "postgres://u:hunter2@h:99999/n",
        "postgres://u:hunter2@h/n?options=-cfsync=off",
        "postgres://u:hunter2@h/n?passfile=/etc/passwd",
        "sqlite://hunter2/x",
        "sqlite:///",
        "hunter2",
    ],
)
def test_a_wrong_address_is_told_without_its_password(url: str) -> None:
    """What is expected is said; what might be secret is not repeated."""
    with pytest.raises(InvalidDatabaseUrl) as caught:
        parse(url, VAR)

    assert "hunter2" not in caught.value.explain()

"""API keys: kept as hashes, refused when revoked, refused when nothing can be known."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hegui.errors import KeyAlreadyRevoked, KeysUnavailable
from hegui.records.setup import prepare

pytestmark = pytest.mark.usefixtures("var")


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], float]:
    """Wait for something to hold; return the seconds it took, at most 5."""

    def wait(holds: Callable[[], bool]) -> float:
        begun = time.monotonic()
        while not holds() and time.monotonic() - begun < 5:
            time.sleep(0.005)
        return time.monotonic() - begun

    return wait


def test_a_key_is_kept_as_a_hash_only(var: Path) -> None:
    """Neither the row nor the file holds the secret."""
    from hegui.records.keys import issue_key

    issued = issue_key("web")
    secret = issued.secret[-43:]

    assert issued.secret.startswith(f"hegui-{issued.key.id}-")
    assert all(
        secret.encode() not in file.read_bytes() for file in var.rglob("*") if file.is_file()
    )


def test_a_fresh_key_is_found() -> None:
    """Whoever presents it is known by id, name and what was declared."""
    from hegui.records.keys import DatabaseKeys, Key, issue_key

    issued = issue_key("web", client_labels=True)
    keys = DatabaseKeys()
    try:
        found = keys.lookup(issued.secret)
    finally:
        keys.close()

    assert Key(id=issued.key.id, name="web", client_labels=True) == found


@pytest.mark.parametrize("guess", ["", "hegui-", "hegui-k-0-x", "\ud800", "x" * 10_000])
def test_a_guess_is_not_found(guess: str) -> None:
    """Anything else is nobody's."""
    from hegui.records.keys import DatabaseKeys, issue_key

    issue_key("web")
    keys = DatabaseKeys()
    try:
        assert keys.lookup(guess) is None
    finally:
        keys.close()


def test_another_pepper_knows_nobody(var: Path) -> None:
    """A stolen table without the pepper lets nobody in."""
    from hegui.records import key_files
    from hegui.records.keys import DatabaseKeys, issue_key

    issued = issue_key("web")
    key_files.write(var / "keys" / "pepper.key", "another")
    keys = DatabaseKeys()
    try:
        assert keys.lookup(issued.secret) is None
    finally:
        keys.close()


def test_a_revoked_key_is_refused_within_two_seconds(
    until: Callable[[Callable[[], bool]], float],
) -> None:
    """Also when another process revoked it, without telling this one."""
    from hegui.clock import now
    from hegui.records.keys import DatabaseKeys, issue_key
    from hegui.records.models import ApiKey

    issued = issue_key("web")
    keys = DatabaseKeys()
    try:
        assert keys.lookup(issued.secret) is not None
        ApiKey.objects.filter(pk=issued.key.id).update(revoked_at=now())
        took = until(lambda: keys.lookup(issued.secret) is None)
    finally:
        keys.close()

    assert took < 2


def test_a_key_works_soon_after_it_was_issued(until: Callable[[Callable[[], bool]], float]) -> None:
    """The process that issued it does not wait for the next round."""
    from hegui.records.keys import DatabaseKeys, issue_key, revoke_key

    keys = DatabaseKeys(refresh_s=60)
    try:
        issued = issue_key("web")
        took = until(lambda: keys.lookup(issued.secret) is not None)
        revoke_key(issued.key.id, because="test")
        lost = until(lambda: keys.lookup(issued.secret) is None)
    finally:
        keys.close()

    assert took < 2
    assert lost < 2


def test_nobody_is_let_in_when_the_table_cannot_be_read() -> None:
    """After a minute without an answer the snapshot no longer counts; nobody is called wrong."""
    from hegui.records.keys import DatabaseKeys, issue_key

    now = [0.0]
    issued = issue_key("web")
    keys = DatabaseKeys(refresh_s=3600, monotonic=lambda: now[0])
    try:
        now[0] = 60.0
        still = keys.lookup(issued.secret)
        now[0] = 60.1
        with pytest.raises(KeysUnavailable, match="no answer in time"):
            keys.lookup(issued.secret)
        with pytest.raises(KeysUnavailable):
            keys.lookup("hegui-k-0-guess")
    finally:
        keys.close()

    assert still is not None


def test_a_table_that_went_away_is_told_and_forgotten_when_it_is_back(
    var: Path, until: Callable[[Callable[[], bool]], float]
) -> None:
    """The reason is the database's own; the same object lets in again afterwards."""
    from django.db import connections

    from hegui.records.keys import DatabaseKeys, issue_key

    issued = issue_key("web")
    connections.close_all()
    keys = DatabaseKeys(refresh_s=0.01, trust_s=0.3)
    table, away = var / "records.sqlite3", var / "away.sqlite3"
    try:
        table.rename(away)
        until(lambda: not keys.is_fresh)
        with pytest.raises(KeysUnavailable, match="OperationalError"):
            keys.lookup(issued.secret)
        table.unlink(missing_ok=True)
        away.rename(table)
        until(lambda: keys.is_fresh)
        found = keys.lookup(issued.secret)
    finally:
        keys.close()

    assert found is not None
    assert issued.key.id == found.id


def test_a_start_without_a_table_is_told(
    var: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A gateway that could let nobody in does not start."""
    from django.db import connections

    from hegui.records.keys import DatabaseKeys

    (var / "records.sqlite3").unlink()
    connections.close_all()
    with pytest.raises(KeysUnavailable, match="no such table"):
        DatabaseKeys()
    prepare(tmp_path_factory.mktemp("after"))


def test_revoking_twice_is_told() -> None:
    """The first reason stays."""
    from hegui.records.keys import issue_key, revoke_key
    from hegui.records.models import ApiKey

    issued = issue_key("web")
    revoke_key(issued.key.id, because="lost")
    with pytest.raises(KeyAlreadyRevoked):
        revoke_key(issued.key.id, because="again")

    assert "lost" == ApiKey.objects.get().revoked_because


def test_looking_up_touches_no_database() -> None:
    """The hot path is a hash and a dictionary."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from hegui.records.keys import DatabaseKeys, issue_key

    issued = issue_key("web")
    keys = DatabaseKeys()
    try:
        with CaptureQueriesContext(connection) as queries:
            keys.lookup(issued.secret)
    finally:
        keys.close()

    assert 0 == len(queries)

"""``hegui user``: one end user, found, shown, exported, lifted, erased."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.unit.records.folders import migrated, var
from typer.testing import CliRunner

from hegui import clock
from hegui.cli.main import app
from hegui.errors import MeasureNotInForce, UnknownUser
from hegui.records.end_user import EndUser, Measure, MeasureKind

__all__ = ["migrated", "var"]

WHO = "ann@example"
TOML = """
[service]
name.zh = "测试"
name.en = "test"
[users]
identity = "token"
[users.token]
secret_file = "x.key"
issuer = "app"
"""
DECIDED = ("--by", "officer", "--reason", "reviewed: it was research")


@pytest.fixture
def profile(var: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service whose user is suspended."""
    from hegui.cli.service.end_users import pepper_of
    from hegui.gateway.users.identity import digest_of
    from hegui.records.end_users.store import DatabaseUsers

    file = var / "hegui.toml"
    file.write_text(TOML, encoding="utf-8")
    monkeypatch.setenv("HEGUI_PROFILE", str(file))
    now = clock.now()
    user = EndUser(
        ref="u-00000000000000000001",
        digest=digest_of(WHO, "iss:app", pepper_of(var)),
        created=now,
        seen=now,
    )
    measure = Measure(kind=MeasureKind.SUSPEND, since=now, until=now + timedelta(hours=9))
    DatabaseUsers().save([replace(user, measure=measure)])
    return file


def _run(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["user", *words, "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert code == result.exit_code, result.output
    return json.loads(result.output)


@pytest.mark.usefixtures("profile")
class TestUser:
    """A person is found by the id that the service sends, which is nowhere kept."""

    def test_standing_by_id_and_by_reference(self) -> None:
        """Exit 1 while a measure is in force."""
        told = _run("standing", WHO, code=1)

        assert ("suspend", "u-00000000000000000001") == (told["measure"], told["user"])
        assert told == _run("standing", told["user"], code=1)

    def test_a_stranger_is_nobody(self) -> None:
        """Told what an id looks like."""
        with pytest.raises(UnknownUser, match="known as ben"):
            _run("standing", "ben")

    def test_lifting_is_recorded_and_ends_the_measure(self) -> None:
        """A second time there is nothing to lift."""
        from hegui.ledger import Reader

        told = _run("lift", WHO, *DECIDED)

        assert "none" == _run("standing", WHO)["measure"]
        with pytest.raises(MeasureNotInForce):
            _run("lift", WHO, *DECIDED)
        entry = Reader.open(_folder()).by_receipt(told["receipt"])
        assert entry is not None
        assert ("lift", "officer") == (entry.payload["act"], entry.payload["by"])

    def test_a_person_may_end_the_service_to_somebody(self) -> None:
        """Without an end, whatever hours are given."""
        _run("suspend", WHO, *DECIDED, "--end")
        told = _run("standing", WHO, code=1)

        assert ("end", None) == (told["measure"], told["until"])

    def test_the_local_registry(self) -> None:
        """A person verified the identity elsewhere and says so."""
        _run("verify", WHO, "--by", "officer", "--method", "in_person")

        assert "verified" == _run("standing", WHO, code=1)["real_name"]

    def test_export_and_erase(self) -> None:
        """A measure keeps the row; without it nothing that need not stay is left."""
        assert "suspend" == _run("export", WHO)["user"]["measure"]["kind"]
        held = _run("erase", WHO, "--by", "officer", "--yes", code=1)
        _run("lift", WHO, *DECIDED)
        erased = _run("erase", WHO, "--by", "officer", "--yes", code=1)

        assert not held["erased"]
        assert 0 == erased["acts_deleted"]  # the measures' own minimum holds them
        with pytest.raises(UnknownUser):
            _run("export", WHO)

    def test_purge_says_what_it_deleted(self) -> None:
        """Nothing, today."""
        assert {"inputs": 0, "keys": 0, "acts": 0, "rows": 0} == _run("purge")

    def test_beside_a_running_service_the_entry_waits(self) -> None:
        """The ledger has one writer; the act stands at once."""
        from hegui.ledger import Ledger, inbox

        with Ledger.open(_folder()) as ledger:
            told = _run("lift", WHO, *DECIDED)
            taken = inbox.take_in(ledger)

        assert [told["receipt"]] == [receipt.id for receipt in taken]


def _folder() -> Path:
    import os

    return Path(os.environ["HEGUI_VAR"]) / "ledger"

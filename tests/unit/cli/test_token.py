"""``hegui token``: made and shown once, listed without secrets, revoked with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.records.folders import migrated, var
from typer.testing import CliRunner

from hegui.cli.main import app
from hegui.errors import HeguiError, InvalidInput, KeyAlreadyRevoked, UnknownPerson, UnknownRecord
from hegui.ledger import Ledger, Reader

__all__ = ["migrated", "var"]


def run(*words: str) -> Any:
    """Run the verb and return what it prints as JSON."""
    result = CliRunner().invoke(app, ["token", *words, "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return json.loads(result.stdout)


def test_from_making_to_revoking(var: Path) -> None:
    """It lets in with its scopes until it is revoked, and both are entries without the secret."""
    from hegui.records.scope import Scope
    from hegui.records.tokens import admit

    made = run("new", "nightly", "--scope", "keys", "--scope", "read", "--days", "7")
    who = admit(made["secret"])
    used = run("list")[0]
    run("revoke", made["token"], "--because", "laptop lost")
    with pytest.raises(HeguiError, match="one that is revoked"):
        admit(made["secret"])
    entries = Reader.open(var / "ledger").entries(kind="token")

    assert ("officer", [Scope.KEYS, Scope.READ]) == (who.person, sorted(who.scopes))
    assert ("active", "nightly") == (used["state"], used["name"])
    assert used["last_used_at"] is not None
    assert ["revoked"] == [row["state"] for row in run("list")]
    assert ["revoked", "issued"] == [entry.payload["act"] for entry in entries]
    assert made["secret"][-43:] not in str(entries)
    assert "secret" not in used


def test_beside_a_running_service_the_entry_waits(var: Path) -> None:
    """The service has the ledger: the token works at once, the entry comes within seconds."""
    from hegui.ledger.inbox import take_in
    from hegui.records.tokens import admit

    with Ledger.open(var / "ledger") as ledger:
        made = run("new", "nightly")
        taken = take_in(ledger)

    assert made["token"] == admit(made["secret"]).token
    assert [made["receipt"]] == [receipt.id for receipt in taken]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("new", " "), InvalidInput),
        (("new", "x", "--for", "nobody"), UnknownPerson),
        (("revoke", "t-0", "--because", "lost it"), UnknownRecord),
        (("revoke", "t-0", "--because", "x"), InvalidInput),
    ],
)
@pytest.mark.usefixtures("var")
def test_what_cannot_be_done(words: tuple[str, ...], error: type[HeguiError]) -> None:
    """Told by its own error; no token, no entry."""
    with pytest.raises(error):
        run(*words)

    assert [] == run("list")


@pytest.mark.usefixtures("var")
def test_revoking_twice_is_told() -> None:
    """The second time nothing happens."""
    made = run("new", "nightly")
    run("revoke", made["token"], "--because", "lost it")

    with pytest.raises(KeyAlreadyRevoked):
        run("revoke", made["token"], "--because", "lost it")


@pytest.mark.usefixtures("var")
def test_the_secret_alone_is_on_standard_output() -> None:
    """So that it can be kept in a variable; what is said about it goes elsewhere."""
    result = CliRunner().invoke(app, ["token", "new", "nightly"])
    listed = CliRunner().invoke(app, ["token", "list"]).stdout

    assert result.stdout.strip().startswith("hegui-t-")
    assert 1 == len(result.stdout.splitlines())
    assert "cannot be shown again" in result.stderr
    assert "last used never" in listed


@pytest.mark.usefixtures("var")
def test_a_failing_ledger_leaves_no_token() -> None:
    """Row and entry stand or fall together."""
    from tests.unit.records.folders import Listening

    from hegui.records.models import ApiToken
    from hegui.records.scope import Scope
    from hegui.records.tokens import holder_of, issue_token

    with pytest.raises(OSError, match="no space"):
        issue_token(
            Listening(is_broken=True),
            holder_of("officer"),
            name="x",
            scopes=[Scope.READ],
            days=1,
            by="t",
        )
    with pytest.raises(ValueError, match="days"):
        issue_token(Listening(), holder_of("officer"), name="x", scopes=[], days=400, by="t")

    assert 0 == ApiToken.objects.count()

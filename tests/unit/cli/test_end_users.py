"""The end users of the running service: parts chosen, policy recorded, times kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from tests.unit.records.folders import migrated, var

from hegui.controls.user_rules import UserRules
from hegui.errors import InvalidUserSetting, InvalidUserToken
from hegui.ledger import Ledger, Reader

if TYPE_CHECKING:
    from hegui.cli.service.end_users import EndUsers
    from hegui.cli.service.live import Live

__all__ = ["migrated", "var"]

FIELD = '[users]\nidentity = "field"\n[users.use]\nremind_minutes = 300\n'


def _live(**rules: int) -> Live:
    plan = SimpleNamespace(user_rules=UserRules(**rules))
    return cast("Live", SimpleNamespace(plan=lambda: plan))


def _built(var: Path, text: str, ledger: Ledger, live: Live) -> EndUsers | None:
    from hegui.cli.service.end_users import build

    profile = var / "hegui.toml"
    profile.write_text(text, encoding="utf-8")
    return build(profile, ledger, live, pepper=b"p")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('[users]\nidentity = "token"\n[users.token]\nsecret_file = "no.key"\n', "secret_file"),
        (
            (
                '[users]\nidentity = "token"\n[users.token]\njwks_file = "no.json"\n'
                'algorithms = ["ES256"]\n'
            ),
            "jwks_file",
        ),
        (
            (
                '[users]\nidentity = "field"\n[users.real_name]\nverifier_url = "https://v.example"\n'
                'secret_file = "no.key"\n'
            ),
            "users.real_name.secret_file",
        ),
    ],
)
def test_a_file_that_is_missing_is_told_at_the_start(var: Path, text: str, where: str) -> None:
    """With the setting that names it."""
    with Ledger.open(var / "ledger") as ledger, pytest.raises(InvalidUserSetting, match=where):
        _built(var, text, ledger, _live())


def test_a_verifier_is_asked_over_tls(var: Path) -> None:
    """What it is asked about is somebody's identity."""
    (var / "v.key").write_text("k" * 40, encoding="ascii")
    text = (
        '[users]\nidentity = "field"\n[users.real_name]\nverifier_url = "http://v.example/ask"\n'
        'secret_file = "v.key"\n'
    )
    with Ledger.open(var / "ledger") as ledger, pytest.raises(InvalidUserSetting, match="https"):
        _built(var, text, ledger, _live())


def test_the_policy_in_force_is_recorded_when_it_changes(var: Path) -> None:
    """Law and setting together; the same policy again leaves no entry; none is told as none."""
    from hegui.cli.service.end_users import _record

    with Ledger.open(var / "ledger") as ledger:
        reader = Reader.open(var / "ledger")
        strict = _live(in_a_row=2, remind_hours=2, keep_months=60)
        for live in (strict, strict, _live()):
            parts = _built(var, FIELD, ledger, live)
            _record(parts, live, ledger, reader)
        _record(None, _live(), ledger, reader)
        _record(None, _live(), ledger, reader)
        entries = [entry.payload for entry in reader.entries(kind="user-policy")][::-1]

    assert 3 == len(entries)
    assert (2, 120, 1860) == tuple(
        entries[0][name] for name in ("in_a_row", "remind_minutes", "measures_max")
    )
    assert (3, 300, 1095) == tuple(
        entries[1][name] for name in ("in_a_row", "remind_minutes", "measures_max")
    )
    assert {"identity": ""} == entries[2]


def test_a_token_names_a_person_to_the_pages(var: Path) -> None:
    """The same hash as on the gateway's path."""
    import jwt

    from hegui import clock
    from hegui.gateway.users.identity import digest_of

    (var / "u.key").write_text("k" * 40, encoding="ascii")
    text = '[users]\nidentity = "token"\n[users.token]\nsecret_file = "u.key"\nissuer = "app"\n'
    with Ledger.open(var / "ledger") as ledger:
        parts = _built(var, text, ledger, _live())
    until = (clock.now() + timedelta(minutes=1)).timestamp()
    token = jwt.encode({"sub": "ann", "exp": until, "iss": "app"}, "k" * 40, "HS256")

    assert parts is not None
    expected = digest_of("ann", "iss:app", b"p")
    assert (expected, (expected,)) == (parts.desk.by_token(token), parts.desk.by_id("ann"))
    with pytest.raises(InvalidUserToken):
        parts.desk.by_token("no")


def test_ids_of_a_field_are_looked_for_under_every_key(var: Path) -> None:
    """An id belongs to the API key that sent it."""
    from hegui.gateway.users.identity import digest_of
    from hegui.records.keys import issue_key

    issued = issue_key("app")
    with Ledger.open(var / "ledger") as ledger:
        parts = _built(var, FIELD, ledger, _live())

    assert parts is not None
    assert digest_of("ann", f"key:{issued.key.id}", b"p") in parts.desk.by_id("ann")
    with pytest.raises(InvalidUserToken, match="uses none"):
        parts.desk.by_token("x")

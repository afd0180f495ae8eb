"""Upstreams' keys at rest: sealed for one address, wiped with it, and never half-open."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from hegui.errors import SealBroken
from hegui.records.sealed import SealedSecrets

SECRET, ADDRESS = "sk-canary-4f8a", "https://models.example/v1"


@pytest.fixture
def sealed(tmp_path: Path) -> SealedSecrets:
    """Return secrets with one in them."""
    made = SealedSecrets(tmp_path)
    made.put("house", ADDRESS, SECRET)
    return made


def test_it_is_given_out_for_its_address(sealed: SealedSecrets, tmp_path: Path) -> None:
    """Also by a later process."""
    assert SECRET == sealed.get("house", ADDRESS)
    assert SECRET == SealedSecrets(tmp_path).get("house", ADDRESS)
    assert ("house",) == sealed.names()


def test_no_file_shows_it(sealed: SealedSecrets, tmp_path: Path) -> None:
    """And all are their owner's only."""
    sealed.put("other", ADDRESS, "sk-2")

    files = [each for each in tmp_path.iterdir() if each.is_file()]

    assert 2 == len(files)
    assert all(SECRET.encode() not in each.read_bytes() for each in files)
    assert {0o600} == {stat.S_IMODE(each.stat().st_mode) for each in files}


def test_another_address_wipes_it(sealed: SealedSecrets, caplog: pytest.LogCaptureFixture) -> None:
    """A changed address never gets the key, and changing it back does not bring it back."""
    assert "" == sealed.get("house", "https://evil.example/v1")
    assert "" == sealed.get("house", ADDRESS)
    assert "is wiped" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("what", ["address", "name", "bytes", "short", "key", "json", "list"])
def test_a_change_is_seen(sealed: SealedSecrets, tmp_path: Path, what: str) -> None:
    """Name and address are bound in, so no row can be made to serve another."""
    file = tmp_path / "upstreams.sealed"
    rows = json.loads(file.read_text())
    name, address = "house", ADDRESS
    if what == "address":
        address = rows["house"]["address"] = "https://evil.example/v1"
    elif what == "name":
        name = "other"
        rows = {"other": rows["house"]}
    elif what == "bytes":
        rows["house"]["sealed"] = "A" + rows["house"]["sealed"][1:-4] + "AAA="
    elif what == "short":
        rows["house"]["sealed"] = "AAAA"
    elif what == "key":
        (tmp_path / "upstreams.key").write_text("another")
    elif what == "list":
        rows = []
    file.write_text("{" if what == "json" else json.dumps(rows))

    with pytest.raises(SealBroken) as caught:
        sealed.get(name, address)

    assert SECRET not in str(caught.value)


def test_wiping_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    """No file appears."""
    SealedSecrets(tmp_path).wipe("house")

    assert [] == list(tmp_path.iterdir())

"""API keys: shown once, revoked with a reason, each act an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.unit.console.house import text_of

if TYPE_CHECKING:
    from tests.unit.console.house import House


def make(house: House, name: str = "web", **more: str) -> str:
    """Make a key in the console and return the secret that the page shows."""
    page = house.staff.post("/keys/", {"name": name, **more}).content.decode()
    found = re.search(r"hegui-k-[0-9a-f]{10}-[\w-]{43}", page)
    assert found is not None
    return found[0]


def test_a_key_is_shown_once(house: House) -> None:
    """After that, only its name and its id."""
    secret = make(house)
    again = house.staff.get("/keys/").content.decode()

    assert secret not in again
    assert secret.removeprefix("hegui-")[:12] in again


def test_a_key_from_the_console_works_at_the_gateway(house: House) -> None:
    """What was shown is what is let in."""
    from hegui.records.keys import DatabaseKeys

    secret = make(house, client_labels="on")
    keys = DatabaseKeys()
    try:
        found = keys.lookup(secret)
    finally:
        keys.close()

    assert found is not None
    assert ("web", True) == (found.name, found.client_labels)


def test_the_secret_is_not_in_the_ledger(house: House) -> None:
    """The entry names key, act and person only."""
    secret = make(house)
    entry = house.reader.last(kind="key")

    assert entry is not None
    assert {"key", "name", "act", "by", "client_labels"} == set(entry.payload)
    assert secret[-43:] not in str(entry)


def test_revoking_needs_a_reason(house: House) -> None:
    """Without one nothing happens; with one it is kept and recorded."""
    from hegui.records.models import ApiKey

    make(house)
    key = ApiKey.objects.get()
    refused = house.staff.post(f"/keys/{key.id}/revoke/", {"because": "x"})
    still = ApiKey.objects.get().is_active
    house.staff.post(f"/keys/{key.id}/revoke/", {"because": "laptop lost"})
    entry = house.reader.last(kind="key")

    assert (422, True) == (refused.status_code, still)
    assert (False, "laptop lost") == (
        ApiKey.objects.get().is_active,
        ApiKey.objects.get().revoked_because,
    )
    assert entry is not None
    assert ("revoked", "laptop lost") == (entry.payload["act"], entry.payload["because"])


def test_revoking_again_is_told(house: House) -> None:
    """A page with the error's own words, and no second entry."""
    from hegui.records.models import ApiKey

    make(house)
    key = ApiKey.objects.get()
    house.staff.post(f"/keys/{key.id}/revoke/", {"because": "lost"})
    page = house.staff.post(f"/keys/{key.id}/revoke/", {"because": "again"})

    assert 503 == page.status_code
    assert "is revoked already" in text_of(page)
    assert 2 == house.reader.count(kind="key")


def test_who_labels_is_turned_over_with_an_entry(house: House) -> None:
    """And asking for what is so already changes nothing."""
    from hegui.records.models import ApiKey

    make(house)
    key = ApiKey.objects.get()
    house.staff.post(f"/keys/{key.id}/labels/", {"client_labels": "yes"})
    house.staff.post(f"/keys/{key.id}/labels/", {"client_labels": "yes"})

    assert ApiKey.objects.get().client_labels
    assert 2 == house.reader.count(kind="key")


def test_a_name_is_shown_as_text(house: House) -> None:
    """Markup in a name is read, not run."""
    make(house, name="<b onmouseover=alert(1)>web")
    page = house.staff.get("/keys/").content.decode()

    assert "<b onmouseover" not in page


def test_a_key_without_a_name_is_refused(house: House) -> None:
    """The error stands at the field, and no key is made."""
    from hegui.records.models import ApiKey

    page = house.staff.post("/keys/", {"name": " "})

    assert 422 == page.status_code
    assert 0 == ApiKey.objects.count()

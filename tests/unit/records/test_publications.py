"""Publications and attestations: versions stay, and each leaves an entry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.records.folders import Listening

pytestmark = pytest.mark.usefixtures("var")


def test_publishing_again_makes_the_next_version(ledger: Listening) -> None:
    """The newest is in force, and the older one stays as it was."""
    from hegui.records.models import Publication
    from hegui.records.publications import newest, newest_of_all, publish

    publish(ledger, "agreement", zh="一", en="one", fields={}, by="ann")
    publish(ledger, "agreement", zh="二", en="two", fields={}, by="bob")
    current = newest("agreement")

    assert current is not None
    assert (2, "二", 1) == (current.version, current.zh, current.entry)
    assert {"agreement": current} == newest_of_all()
    assert ["一", "二"] == [p.zh for p in Publication.objects.order_by("version")]


def test_the_entry_holds_the_words(ledger: Listening) -> None:
    """What the public was told can be proved later."""
    from hegui.records.publications import publish

    publish(ledger, "purpose", zh="给成人", en="", fields={"people": " 成人 "}, by="ann")

    assert [
        (
            "publication",
            {
                "kind": "purpose",
                "version": 1,
                "zh": "给成人",
                "en": "",
                "fields": {"people": "成人", "occasions": "", "uses": ""},
                "since": clock.today().isoformat(),
                "by": "ann",
            },
            ("publication/purpose",),
        )
    ] == ledger.entries


def test_only_declared_fields_are_kept(ledger: Listening) -> None:
    """A field that no kind declares is dropped; a kind that is not declared is a bug."""
    from hegui.records.publications import publish

    made = publish(ledger, "personal-data", zh="z", en="", fields={"x": "y"}, by="ann")

    assert {"contact": ""} == made.fields
    with pytest.raises(KeyError):
        publish(ledger, "nonsense", zh="z", en="", fields={}, by="ann")


def test_a_failing_ledger_publishes_nothing(ledger: Listening) -> None:
    """What is not recorded is not public."""
    from hegui.records.publications import newest, publish

    ledger.is_broken = True
    with pytest.raises(OSError, match="no space"):
        publish(ledger, "agreement", zh="z", en="", fields={}, by="ann")

    assert newest("agreement") is None


def test_an_attestation_leaves_an_entry_under_the_obligation(ledger: Listening) -> None:
    """The duty's page finds it by the id."""
    from hegui.records.attestations import attest

    made = attest(
        ledger,
        "cn/genai-2023/art-17-file",
        author="ann",
        statement="filed as no. 42",
        covers_from=date(2026, 1, 1),
        covers_until=date(2027, 1, 1),
    )

    assert [("attestation", ("cn/genai-2023/art-17-file",))] == [
        (kind, refs) for kind, _, refs in ledger.entries
    ]
    assert 0 == made.entry


def test_a_period_that_ends_before_it_begins_is_refused(ledger: Listening) -> None:
    """The table itself holds the order."""
    from django.db import IntegrityError

    from hegui.records.attestations import attest

    with pytest.raises(IntegrityError, match="attestation_covers_a_period"):
        attest(
            ledger,
            "cn/genai-2023/art-17-file",
            author="ann",
            statement="filed as no. 42",
            covers_from=date(2026, 1, 1),
            covers_until=date(2026, 1, 1),
        )


def test_every_change_raises_the_version(ledger: Listening) -> None:
    """Pages that are kept know when to look again."""
    from hegui.records import version
    from hegui.records.publications import publish

    before = version.current()
    publish(ledger, "agreement", zh="z", en="", fields={}, by="ann")

    assert version.current() > before

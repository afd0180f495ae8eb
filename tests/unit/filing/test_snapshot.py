"""A snapshot keeps facts as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime

import orjson
import pytest

from hegui.bilingual import Bilingual
from hegui.clock import BEIJING
from hegui.errors import SnapshotAltered
from hegui.filing import (
    ControlState,
    LabelPolicy,
    ObligationState,
    Snapshot,
    Statement,
    freeze,
    thaw,
)

BOTH = Bilingual(zh="甲", en="a")
FULL = Snapshot(
    service=BOTH,
    taken_at=datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC),
    law="sha256:law",
    plan="sha256:plan",
    ledger_size=3,
    ledger_root="sha256:root",
    obligations=(
        ObligationState(
            id="cn/genai-2023/art-12-label",
            title=BOTH,
            must=BOTH,
            state="ok",
            reason=BOTH,
            entries=(2, 1),
        ),
    ),
    controls=(ControlState(name="labels/x", claim=BOTH, state="failing"),),
    label=LabelPolicy(wording=BOTH, position="end"),
    published=(Statement(title=BOTH, since=date(2026, 1, 1), facts=((BOTH, "v"),)),),
)


def test_what_is_frozen_is_thawed() -> None:
    assert FULL == thaw(freeze(FULL))


def test_freezing_twice_gives_the_same_bytes() -> None:
    assert freeze(FULL) == freeze(thaw(freeze(FULL)))


def test_layout_does_not_change_the_digest() -> None:
    """A file that somebody formatted anew still holds the same facts."""
    packed = orjson.dumps(orjson.loads(freeze(FULL)))

    assert FULL.digest == thaw(packed).digest


def test_the_zone_in_which_an_instant_is_written_is_no_fact() -> None:
    same = Snapshot(service=BOTH, taken_at=FULL.taken_at.astimezone(BEIJING), law=FULL.law)
    other = Snapshot(service=BOTH, taken_at=FULL.taken_at, law=FULL.law)

    assert same.digest == other.digest


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"ok"', b'"failing"'),
        (b'"ledger_size": 3', b'"ledger_size": 4'),
        (b'"position": "end"', b'"position": "start"'),
        (b'"law":', b'"note": "added", "law":'),
        (b"sha256:law", b"sha256:lax"),
    ],
)
def test_a_changed_fact_is_found(before: bytes, after: bytes) -> None:
    """One word, one number, or one more key."""
    content = freeze(FULL)
    assert before in content

    with pytest.raises(SnapshotAltered, match=f"expected {FULL.digest}; found sha256:"):
        thaw(content.replace(before, after))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a frozen snapshot"),
        (b"{}", "digest"),
        (b"\xff", "a frozen snapshot"),
        (freeze(FULL).replace(b'"ok"', b'"fine"'), "fine"),
        (freeze(FULL).replace(b'03.000000Z"', b'03.000000"'), "an instant with a zone"),
    ],
)
def test_what_is_no_snapshot_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(SnapshotAltered, match=words):
        thaw(content)

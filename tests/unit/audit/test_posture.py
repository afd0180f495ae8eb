"""Each obligation's state, and the sentence that decided it."""

from __future__ import annotations

import json as standard_json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hegui.audit import Posture, posture
from hegui.audit.emitters import json, junit
from hegui.audit.posture import worst
from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Status
from hegui.controls.evidence import Attested, Evidence, LedgerState, Published, Runs
from hegui.errors import NotBound
from hegui.law import Applicability, Profile, load, load_profile

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ON = date(2026, 11, 21)
CHAT = """
[service]
name = { zh = "甲", en = "A" }
[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
service.registered_users = true
"""
EMPTY = LedgerState(
    size=0,
    first_at=None,
    last_at=None,
    checkpoint_at=None,
    verified_at=None,
    is_intact=None,
)


def _profile(folder: Path, text: str = CHAT) -> Profile:
    file = folder / "hegui.toml"
    file.write_text(text, encoding="utf-8")
    return load_profile(file, load())


def _at(folder: Path, evidence: Evidence, on: date = ON) -> Posture:
    return posture(load(), _profile(folder), evidence, on)


def test_nothing_is_ok_without_evidence(tmp_path: Path) -> None:
    """Nothing is green by default."""
    found = _at(tmp_path, Evidence(now=NOW, window_days=30, ledger=EMPTY))

    assert 0 == found.counts[Status.OK]
    assert len(found.rows) == sum(found.counts.values())


def test_nothing_binds_before_the_first_of_the_laws(tmp_path: Path) -> None:
    evidence = Evidence(now=NOW, window_days=30, ledger=EMPTY)

    found = _at(tmp_path, evidence, date(2017, 5, 31))

    assert () == found.rows
    assert {Applicability.NOT_IN_FORCE: len(load().obligations)} == dict(found.left_out)


def test_a_published_entry_is_ok_and_names_its_proof(tmp_path: Path) -> None:
    published = Published(
        kind="complaint-entry",
        since=ON,
        fields={"url": "https://example.com", "contact": "12377"},
        entry=5,
    )
    evidence = Evidence(
        now=NOW, window_days=30, ledger=EMPTY, published={"complaint-entry": published}
    )

    row = _at(tmp_path, evidence).row("cn/genai-2023/art-15-entry")

    assert Status.OK is row.status
    assert (5,) == row.entries
    assert row.next_step is None


def test_an_obligation_is_as_good_as_its_worst_control(tmp_path: Path) -> None:
    """One of two controls that ran is not enough when the other broke."""
    runs = {
        "content/illegal_prompt_is_refused": Runs(ran=3, acted=1, errors=0, last_at=NOW),
        "content/illegal_output_is_stopped": Runs(ran=3, acted=1, errors=1, last_at=NOW),
    }
    evidence = Evidence(now=NOW, window_days=30, ledger=EMPTY, runs=runs)

    row = _at(tmp_path, evidence).row("cn/genai-2023/art-4-1-content")

    assert Status.FAILING is row.status
    assert "broke in 30 days: 1;" in row.reason.en


@pytest.mark.parametrize(
    ("until", "status"),
    [(date(2026, 11, 22), Status.OK), (date(2026, 11, 21), Status.STALE)],
)
def test_a_persons_duty_is_met_while_the_attestation_lasts(
    tmp_path: Path, until: date, status: Status
) -> None:
    """The end is exclusive: on that day it is stale."""
    id_ = "cn/genai-2023/art-14-1-report"
    attested = Attested(author="王五", on=date(2026, 1, 1), covers_until=until, entry=9)
    evidence = Evidence(now=NOW, window_days=30, ledger=EMPTY, attested={id_: attested})

    row = _at(tmp_path, evidence).row(id_)

    assert status is row.status
    assert row.needs_person
    assert (9,) == row.entries


def test_an_attestation_does_not_replace_a_control(tmp_path: Path) -> None:
    """What a program can show, nobody signs away."""
    id_ = "cn/genai-2023/art-15-entry"
    attested = Attested(author="王五", on=ON, covers_until=date(2027, 1, 1))
    evidence = Evidence(now=NOW, window_days=30, ledger=EMPTY, attested={id_: attested})

    assert Status.FAILING is _at(tmp_path, evidence).row(id_).status


def test_an_unanswered_fact_makes_it_unknown(tmp_path: Path) -> None:
    """Unknown applicability is unknown, and names the question."""
    row = _at(tmp_path, Evidence(now=NOW, window_days=30, ledger=EMPTY)).row(
        "cn/genai-2023/art-17-file"
    )

    assert Status.UNKNOWN is row.status
    assert "service.public_opinion" in row.reason.en


def test_a_duty_that_does_not_bind_has_no_state(tmp_path: Path) -> None:
    found = _at(tmp_path, Evidence(now=NOW, window_days=30, ledger=EMPTY), date(2023, 8, 14))

    with pytest.raises(NotBound, match="art-14-1-stop does not bind this service on 2023-08-14"):
        found.row("cn/genai-2023/art-14-1-stop")


def test_the_worst_of_none_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one opinion"):
        worst(())


def test_unknown_is_worse_than_stale() -> None:
    """What nobody knows must not hide behind what was once known."""
    views = tuple(
        Opinion(status=status, reason=Bilingual(zh="", en=status.value))
        for status in (Status.OK, Status.STALE, Status.UNKNOWN)
    )

    assert Status.UNKNOWN is worst(views).status


def test_json_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    evidence = Evidence(now=NOW, window_days=30, ledger=EMPTY)

    text = json.emit(_at(tmp_path, evidence))

    assert text == json.emit(_at(tmp_path, evidence))
    assert "cn/genai-2023/art-14-1-stop" in {
        row["id"] for row in standard_json.loads(text)["obligations"]
    }


def test_junit_fails_on_failing_only(tmp_path: Path) -> None:
    """Stale and unknown are skipped with their reason; a build is not red on them."""
    found = _at(tmp_path, Evidence(now=NOW, window_days=30, ledger=EMPTY))

    suite = ET.fromstring(junit.emit(found, "en"))  # noqa: S314 - we wrote it a line above

    assert str(found.counts[Status.FAILING]) == suite.get("failures")
    assert found.counts[Status.FAILING] == len(suite.findall("testcase/failure"))
    assert found.counts[Status.UNKNOWN] == len(suite.findall("testcase/skipped"))

"""``hegui file notice``: from the audit to documents."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
from tests.unit.records.folders import migrated, var
from typer.testing import CliRunner

from hegui.audit.posture import posture
from hegui.cli.file import file, snapshot_of
from hegui.controls.base import Status
from hegui.controls.evidence import Evidence, LedgerState
from hegui.controls.plan import make_plan
from hegui.errors import MissingExtra, SnapshotAltered
from hegui.filing import Snapshot, thaw
from hegui.law import load, load_profile
from hegui.ledger import Ledger

__all__ = ["migrated", "var"]

run = CliRunner()
DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
PROFILE = """
[service]
name.zh = "示例"
name.en = "Example"

[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
"""
NAMES = [
    "notice.en.docx",
    "notice.en.pdf",
    "notice.zh.docx",
    "notice.zh.pdf",
    "snapshot.json",
]


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("HEGUI_PROFILE", raising=False)
    path = tmp_path / "hegui.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def snapshot(profile: Path) -> Snapshot:
    """The snapshot of a service about which nothing is known yet."""
    law = load()
    service = load_profile(profile, law)
    ledger = LedgerState(
        size=0, first_at=None, last_at=None, checkpoint_at=None, verified_at=None, is_intact=None
    )
    evidence = Evidence(now=NOW, window_days=0, ledger=ledger)
    found = posture(law, service, evidence, DAY)
    taken = snapshot_of(found, make_plan(law, service, DAY), taken_at=NOW)

    assert len(found.rows) == len(taken.obligations)
    return taken


def test_a_snapshot_says_what_the_audit_says(profile: Path) -> None:
    """Each obligation with its state, each control once, the label of the law."""
    taken = snapshot(profile)
    names = [control.name for control in taken.controls]

    assert "示例" == taken.service.zh
    assert "cn/genai-2023/art-12-label" in {duty.id for duty in taken.obligations}
    assert {duty.state for duty in taken.obligations} <= {status.value for status in Status}
    assert names == sorted(set(names))
    assert taken.label is not None
    assert "（内容由人工智能生成）" == taken.label.wording.zh
    assert (0, "", ()) == (taken.ledger_size, taken.ledger_root, taken.published)


def test_documents_in_both_languages_are_written(profile: Path) -> None:
    assert profile.is_file()
    found = run.invoke(file, ["notice", "--out", "docs", "--json"])

    assert 0 == found.exit_code
    assert NAMES == sorted(path.name for path in Path("docs").iterdir())
    told = orjson.loads(found.stdout)
    assert thaw(Path("docs/snapshot.json").read_bytes()).digest == told["snapshot"]
    assert NAMES == sorted(told["files"])


def test_a_frozen_snapshot_gives_the_same_documents_again(profile: Path) -> None:
    """The profile may have changed since; the documents do not."""
    run.invoke(file, ["notice", "--out", "one"])
    profile.unlink()
    found = run.invoke(file, ["notice", "--out", "two", "--snapshot", "one/snapshot.json"])

    assert 0 == found.exit_code
    assert "two/notice.zh.pdf" in found.stdout
    for name in NAMES:
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_what_the_service_published_is_in_it(profile: Path, var: Path) -> None:
    """Where to complain stands in the document, with the ledger that proves it."""
    from hegui.records.publications import publish  # Django was set up by the fixture

    with closing(Ledger.open(var / "ledger")) as ledger:
        publish(
            ledger,
            "complaint-entry",
            zh="在此投诉",
            en="Complain here",
            fields={"url": "https://example.com/complain", "contact": " "},
            by="officer",
        )
    found = run.invoke(file, ["notice", "--out", "docs"])
    taken = thaw(Path("docs/snapshot.json").read_bytes())

    assert profile.is_file()
    assert "on record: entry 1" in found.stderr
    assert 1 == taken.ledger_size
    (statement,) = taken.published
    assert "投诉举报入口" == statement.title.zh
    assert ["https://example.com/complain"] == [value for _, value in statement.facts]


def test_a_missing_package_is_named_with_its_extra(
    profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base install writes no documents; the error says what to install."""
    assert profile.is_file()
    monkeypatch.setitem(sys.modules, "hegui.filing", None)
    found = run.invoke(file, ["notice", "--out", "docs"])

    assert isinstance(found.exception, MissingExtra)
    assert "hegui[docs]" in found.exception.hint


def test_an_altered_snapshot_writes_nothing(profile: Path) -> None:
    assert profile.is_file()
    run.invoke(file, ["notice", "--out", "one"])
    frozen = Path("one/snapshot.json")
    frozen.write_bytes(frozen.read_bytes().replace(b'"unknown"', b'"ok"', 1))
    found = run.invoke(file, ["notice", "--out", "two", "--snapshot", str(frozen)])

    assert isinstance(found.exception, SnapshotAltered)
    assert not Path("two").exists()

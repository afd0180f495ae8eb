"""What is in use: swapped whole on a good change, kept on a bad one, remade at midnight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from hegui import clock
from hegui.cli.service.live import Live
from hegui.errors import HeguiError
from hegui.ledger import Ledger, Reader
from hegui.moderation import categories

PUBLIC = """
[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
"""
LEXICON = """
[lexicon]
name = "house"
version = "1"
author = "t"
source = "t"

[[term]]
text = "测试违禁词甲"
category = "a1.other-banned"
severity = 2
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger") as opened:
        yield opened


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "hegui.toml"
    file.write_text(PUBLIC, encoding="utf-8")
    return file


def _kinds(ledger: Ledger) -> list[str]:
    return [entry.kind for entry in Reader.open(ledger.folder).entries()]


def test_nothing_changed_is_nothing_done(profile: Path, ledger: Ledger) -> None:
    live = Live(profile)

    assert not live.refresh(ledger)
    assert [] == _kinds(ledger)


def test_a_changed_answer_is_taken_up_and_recorded(profile: Path, ledger: Ledger) -> None:
    """An internal tool needs no label; the new plan leaves an entry."""
    live = Live(profile)
    before = live.plan().digest
    profile.write_text(PUBLIC.replace("mainland_public = true", "mainland_public = false"))

    assert live.refresh(ledger)
    assert before != live.plan().digest
    assert live.plan().text_label is None
    assert ["plan"] == _kinds(ledger)


def test_a_change_that_changes_no_plan_leaves_no_entry(profile: Path, ledger: Ledger) -> None:
    live = Live(profile)
    profile.write_text("# a remark\n" + PUBLIC)

    assert live.refresh(ledger)
    assert [] == _kinds(ledger)


def test_a_bad_file_leaves_the_old_plan_and_is_reported_once(
    profile: Path, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    """Half-saved or mistyped: what was in use stays in use, and the log says why."""
    live = Live(profile)
    before = live.plan()
    profile.write_text("[facts]\nrole.provder = true\n")

    assert not live.refresh(ledger)
    assert not live.refresh(ledger)
    assert before is live.plan()
    assert ["reload-failed"] == _kinds(ledger)
    assert "role.provder" in caplog.text

    profile.write_text(PUBLIC + "\n# mended\n")

    assert live.refresh(ledger)


def test_a_profile_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    """At the start there is nothing to go on with."""
    with pytest.raises(HeguiError):
        Live(tmp_path / "none.toml")


def test_midnight_in_beijing_makes_a_new_plan(
    profile: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day turns over; the digest says that nothing else did."""
    live = Live(profile)
    digest = live.plan().digest
    monkeypatch.setattr(clock, "today", lambda: date(2030, 1, 1))

    assert live.refresh(ledger)
    assert (date(2030, 1, 1), digest) == (live.plan().day, live.plan().digest)


def test_a_new_lexicon_in_the_folder_is_taken_up(
    profile: Path, ledger: Ledger, tmp_path: Path
) -> None:
    """Dropping a file into the folder is enough."""
    folder = tmp_path / "lexicons"
    folder.mkdir()
    first = folder / "first.toml"
    first.write_text(LEXICON, encoding="utf-8")
    live = Live(profile, (folder,))
    terms = live.rules().terms
    (folder / "second.toml").write_text(
        LEXICON.replace('"house"', '"second"').replace("词甲", "词乙"), encoding="utf-8"
    )

    assert live.refresh(ledger)
    assert terms + 1 == live.rules().terms
    assert ["lexicons", "plan"] == _kinds(ledger)


def test_each_day_tells_which_words_are_in_use(
    profile: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the start and at each midnight: how many on which risk, and no word itself."""
    live = Live(profile)
    live.record(ledger)
    monkeypatch.setattr(clock, "today", lambda: date(2030, 1, 1))
    live.refresh(ledger)
    new, old = Reader.open(ledger.folder).entries(kind="lexicons")
    risks = cast("dict[str, int]", new.payload["risks"])
    lexicons = cast("list[dict[str, object]]", new.payload["lexicons"])

    assert "2030-01-01" == new.payload["day"]
    assert old.payload["digest"] == new.payload["digest"]
    assert len(categories()) == len(risks)
    assert (0, 0) < (risks["a1.other-banned"], new.payload["terms"])
    assert "starter/fraud" in {each["name"] for each in lexicons}


def test_a_day_written_beside_a_word_is_recorded(
    profile: Path, ledger: Ledger, tmp_path: Path
) -> None:
    """The words are the same, so there is no new plan; what the file says of them is not."""
    folder = tmp_path / "lexicons"
    folder.mkdir()
    file = folder / "house.toml"
    file.write_text(LEXICON, encoding="utf-8")
    live = Live(profile, (folder,))
    file.write_text(f"{LEXICON}added = 2026-11-01\n", encoding="utf-8")

    assert live.refresh(ledger)
    assert ["lexicons"] == _kinds(ledger)
    assert "2026-11-01" == Reader.open(ledger.folder).entry(0).payload["newest"]


def test_rules_that_find_nothing_are_not_used(
    profile: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New rules are tried on their own terms before anything depends on them."""
    live = Live(profile)
    before = live.rules()
    monkeypatch.setattr(type(before), "scan", lambda *_: ())
    profile.write_text("# a remark\n" + PUBLIC)

    assert not live.refresh(ledger)
    assert before is live.rules()
    assert ["reload-failed"] == _kinds(ledger)


def test_an_answer_does_not_read_the_lexicons_again(profile: Path, ledger: Ledger) -> None:
    """The rules stay the same object while only the profile changes."""
    live = Live(profile)
    before = live.rules()
    profile.write_text("# a remark\n" + PUBLIC)

    assert live.refresh(ledger)
    assert before is live.rules()


JUDGE = """
[[judge]]
kind = "guard"
url = "http://127.0.0.1:9/v1"
model = "g"
format = "qwen3guard"
"""


def test_a_service_that_names_no_judge_has_no_jury(profile: Path) -> None:
    assert Live(profile).jury() is None


def test_named_judges_are_taken_up_and_recorded(profile: Path, ledger: Ledger) -> None:
    live = Live(profile)
    profile.write_text(PUBLIC + JUDGE, encoding="utf-8")
    is_swapped = live.refresh(ledger)
    jury = live.jury()
    entry = Reader.open(ledger.folder).last("plan")
    live.close()

    assert is_swapped
    assert jury is not None
    assert entry is not None
    assert jury.digest == entry.payload["jury"]


def test_a_judge_that_cannot_be_made_leaves_the_old_ones_in_use(
    profile: Path, ledger: Ledger
) -> None:
    profile.write_text(PUBLIC + JUDGE, encoding="utf-8")
    live = Live(profile)
    before = live.jury()
    profile.write_text(PUBLIC + JUDGE + 'key_env = "NOT_SET"\n', encoding="utf-8")

    assert not live.refresh(ledger)
    assert before is live.jury()
    assert ["reload-failed"] == _kinds(ledger)
    live.close()

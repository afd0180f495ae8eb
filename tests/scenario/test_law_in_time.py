"""What a lawyer asks of the law over time, answered by the command line as it ships.

Each story runs one verb in a folder of its own, on a profile of ``examples/profiles`` or on a few
lines, and reads its JSON.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

PROFILES = Path(__file__).parents[2] / "examples" / "profiles"
PUBLIC = """
[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
service.public_opinion = true

[[event]]
kind = "launch"
on = {day}
"""


def asked(folder: Path, *words: str) -> Mapping[str, Any]:
    """Return what a verb prints with ``--json``; it may find something, never fail."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HEGUI_")}
    ran = subprocess.run(
        [sys.executable, "-m", "hegui", *words, "--json"],
        cwd=folder,
        env=clean,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr.decode()
    told: Mapping[str, Any] = orjson.loads(ran.stdout)
    return told


def verdicts(folder: Path, profile: str, *words: str) -> dict[str, str]:
    """Return the verdict on every obligation for a profile that ships, by id."""
    file = str(PROFILES / f"{profile}.toml")
    told = asked(folder, "applies", "--profile", file, "--all", *words)
    return {each["id"]: each["verdict"] for each in told["obligations"]}


def test_the_final_measures_differ_from_the_draft(tmp_path: Path) -> None:
    """What the guarantee of truth, the three months, profiling and real names became."""
    told = asked(tmp_path, "law", "diff", "cn/genai-draft-2023", "cn/genai-2023")
    draft, final = "cn/genai-draft-2023/", "cn/genai-2023/"
    became = {each["before"]: (each["kind"], each["after"]) for each in told["changes"]}

    assert ("changed", f"{final}art-4-5-accuracy") == became[f"{draft}art-4-4-truth"]
    assert ("changed", f"{final}art-14-1-optimise") == became[f"{draft}art-15-retrain"]
    assert ("changed", f"{final}art-17-file") == became[f"{draft}art-6-file"]
    assert ("dropped", None) == became[f"{draft}art-11-profiling"]
    assert ("dropped", None) == became[f"{draft}art-9-real-name"]
    assert "fine" in told["measures_dropped"]


@pytest.mark.parametrize(
    ("day", "guide", "standard"),
    [
        ("2025-10-31", "applies", "not_in_force"),
        ("2025-11-01", "not_in_force", "applies"),
    ],
)
def test_the_standard_follows_the_technical_document_on_its_day(
    tmp_path: Path, day: str, guide: str, standard: str
) -> None:
    """TC260-003 measures to the end of October 2025, GB/T 45654 from 1 November."""
    found = verdicts(tmp_path, "image-app", "--on", day)

    assert (guide, standard) == (
        found["cn/tc260-003-2024/cl-8-1-size"],
        found["cn/gbt-45654-2025/annex-b-keywords-size"],
    )


@pytest.mark.parametrize(
    ("known", "on", "verdict"),
    [
        ("2026-07-01", "2026-09-01", "applies"),
        ("2026-08-01", "2026-09-01", "not_in_force"),
        ("2026-08-01", "2027-12-02", "applies"),
    ],
)
def test_the_eu_put_off_high_risk(tmp_path: Path, known: str, on: str, verdict: str) -> None:
    """Before the change was published the duties began in August 2026; now in December 2027."""
    found = verdicts(tmp_path, "eu-deployer", "--on", on, "--known", known)

    assert verdict == found["eu/ai-act-2024/art-26-2-oversight"]


def test_an_answer_that_is_not_known_yet_shows_what_hangs_on_it(tmp_path: Path) -> None:
    """Whether plain chat moves opinion decides on assessment and filing."""
    file = str(PROFILES / "public-chat.toml")
    hangs = asked(tmp_path, "applies", "--profile", file, "--on", "2026-11-20")["unsure"]

    assert {"operator.ethics_sensitive", "service.public_opinion"} == set(hangs)
    assert {"cn/genai-2023/art-17-file", "cn/security-assessment-2018/art-7-submit"} <= set(
        hangs["service.public_opinion"]
    )


@pytest.mark.parametrize(
    ("launch", "due", "is_open"),
    [
        ("2026-09-28", "2026-10-16", False),  # the National Day holiday, and a Saturday of work
        ("2026-10-17", "2026-10-30", False),  # from a Saturday
        ("2026-12-28", None, True),  # past the last calendar that is published
    ],
)
def test_ten_working_days_from_launch(
    tmp_path: Path, launch: str, due: str | None, is_open: bool
) -> None:
    """A filing is due ten working days after launch, and never by a guess."""
    (tmp_path / "hegui.toml").write_text(PUBLIC.format(day=launch), encoding="utf-8")
    told = asked(tmp_path, "law", "deadlines", "--on", launch, "--until", "2027-03-31")
    (filing,) = (
        each for each in told["deadlines"] if each["id"] == "cn/algorithm-2021/art-24-1-file"
    )
    day = None if filing["due"] is None else filing["due"]["day"]

    assert (due, is_open) == (day, filing["open"] is not None)

"""Whose name stands in the labels of files, and when there is one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hegui.cli.service.files import passing_files
from hegui.controls.label_law import grammar
from hegui.controls.plan import Plan, make_plan
from hegui.errors import InvalidLabel, MalformedProviderCode
from hegui.labels import read_bytes
from hegui.law import Law, Profile, load, load_profile

PNG = (Path(__file__).parents[3] / "_data" / "labels" / "ffmpeg.png").read_bytes()


class Live:
    """A profile in use on a day."""

    def __init__(self, folder: Path, facts: str, name: str = "Demo chat") -> None:
        file = folder / "hegui.toml"
        text = f'[service]\nname.zh = "演示"\nname.en = "{name}"\n[facts]\n{facts}'
        file.write_text(text, encoding="utf-8")
        self.law: Law = load()
        self._profile = load_profile(file, self.law)
        self.asked = 0
        self.day = date(2026, 11, 21)

    def profile(self) -> Profile:
        """Return the profile."""
        self.asked += 1
        return self._profile

    def plan(self) -> Plan:
        """Return the plan of the day."""
        return make_plan(self.law, self._profile, self.day)


PUBLIC = "role.provider = true\naudience.mainland_public = true\n"


def test_the_services_name_without_its_blanks(tmp_path: Path) -> None:
    label = read_bytes(passing_files(Live(tmp_path, PUBLIC), "")(PNG, "image"), grammar()).label

    assert label is not None
    assert "Demochat" == label.content_producer


def test_a_code_is_checked_and_used(tmp_path: Path) -> None:
    live, code = Live(tmp_path, PUBLIC), "001191440300708461136T1XGW3"
    label = read_bytes(passing_files(live, code)(PNG, "image"), grammar()).label

    assert label is not None
    assert code == label.content_producer
    with pytest.raises(MalformedProviderCode):
        passing_files(live, code.replace("T", "X"))
    with pytest.raises(InvalidLabel):
        passing_files(live, "演示")
    with pytest.raises(InvalidLabel):
        passing_files(Live(tmp_path, PUBLIC, name="演示"), "")


def test_before_the_duty_files_pass_as_they_are(tmp_path: Path) -> None:
    """On the day it comes into force they are labelled; the law is asked once for each plan."""
    live = Live(tmp_path, PUBLIC)
    files = passing_files(live, "Demo")
    live.day = date(2023, 1, 1)
    before = files(PNG, "image")
    asked = live.asked
    again = files(PNG, "image")
    live.day = date(2026, 11, 21)
    after = files(PNG, "image")

    assert PNG == before == again
    assert live.asked == asked + 1
    assert after != PNG

"""Law ↔ control ↔ case ↔ page: nothing is left hanging."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui import clock
from hegui.controls import ALL, cases, of_obligation
from hegui.controls.base import Acting, Standing
from hegui.law import load

ROOT = Path(__file__).parents[1]
LAW = load()
STANDING = {
    id_ for id_, duty in LAW.obligations.items() if duty.end is None or duty.end > clock.today()
}
"""Duties that have not ended. The others stay answered too: people ask for earlier days."""


@pytest.mark.parametrize("id_", sorted(LAW.obligations))
def test_every_obligation_is_answered(id_: str) -> None:
    """A duty has a control, or a written reason why it has none; never both."""
    answered = bool(of_obligation(id_))
    excused = LAW.obligation(id_).because is not None

    assert answered != excused, f"{id_}: neither a control nor a reason, or both"


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.name)
def test_every_control_answers_real_duties(control: Acting | Standing) -> None:
    """A control cites duties that exist, each once, and one of them at least has not ended."""
    cited = set(control.obligations)

    assert len(cited) == len(control.obligations)
    assert set() == cited - set(LAW.obligations)
    assert cited & STANDING


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.name)
def test_every_control_has_a_pass_and_a_fail_case(control: Acting | Standing) -> None:
    """A control is shown to leave the good alone and to act on the bad."""
    assert {"pass", "fail"} == {case.kind for case in cases.of(control.name)}


def test_every_case_belongs_to_a_control() -> None:
    """No folder of cases is left behind by a control that was renamed or removed."""
    names = {control.name for control in ALL}
    folder = cases.folder()
    found = {str(file.parent.relative_to(folder)) for file in folder.glob("*/*/*.toml")}

    assert found == names


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.name)
def test_every_control_has_a_page(control: Acting | Standing) -> None:
    """The reference has a page for the control."""
    assert (ROOT / "docs/reference/controls" / f"{control.name}.md").is_file()


@pytest.mark.parametrize("id_", sorted(LAW.obligations))
def test_every_obligation_has_an_anchor(id_: str) -> None:
    """The reference has an anchor for the duty under its own id."""
    duty = LAW.obligation(id_)
    page = ROOT / "docs/reference/obligations" / f"{duty.instrument}.md"
    provision = id_.rpartition("/")[2]

    assert f'<a id="{provision}"></a>' in page.read_text(encoding="utf-8")

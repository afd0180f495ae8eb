"""Each control is right about each of its pass and fail cases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from hegui.controls import ALL, by_name, cases
from hegui.controls.base import Acting, Opinion, Standing, Subject
from hegui.controls.evidence import (
    Attested,
    BaseModel,
    CaseLoad,
    Evidence,
    Files,
    Handovers,
    KeywordLibrary,
    LedgerState,
    Published,
    Run,
    UserState,
)
from hegui.controls.opinions import opinion
from hegui.controls.plan import parameters_of
from hegui.finding import Finding, Span
from hegui.law import load

NOW = datetime(2026, 11, 21, tzinfo=UTC)
"""08:00 in Beijing on the day that the cases count from."""

_EMPTY: Mapping[str, Any] = {
    "size": 0,
    "first_at": None,
    "last_at": None,
    "checkpoint_at": None,
    "verified_at": None,
    "is_intact": None,
}


def _parameters(obligations: tuple[str, ...], given: Mapping[str, Any]) -> Mapping[str, Any]:
    law = load()
    of_law = {id_: law.obligation(id_).parameters for id_ in obligations}
    return {**parameters_of(obligations, of_law), **given}


def _subject(control: Acting, case: Mapping[str, Any]) -> Subject:
    return Subject(
        moment=control.moment,
        text=case.get("text", ""),
        client_labels=case.get("client_labels", False),
        label_beside=case.get("label_beside", False),
        shielded=tuple(case.get("shielded", ())),
        findings=tuple(
            Finding(
                detector="case",
                category=each["category"],
                rule=each["rule"],
                score=each["score"],
                span=Span(each["start"], each["end"]),
            )
            for each in case.get("finding", ())
        ),
    )


def _evidence(case: Mapping[str, Any]) -> Evidence:
    return Evidence(
        now=NOW,
        window_days=30,
        ledger=LedgerState(**{**_EMPTY, **case.get("ledger", {})}),
        published=None
        if case.get("records") == "unreadable"
        else {
            kind: Published(kind=kind, **each) for kind, each in case.get("published", {}).items()
        },
        attested={id_: Attested(**each) for id_, each in case.get("attested", {}).items()},
        cases=CaseLoad(**case["cases"]) if "cases" in case else None,
        keywords=KeywordLibrary(**{"risks": {}, "newest": None, **case["keywords"]})
        if "keywords" in case
        else None,
        users=UserState(**case["users"]) if "users" in case else None,
        batch={
            kind: Run(kind=kind, **{"figures": {}, **each})
            for kind, each in case.get("batch", {}).items()
        },
        files=Files(**_counted(case["files"])) if "files" in case else None,
        handovers=Handovers(**_counted(case["handovers"])) if "handovers" in case else None,
        base_models=tuple(
            BaseModel(**{**each, "substitutes": tuple(each.get("substitutes", ()))})
            for each in case["base_models"]
        )
        if "base_models" in case
        else None,
    )


def _counted(told: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "entries": tuple(told.get("entries", ()))}


def _look(control: Standing, case: Mapping[str, Any]) -> Opinion:
    duties = (case["duty"],) if "duty" in case else control.obligations
    parameters = _parameters(duties, case.get("parameters", {}))
    return opinion(control, _evidence(case), parameters)


@pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(control.name, case, id=f"{control.name}/{case.name}.{case.kind}")
        for control in ALL
        for case in cases.of(control.name)
    ],
)
def test_the_control_is_right(name: str, case: cases.Case) -> None:
    """What the case expects is what the control says."""
    control = by_name(name)
    told = tomllib.loads(case.text)

    if isinstance(control, Acting):
        parameters = _parameters(control.obligations, told.get("parameters", {}))
        action, findings, reason = control.decide(_subject(control, told), parameters)

        assert told["expect"] == action.name.lower()
        assert (reason is None) == (case.kind == "pass")
        assert told.get("findings", len(findings)) == len(findings)
    else:
        view = _look(control, told)

        assert told["expect"] == view.status.value
        assert tuple(told.get("entries", view.entries)) == view.entries
        assert told.get("reason", "") in view.reason.en


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.name)
def test_a_pass_is_left_alone_and_a_fail_is_acted_on(control: Acting | Standing) -> None:
    """The file's name says the same as what is expected in it."""
    good = {"allow", "ok"}
    for case in cases.of(control.name):
        expected = tomllib.loads(case.text)["expect"]

        assert (case.kind == "pass") == (expected in good), case.name


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.name)
def test_a_control_is_told_about(control: Acting | Standing) -> None:
    """A control's file opens with its four headings and cites each of its duties."""
    import importlib

    doc = importlib.import_module(control.module).__doc__ or ""

    for heading in ("Duty", "What it does", "What it does not do", "Evidence"):
        assert f"\n{heading}\n" in doc
    for id_ in control.obligations:
        assert id_ in doc

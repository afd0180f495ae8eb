"""What a person attests of a duty counts for what hegui did not see, and for nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from hegui.audit import Basis, Posture, Row, posture
from hegui.audit.emitters import junit
from hegui.controls.base import Opinion, Status
from hegui.controls.evidence import (
    Attested,
    CaseLoad,
    Evidence,
    Files,
    Handovers,
    LedgerState,
    Runs,
    UserState,
)
from hegui.controls.opinions import opinion
from hegui.controls.registry import by_name
from hegui.law import load, load_profile

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ON = date(2026, 11, 21)
ALONE = "cn/genai-2023/art-14-1-stop"
"""One control answers it."""

BOTH = "cn/genai-2023/art-4-1-content"
"""Two controls that have run in different moments answer it."""

OUTPUT, PROMPT = "content/illegal_output_is_stopped", "content/illegal_prompt_is_refused"
REPORT = "cn/genai-2023/art-14-1-report"
"""A person's own."""

SERVICE = """
[service]
name = { zh = "甲", en = "A" }
[facts]
role.provider = true
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
service.registered_users = true
"""
RUNS: Mapping[str, Runs | None] = {
    "ok": Runs(ran=3, acted=1, errors=0, last_at=NOW),
    "failing": Runs(ran=3, acted=1, errors=1, last_at=NOW),
    "stale": Runs(ran=0, acted=0, errors=0, last_at=NOW - timedelta(days=8)),
    "unknown": None,
}
ATTESTED: Mapping[str, Attested | None] = {
    "attested": Attested(
        author="ann",
        on=ON,
        covers_until=date(2026, 12, 1),
        entry=9,
        made_on=ON,
        looked_at="the filter of our own gateway",
        evidence="review 7",
        stands_in_for=(OUTPUT, PROMPT),
    ),
    "expired": Attested(
        author="ann",
        on=date(2026, 1, 1),
        covers_until=ON,
        entry=9,
        stands_in_for=(OUTPUT, PROMPT),
    ),
    "not begun": Attested(
        author="ann",
        on=date(2026, 11, 22),
        covers_until=date(2026, 12, 1),
        entry=9,
        stands_in_for=(OUTPUT, PROMPT),
    ),
    "none": None,
}
BY_ITSELF = {
    "attested": Status.OK,
    "expired": Status.STALE,
    "not begun": Status.UNKNOWN,
    "none": Status.UNKNOWN,
}
"""State of a control that saw nothing, by what is attested."""

WORST_FIRST = (Status.FAILING, Status.UNKNOWN, Status.STALE, Status.OK)


def _evidence(
    obligation: str, attested: Attested | None, runs: Mapping[str, Runs | None]
) -> Evidence:
    return Evidence(
        now=NOW,
        window_days=30,
        ledger=EMPTY,
        runs={name: each for name, each in runs.items() if each is not None},
        attested={} if attested is None else {obligation: attested},
        users=UserState(),
    )


EMPTY = LedgerState(
    size=0, first_at=None, last_at=None, checkpoint_at=None, verified_at=None, is_intact=None
)


@pytest.fixture
def row_of(tmp_path: Path) -> RowOf:
    """A function from evidence to the row of one obligation."""
    return RowOf(tmp_path)


class RowOf:
    """The row of one obligation of a chat service."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "hegui.toml"
        self._file.write_text(SERVICE, encoding="utf-8")

    def __call__(self, obligation: str, evidence: Evidence) -> Row:
        """Return the row under the law of the day."""
        return self.whole(evidence).row(obligation)

    def whole(self, evidence: Evidence) -> Posture:
        """Return all rows, of the few duties that this file is about."""
        law = load()
        few = {id_: law.obligations[id_] for id_ in (ALONE, BOTH, REPORT)}
        few_only = replace(law, obligations=few, clashes=())
        return posture(few_only, load_profile(self._file, law), evidence, ON)


@pytest.mark.parametrize("attested", ATTESTED)
@pytest.mark.parametrize("seen", RUNS)
def test_alone_an_attestation_counts_only_where_nothing_was_seen(
    seen: str, attested: str, row_of: RowOf
) -> None:
    """Whatever the control saw stands, whether somebody attests or not."""
    row = row_of(ALONE, _evidence(ALONE, ATTESTED[attested], {OUTPUT: RUNS[seen]}))
    expected = Status(seen) if seen != "unknown" else BY_ITSELF[attested]
    counts = seen == "unknown" and attested != "none"

    assert expected is row.status
    assert ((OUTPUT,) if counts else ()) == row.stood_in
    assert (9 in row.entries) == counts
    assert (row.attested is not None) == counts
    if expected is Status.OK:
        assert (Basis.ATTESTED if counts else Basis.MEASURED) is row.basis
    else:
        assert row.basis is None


@pytest.mark.parametrize(
    ("output", "prompt", "attested"), list(itertools.product(RUNS, RUNS, ATTESTED))
)
def test_beside_another_control_the_worst_decides(
    output: str, prompt: str, attested: str, row_of: RowOf
) -> None:
    """A failing or stale control is never hidden by what is attested for the other."""
    runs = {OUTPUT: RUNS[output], PROMPT: RUNS[prompt]}
    row = row_of(BOTH, _evidence(BOTH, ATTESTED[attested], runs))
    states = [
        BY_ITSELF[attested] if seen == "unknown" else Status(seen) for seen in (output, prompt)
    ]
    expected = min(states, key=WORST_FIRST.index)
    rests_on_a_person = "unknown" in (output, prompt)

    assert expected is row.status
    assert ("attested" if rests_on_a_person else "ok") == row.state or expected is not Status.OK


def test_it_says_who_for_which_period_and_by_which_paper(row_of: RowOf) -> None:
    """Both languages, and every part of it in JSON."""
    row = row_of(ALONE, _evidence(ALONE, ATTESTED["attested"], {}))

    assert (
        "attested by ann for 2026-11-21 until 2026-12-01 (exclusive); evidence: review 7"
        == row.reason.en
    )
    assert "由 ann 证明，期间 2026-11-21 至 2026-12-01（不含）；凭据：review 7" == row.reason.zh
    assert {
        "author": "ann",
        "made_on": "2026-11-21",
        "covers_from": "2026-11-21",
        "covers_until": "2026-12-01",
        "looked_at": "the filter of our own gateway",
        "evidence": "review 7",
        "stands_in_for": [OUTPUT, PROMPT],
        "entry": 9,
    } == row.as_dict()["attestation"]
    assert ("ok", "attested") == (row.as_dict()["status"], row.as_dict()["basis"])


def test_it_counts_for_no_control_that_it_does_not_name(row_of: RowOf) -> None:
    """A control that was bound to the duty later is not covered by an older statement."""
    whole = ATTESTED["attested"]
    assert whole is not None
    row = row_of(BOTH, _evidence(BOTH, replace(whole, stands_in_for=(OUTPUT,)), {}))

    assert Status.UNKNOWN is row.status
    assert (OUTPUT,) == row.stood_in


def test_a_statement_of_a_time_without_controls_stands_in_for_none(row_of: RowOf) -> None:
    """It named no control, because the duty had none."""
    whole = ATTESTED["attested"]
    assert whole is not None
    row = row_of(ALONE, _evidence(ALONE, replace(whole, stands_in_for=()), {}))

    assert Status.UNKNOWN is row.status
    assert row.attested is None


def test_a_persons_own_duty_is_attested_too_never_measured(row_of: RowOf) -> None:
    whole = ATTESTED["attested"]
    assert whole is not None
    row = row_of(REPORT, _evidence(REPORT, replace(whole, stands_in_for=(), evidence=""), {}))

    assert "attested" == row.state
    assert "evidence" not in row.reason.en


def test_what_is_attested_is_counted_apart(row_of: RowOf) -> None:
    """The posture's number, and the sentence in JUnit."""
    evidence = _evidence(ALONE, ATTESTED["attested"], {})
    found = row_of.whole(evidence)
    suite = ET.fromstring(junit.emit(found, "en"))  # noqa: S314 - we wrote it a line above
    said = [each.text for each in suite.iter("system-out")]

    assert (1, 1) == (found.attested, found.as_dict()["attested"])
    assert ["attested: " + found.row(ALONE).reason.en] == said


USERS = (
    "users/children_use_with_consent",
    "users/continuous_use_is_reminded",
    "users/minors_are_kept_out_where_unfit",
    "users/minors_use_is_limited",
    "users/real_name_is_verified",
    "users/training_can_be_refused",
    "users/unlawful_use_is_answered",
)
NOTHING = Evidence(now=NOW, window_days=30, ledger=EMPTY, users=UserState())
ONE_SEEN = replace(EMPTY, size=9, sampled=1, first_at=NOW, last_at=NOW)


def _view(name: str, evidence: Evidence) -> Opinion:
    return opinion(by_name(name), evidence, {"continuous_use_hours": 2, "keep_months": 6})


@pytest.mark.parametrize(
    "name",
    [
        *USERS,
        "content/answers_are_assessed",
        "content/illegal_output_is_stopped",
        "data/training_corpus_is_scanned",
        "records/base_models_are_filed",
        "records/entries_hold_no_text",
        "records/records_reach_back_far_enough",
        "records/service_is_stable",
        "records/verdicts_are_in_the_ledger",
    ],
)
def test_what_was_never_set_up_or_never_ran_is_unseen(name: str) -> None:
    """Nothing at all is there to look at."""
    assert _view(name, NOTHING).is_unseen


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        *((name, replace(NOTHING, users=None)) for name in USERS),
        ("users/complaint_entry_is_published", replace(NOTHING, published=None)),
        ("users/complaint_is_answered_in_time", replace(NOTHING, cases=None)),
        ("users/user_records_end_in_time", replace(NOTHING, users=None)),
        ("labels/files_have_implicit_label", replace(NOTHING, files=None)),
        ("labels/unlabelled_output_is_logged", replace(NOTHING, handovers=None)),
        ("records/base_models_are_filed", replace(NOTHING, base_models=(), base_models_entry=3)),
        ("records/service_is_stable", replace(NOTHING, ledger=ONE_SEEN)),
        ("records/verdicts_are_in_the_ledger", replace(NOTHING, ledger=ONE_SEEN)),
    ],
)
def test_what_could_not_be_read_or_was_seen_once_is_not(name: str, evidence: Evidence) -> None:
    """Unknown for another reason: nobody may attest it away."""
    view = _view(name, evidence)

    assert (Status.UNKNOWN, False) == (view.status, view.is_unseen)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "labels/files_have_implicit_label",
            replace(NOTHING, files=Files(labelled=0, unlabelled=0)),
            replace(NOTHING, files=Files(labelled=0, unlabelled=0, entries=(4,))),
        ),
        (
            "labels/unlabelled_output_is_logged",
            replace(NOTHING, handovers=Handovers(rows=0, missing=0, short=0)),
            replace(NOTHING, handovers=Handovers(rows=0, missing=0, short=0, entries=(4,))),
        ),
        (
            "users/complaint_is_answered_in_time",
            replace(NOTHING, cases=CaseLoad(opened=0, answered=0, overdue=0)),
            replace(NOTHING, cases=CaseLoad(opened=0, answered=0, overdue=0, known=1)),
        ),
    ],
)
def test_one_piece_of_evidence_is_enough_to_be_seen(
    name: str, before: Evidence, after: Evidence
) -> None:
    """However long ago it was."""
    assert (True, False) == (_view(name, before).is_unseen, _view(name, after).is_unseen)


def test_only_what_is_unknown_can_be_unseen() -> None:
    seen = _view("labels/unlabelled_output_is_logged", replace(NOTHING, handovers=None))

    with pytest.raises(ValueError, match="expected an unseen opinion to be unknown; got stale"):
        replace(seen, status=Status.STALE, is_unseen=True)

"""Filing practice: what a service has to show before it opens, by where its model comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from hegui.law import Answer, decide, load

DAY = date(2026, 11, 21)
PUBLIC: Mapping[str, Answer] = {
    "role.provider": True,
    "audience.mainland_public": True,
    "stage": "public",
    "service.public_opinion": True,
    "training.pretrains": False,
    "training.fine_tunes": False,
    "service.uses_user_material": False,
    "service.edits_faces": False,
}
CALLS_FILED = {**PUBLIC, "model.origin": "domestic_api", "model.base_filed": True}
CALLS_UNFILED = {**PUBLIC, "model.origin": "domestic_api", "model.base_filed": False}
OWN = {**PUBLIC, "training.pretrains": True, "model.origin": "own"}
OVERSEAS_MODEL = {**PUBLIC, "model.origin": "overseas_api", "model.base_filed": False}
OUTSIDE: Mapping[str, Answer] = {
    "role.provider": True,
    "audience.mainland_public": False,
    "data.handled_in_china": True,
}
ABROAD = {**OUTSIDE, "stage": "public"}
INSIDE = {**OUTSIDE, "stage": "internal"}
FACE_SWAP = {
    **CALLS_FILED,
    "service.modalities": frozenset({"image"}),
    "service.uses_user_material": True,
    "service.edits_faces": True,
}


def verdict(item: str, answers: Mapping[str, Answer]) -> str:
    """Return what filing practice says of one service today."""
    return decide(load(), answers, f"cn/filing-practice-2024/{item}", DAY).verdict.value


@pytest.mark.parametrize(
    ("answers", "files", "registers"),
    [
        (OWN, "applies", "not_applies"),
        (CALLS_FILED, "not_applies", "applies"),
        (OVERSEAS_MODEL, "not_applies", "not_applies"),
        (ABROAD, "not_applies", "not_applies"),
        (PUBLIC, "unknown", "unknown"),
        ({}, "unknown", "unknown"),
    ],
    ids=["own", "calls-filed", "overseas-model", "abroad", "origin-unknown", "empty"],
)
def test_track_follows_the_model(answers: Mapping[str, Answer], files: str, registers: str) -> None:
    """An own model is filed, a call to a filed one registered, and no answer is unknown."""
    assert files == verdict("item-3-file", answers)
    assert registers == verdict("item-4-register", answers)


@pytest.mark.parametrize(
    ("item", "answers", "expected"),
    [
        ("item-5-unfiled", CALLS_UNFILED, "applies"),
        ("item-5-unfiled", CALLS_FILED, "not_applies"),
        ("item-5-check", OWN, "not_applies"),
        ("item-6-opinion", OVERSEAS_MODEL, "applies"),
        ("item-6-opinion", CALLS_FILED, "not_applies"),
        ("item-1-geofence", ABROAD, "applies"),
        ("item-1-geofence", INSIDE, "not_applies"),
        ("item-1-closed", INSIDE, "applies"),
        ("item-9-clause", FACE_SWAP, "applies"),
        ("item-9-clause", CALLS_FILED, "not_applies"),
    ],
)
def test_check_before_launch(item: str, answers: Mapping[str, Answer], expected: str) -> None:
    """Unfiled base, overseas model, proof of being outside, licence on people's likeness."""
    assert expected == verdict(item, answers)


def test_it_never_looks_binding() -> None:
    """Practice decides as practice; nothing of it claims to have been read in a text."""
    duties = [d for d in load().obligations.values() if d.instrument == "cn/filing-practice-2024"]

    assert {("provisional", "secondary")} == {(d.status, d.confidence) for d in duties}

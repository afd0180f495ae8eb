"""A server takes the open files that its places need, and says so."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from hegui.cli.service.open_files import make_room, needed

FEW = 900


@pytest.fixture(autouse=True)
def hard() -> Iterator[int]:
    """Begin with few open files; the limit of the tests comes back."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW, most))
    yield most
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


def soft() -> int:
    """Return the limit in force."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def test_a_limit_that_is_high_enough_stays(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is told of what nobody changed."""
    places = (FEW - needed(0)) // (needed(1) - needed(0))

    assert FEW == make_room(places)
    assert FEW == soft()
    assert not caplog.text


def test_a_lower_one_is_raised_and_told(hard: int, caplog: pytest.LogCaptureFixture) -> None:
    """As far as the system allows."""
    assert hard == make_room(FEW)
    assert hard == soft()
    assert f"raised from {FEW} to {hard}" in caplog.text


def test_too_low_a_system_s_limit_is_told(hard: int, caplog: pytest.LogCaptureFixture) -> None:
    """With what is needed, and what to do; the gateway serves as many as it can."""
    assert hard == make_room(hard)
    assert hard == soft()
    assert f"need {needed(hard)} open files, and the system allows {hard}" in caplog.text
    assert "LimitNOFILE" in caplog.text


def test_without_a_limit_it_takes_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Some systems refuse to be asked for everything."""
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (FEW, resource.RLIM_INFINITY))
    with monkeypatch.context() as patched:
        patched.setattr(resource, "setrlimit", lambda _, limits: asked.append(limits))
        raised = make_room(FEW)

    assert needed(FEW) == raised
    assert [(raised, resource.RLIM_INFINITY)] == asked
    assert f"to {raised}" in caplog.text

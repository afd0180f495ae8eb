"""Quotas by key, user and model: what is let in, what is told, what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from hegui.errors import RateLimitExceeded
from hegui.gateway.declared import QuotaRule
from hegui.gateway.quotas import Quotas


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def quotas(clock: Clock | None = None, **rule: Any) -> Quotas:
    """Return one quota per key unless told otherwise."""
    return Quotas((QuotaRule(**{"name": "q", "per": ("key",), **rule}),), now=clock or Clock())


def refused(made: Quotas, key: str = "k", user: str = "", model: str = "m") -> RateLimitExceeded:
    """Return why a request is not let in."""
    with pytest.raises(RateLimitExceeded) as caught:
        made.admit(key, user, model)
    return caught.value


def test_without_quotas_everybody_is_let_in() -> None:
    """And nothing is kept."""
    made = Quotas()
    for _ in range(100):
        made.admit("k", "u", "m").settle(1_000_000)

    assert 0 == made.subjects


def test_requests_come_back_evenly() -> None:
    """Six in 60 s: six at once, then one each ten seconds."""
    clock = Clock()
    made = quotas(clock, requests=6)
    for _ in range(6):
        made.admit("k", "", "m").settle(0)
    told = refused(made)
    clock.now += 9.9
    still = refused(made)
    clock.now += 0.2
    made.admit("k", "", "m").settle(0)

    assert (429, 10, 1) == (told.status, told.retry_after_s, still.retry_after_s)
    assert "6 requests in 60 s" in str(told)
    assert ("rate_limit_exceeded", "rate_limit_error") == (told.code, told.type)


def test_a_refused_request_is_not_counted() -> None:
    """Asking again too early makes nobody wait longer."""
    clock = Clock()
    made = quotas(clock, requests=1)
    made.admit("k", "", "m").settle(0)
    for _ in range(50):
        refused(made)
    clock.now += 60

    made.admit("k", "", "m").settle(0)


def test_tokens_are_taken_when_they_are_known() -> None:
    """An overdrawn bucket fills before anybody is let in again, and says when."""
    clock = Clock()
    made = quotas(clock, tokens=100)
    made.admit("k", "", "m").settle(249)
    told = refused(made)
    clock.now += 90
    made.admit("k", "", "m").settle(0)

    assert (90, "100 tokens in 60 s") == (told.retry_after_s, told.what and f"100 {told.what}")


def test_a_place_is_free_when_the_request_ends() -> None:
    """However often its end is told."""
    made = quotas(concurrent=2)
    first, _ = made.admit("k", "", "m"), made.admit("k", "", "m")
    told = refused(made)
    first.settle(0)
    first.settle(0)
    made.admit("k", "", "m")
    refused(made)

    assert ("2 requests at once", 1) == (f"{told.limit} {told.what}", told.retry_after_s)


@pytest.mark.parametrize(
    ("per", "same", "other"),
    [
        (("key",), ("k", "v", "n"), ("l", "u", "m")),
        (("user",), ("l", "u", "n"), ("k", "v", "m")),
        (("model",), ("l", "v", "m"), ("k", "u", "n")),
        (("key", "model"), ("k", "v", "m"), ("k", "u", "n")),
    ],
)
def test_each_subject_has_its_own(
    per: tuple[str, ...], same: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    """By key, user, model or a combination."""
    made = quotas(per=per, requests=1)
    made.admit("k", "u", "m")

    refused(made, *same)
    made.admit(*other)


def test_a_request_without_a_user_counts_for_no_user() -> None:
    """Strangers do not share one bucket."""
    made = quotas(per=("user",), requests=1)
    for _ in range(3):
        made.admit("k", "", "m")

    assert 0 == made.subjects


def test_a_quota_may_be_for_some_only() -> None:
    """``only`` narrows it by pattern."""
    made = quotas(only={"model": "qwen-*"}, requests=1)
    for _ in range(3):
        made.admit("k", "", "llama")
    made.admit("k", "", "qwen-7b")

    refused(made, model="qwen-14b")


def test_one_quota_refuses_before_another_counts() -> None:
    """Nothing is taken from the first when the second says no."""
    rules = (
        QuotaRule(name="wide", per=("key",), concurrent=5),
        QuotaRule(name="narrow", per=("model",), requests=1),
    )
    made = Quotas(rules, now=Clock())
    made.admit("k", "", "m").settle(0)
    for _ in range(9):
        assert "narrow" == refused(made).quota
    for n in range(5):
        made.admit("k", "", f"m{n}")

    assert "wide" == refused(made, model="m9").quota


def test_new_rules_keep_what_the_same_rule_has_counted() -> None:
    """A reload is no way around a quota; a changed one begins anew."""
    rule = QuotaRule(name="q", per=("key",), requests=1)
    made = Quotas((rule,), now=Clock())
    made.admit("k", "", "m")
    made.swap((QuotaRule(name="q", per=("key",), requests=1),))
    refused(made)
    made.swap((QuotaRule(name="q", per=("key",), requests=2),))

    made.admit("k", "", "m")


def test_a_lease_of_an_old_rule_settles_without_harm() -> None:
    """The request began before the reload."""
    made = quotas(concurrent=1)
    lease = made.admit("k", "", "m")
    made.swap(())
    lease.settle(5)

    made.admit("k", "", "m")


def test_idle_subjects_are_forgotten() -> None:
    """A million users of yesterday take no memory today."""
    clock = Clock()
    made = quotas(clock, per=("user",), requests=5, tokens=5)
    for n in range(5000):
        made.admit("k", f"u{n}", "m").settle(1)
    running = made.admit("k", "stays", "m")
    clock.now += 3600
    for n in range(4096):
        made.admit("k", f"w{n % 2}", "m").settle(0)
        clock.now += 60
    running.settle(0)

    assert made.subjects < 10

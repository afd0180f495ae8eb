"""How much a key, a user or a model may ask for, and when it may ask again.

Requests and tokens are counted in buckets that fill evenly: a quota of 600 in
60 s allows 600 at once and ten a second from then on, so that nobody waits for
a full minute to turn. Tokens are taken when they are known, at the end of a
request; a bucket that is overdrawn lets nobody in until it has filled again.

State is a number, an instant and a count for each subject; a bucket that is
full again and idle is forgotten. No await, no lock: all on the event loop.

>>> rule = QuotaRule(name="each-key", per=("key",), requests=2)
>>> quotas = Quotas((rule,), now=lambda: 0.0)
>>> for _ in range(2):
...     quotas.admit("k-1", "", "m").settle(10)
>>> quotas.admit("k-1", "", "m")
Traceback (most recent call last):
    ...
hegui.errors.gateway.RateLimitExceeded: quota 'each-key' allows 2 requests ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil
from time import monotonic
from typing import Final

from hegui.errors import RateLimitExceeded
from hegui.gateway.declared import QuotaRule
from hegui.gateway.route import matches

__all__ = ["Lease", "Quotas"]

_SWEEP_EVERY: Final = 4096
"""Admissions between two looks for subjects that can be forgotten."""

_WAIT_S: Final = 1
"""What a client is told to wait when only a running request's end can free a place."""


class _Subject:
    """What one subject of one quota has left."""

    __slots__ = ("at", "requests", "running", "tokens")

    def __init__(self, rule: QuotaRule, at: float) -> None:
        self.requests = float(rule.requests or 0)
        self.tokens = float(rule.tokens or 0)
        self.running = 0
        self.at = at

    def fill(self, rule: QuotaRule, now: float) -> None:
        """Add what has come in since the last time."""
        share = (now - self.at) / rule.window_s
        self.at = now
        if rule.requests is not None:
            self.requests = min(rule.requests, self.requests + share * rule.requests)
        if rule.tokens is not None:
            self.tokens = min(rule.tokens, self.tokens + share * rule.tokens)

    def is_untouched(self, rule: QuotaRule) -> bool:
        """Whether a new one would be the same."""
        return (
            not self.running
            and self.requests >= (rule.requests or 0)
            and self.tokens >= (rule.tokens or 0)
        )


class _Quota:
    """One rule and its subjects."""

    def __init__(self, rule: QuotaRule) -> None:
        self.rule = rule
        self.subjects: dict[tuple[str, ...], _Subject] = {}

    def subject(self, who: dict[str, str], now: float) -> _Subject | None:
        """Return whom the rule counts here, filled up to now; None when it does not apply."""
        rule = self.rule
        if not all(matches(pattern, who[dimension]) for dimension, pattern in rule.only.items()):
            return None
        key = tuple(who[dimension] for dimension in rule.per)
        if not all(key):
            return None  # nobody is named, so there is nobody to count
        found = self.subjects.get(key)
        if found is None:
            found = self.subjects[key] = _Subject(rule, now)
        else:
            found.fill(rule, now)
        return found

    def check(self, subject: _Subject) -> None:
        """Let a request pass.

        Raises:
            RateLimitExceeded: a part of the quota is used up.
        """
        rule = self.rule
        if rule.concurrent is not None and subject.running >= rule.concurrent:
            raise RateLimitExceeded(
                rule.name, "requests at once", limit=rule.concurrent, retry_after_s=_WAIT_S
            )
        if rule.requests is not None and subject.requests < 1:
            raise self._exceeded("requests", rule.requests, 1 - subject.requests)
        if rule.tokens is not None and subject.tokens <= 0:
            raise self._exceeded("tokens", rule.tokens, 1 - subject.tokens)

    def _exceeded(self, what: str, limit: int, missing: float) -> RateLimitExceeded:
        rule = self.rule
        return RateLimitExceeded(
            rule.name,
            f"{what} in {rule.window_s:g} s",
            limit=limit,
            retry_after_s=max(1, ceil(missing / limit * rule.window_s)),
        )

    def forget(self, now: float) -> None:
        """Drop the subjects that a new one would not differ from."""
        for key, subject in tuple(self.subjects.items()):
            subject.fill(self.rule, now)
            if subject.is_untouched(self.rule):
                del self.subjects[key]


class Lease:
    """One request that was let in. Settle it once, however it ends."""

    __slots__ = ("_held",)

    def __init__(self, held: tuple[_Subject, ...]) -> None:
        self._held = held

    def settle(self, tokens: int) -> None:
        """Give the place back and take the tokens that were used; a second call does nothing."""
        held, self._held = self._held, ()
        for subject in held:
            subject.running -= 1
            subject.tokens -= tokens


_FREE: Final = Lease(())
"""What is given where no quota applies; settling it does nothing."""


class Quotas:
    """All quotas.

    Args:
        rules: in the order of the file; the first that is used up is told.
        now: a clock that only goes forward, in seconds.
    """

    def __init__(
        self, rules: Iterable[QuotaRule] = (), *, now: Callable[[], float] = monotonic
    ) -> None:
        self._now = now
        self._quotas = tuple(_Quota(rule) for rule in rules)
        self._admitted = 0

    def swap(self, rules: Iterable[QuotaRule]) -> None:
        """Use other rules; one that is the same keeps what it has counted."""
        old = {quota.rule.name: quota for quota in self._quotas}
        made: list[_Quota] = []
        for rule in rules:
            before = old.get(rule.name)
            made.append(before if before is not None and before.rule == rule else _Quota(rule))
        self._quotas = tuple(made)

    def admit(self, key: str, user: str, model: str) -> Lease:
        """Let a request in, and count it.

        Args:
            key: id of the API key.
            user: id of the end user, or empty; then no quota per user applies.
            model: as the client names it.

        Raises:
            RateLimitExceeded: a quota is used up; nothing was counted then.

        Notes:
            O(rules). Without rules, one attribute.
        """
        if not self._quotas:
            return _FREE
        now = self._now()
        who = {"key": key, "user": user, "model": model}
        held: list[tuple[_Quota, _Subject]] = []
        for quota in self._quotas:
            subject = quota.subject(who, now)
            if subject is not None:
                quota.check(subject)
                held.append((quota, subject))
        for _, subject in held:
            subject.running += 1
            subject.requests -= 1
        self._admitted += 1
        if self._admitted % _SWEEP_EVERY == 0:
            for quota in self._quotas:
                quota.forget(now)
        return Lease(tuple(subject for _, subject in held))

    @property
    def subjects(self) -> int:
        """How many subjects are kept, of all quotas."""
        return sum(len(quota.subjects) for quota in self._quotas)

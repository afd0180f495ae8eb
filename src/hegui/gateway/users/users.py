"""End users on the path of a request: meet, admit, count, say goodbye.

    guest = await users.meet(header, key_id=…, field=…, plan=…)   who is it
    users.admit(guest, model=…, language=…, plan=…)               may they, now
    users.lawful(guest)            or  await users.unlawful(guest, …)
    users.after(guest)                                             how long they were here

Between two awaits nothing else of the loop runs, so many requests of one person
at once see each other's counts. A service without a policy has no `Users`, and
its requests pay for one comparison.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from hegui import clock
from hegui.controls.plan import Plan
from hegui.errors import (
    EvidenceUnavailable,
    LedgerError,
    MinorNotServed,
    RealNameRequired,
    UserLimited,
    UserRequired,
    UserSuspended,
)
from hegui.gateway.refusals import Language
from hegui.gateway.users.guest import Guest
from hegui.gateway.users.identity import Claims, Tokens, age_of, digest_of
from hegui.gateway.users.keyset import Keys, KeySet
from hegui.gateway.users.minors import is_minor, refused_topics, why_not
from hegui.gateway.users.people import People
from hegui.gateway.users.settings import UserSettings
from hegui.gateway.users.store import Store
from hegui.gateway.users.unlawful import Limits, climbed, counted, has_reached, left
from hegui.gateway.users.usage import reminders_due, run_s, used
from hegui.gateway.users.words import notice_header, told
from hegui.records.end_user import (
    Age,
    EndUser,
    MeasureKind,
    RealName,
    RealNameState,
)
from hegui.records.measure import Taken

__all__ = ["Guest", "Recorder", "Users"]

_HOUR: Final = timedelta(hours=1)
_TEXTS: Final = 8
"""Unlawful inputs remembered for a person until a measure is taken."""

_PEOPLE: Final = 2_000
"""Persons whose unlawful inputs are remembered; the one remembered for longest goes first."""

_TEXT: Final = 8_000
"""Code points of each that are kept."""

Header = Callable[[bytes], str | None]


class Receipt(Protocol):
    """What comes back from the ledger."""

    @property
    def id(self) -> str: ...
    @property
    def seq(self) -> int: ...


class Recorder(Protocol):
    """The ledger, as far as measures need it."""

    async def append(
        self, kind: str, payload: Mapping[str, Any], *, refs: Sequence[str] = ()
    ) -> Receipt:
        """Append one entry; returns after it is durable."""


class Users:
    """The end users of one service.

    Args:
        settings: the operator's policy.
        pepper: keys the hash under which people are kept.
        store: the records.
        ledger: where each measure leaves its entry.
        keys: what signs tokens; needed when identity is ``token``.
    """

    def __init__(
        self,
        settings: UserSettings,
        *,
        pepper: bytes,
        store: Store,
        ledger: Recorder,
        keys: Keys | None = None,
    ) -> None:
        self.settings = settings
        self.people = People(store)
        self._pepper = pepper
        self._ledger = ledger
        self._keys = keys
        self._tokens = None if keys is None else Tokens(settings.token, keys)
        self._frame = settings.frame
        self._rungs = settings.rungs
        self._gap = timedelta(minutes=settings.use.break_minutes)
        self._texts: dict[str, deque[tuple[str, str]]] = {}
        self._recent: dict[str, deque[datetime]] = {}

    async def open(self) -> None:
        """Read the issuer's keys and begin to write behind."""
        if isinstance(self._keys, KeySet):
            import asyncio  # noqa: PLC0415 - only services with a key set

            await asyncio.to_thread(self._keys.refresh)
        await self.people.open()

    async def close(self) -> None:
        """Write what waits."""
        await self.people.close()

    # ── who is it ──

    async def meet(self, header: Header, *, key_id: str, field: str, plan: Plan) -> Guest | None:
        """Return whose request it is; None when nobody is named and nobody need be.

        Args:
            header: returns a request header by its lower-case name.
            key_id: the API key's id; people of two keys are two people.
            field: the request's own field for the end user; may be empty.
            plan: in force; gives the ages.

        Raises:
            InvalidUserToken: the token is not accepted.
            UserRequired: nobody is named.
            UsersUnavailable: it cannot be known.
        """
        at = clock.now()
        claims, scope = await self.claims(header, key_id=key_id, field=field, at=at)
        if claims is None:
            return None
        digest = digest_of(claims.subject, scope, self._pepper)
        user = self.people.known(digest) or await self.people.find(digest)
        if user is None:
            user = EndUser(ref=f"u-{secrets.token_hex(10)}", digest=digest, created=at, seen=at)
        user = self._told(user, claims, plan, at)
        self.people.put(user)
        return Guest(user)

    async def claims(
        self, header: Header, *, key_id: str, field: str, at: datetime
    ) -> tuple[Claims | None, str]:
        """Return what a request says of its end user, and whose id it is.

        Raises:
            InvalidUserToken: the token is not accepted.
            UserRequired: nobody is named, and somebody has to be.
            UsersUnavailable: the issuer's keys cannot be known.
        """
        settings = self.settings
        if self._tokens is None:
            if field:
                return Claims(subject=field), f"key:{key_id}"
            where = "the request's field 'user'"
        else:
            token = header(settings.token.header.encode())
            if token:
                await self._refresh_keys(token)
                return self._tokens.read(token, at), f"iss:{settings.token.issuer}"
            where = f"the header {settings.token.header}"
        if settings.required:
            raise UserRequired(where)
        return None, ""

    async def _refresh_keys(self, token: str) -> None:
        keys = self._keys
        if not isinstance(keys, KeySet) or self._tokens is None:
            return
        if keys.is_due or keys.may_know(self._tokens.kid_of(token)):
            import asyncio  # noqa: PLC0415 - once an hour

            await asyncio.to_thread(keys.refresh)

    def _told(self, user: EndUser, claims: Claims, plan: Plan, at: datetime) -> EndUser:
        """Return the user with what the request says of them taken up."""
        age = age_of(
            claims.age,
            child_under=plan.user_rules.child_under or 0,
            adult_from=self.settings.minors.adult_from,
        )
        name = user.real_name
        if claims.is_verified and name.state is not RealNameState.VERIFIED:
            name = RealName(state=RealNameState.VERIFIED, method="token", at=at)
        age = user.age if age is None or age is Age.UNKNOWN else age
        return replace(user, age=age, real_name=name, seen=at)

    # ── may they ──

    def admit(self, guest: Guest, *, model: str, language: Language, plan: Plan) -> None:
        """Let a request begin.

        Raises:
            UserSuspended: a measure stops the person.
            UserLimited: a measure, or a limit of continuous use, makes them wait.
            RealNameRequired: their identity is not verified and has to be.
            MinorNotServed: a minor asks at a time, or for a thing, that is not for minors.
        """
        at = clock.now()
        user = self.people.known(guest.digest) or guest.user
        guest.user = user
        guest.is_minor = is_minor(user.age, self._frame)
        appeal = self.settings.appeal_url
        self._measured(user, at, language, appeal)
        if (
            self.settings.real_name.unverified == "refuse"
            and user.real_name.state is not RealNameState.VERIFIED
        ):
            raise RealNameRequired(told("real-name", language))
        user = replace(user, use=used(user.use, at, gap=self._gap))
        if guest.is_minor:
            why = why_not(user, self._frame, model=model, at=at)
            if why is not None:
                raise MinorNotServed(
                    told(f"minor-{why}", language, appeal_url=appeal), appeal_url=appeal
                )
            guest.shielded = refused_topics(user.guardian, self._frame)
        self._rested(user, language)
        guest.is_open = True
        guest.user = user = self._reminded(guest, user, plan)
        self.people.put(user)

    def _measured(self, user: EndUser, at: datetime, language: Language, appeal: str) -> None:
        measure = user.measure
        match measure.in_force(at):
            case MeasureKind.SUSPEND:
                key = "suspended" if measure.until is not None else "suspended-open"
                raise UserSuspended(
                    told(key, language, until=measure.until, appeal_url=appeal), appeal_url=appeal
                )
            case MeasureKind.END:
                raise UserSuspended(told("ended", language, appeal_url=appeal), appeal_url=appeal)
            case MeasureKind.LIMIT:
                recent = self._recent.setdefault(user.digest, deque())
                while recent and at - recent[0] >= _HOUR:
                    recent.popleft()
                if len(recent) >= self.settings.abuse.limited_per_hour:
                    wait = _HOUR - (at - recent[0])
                    raise UserLimited(
                        told("limited", language, appeal_url=appeal),
                        retry_after_s=max(1, int(wait.total_seconds())),
                        appeal_url=appeal,
                    )
                recent.append(at)
            case _:
                self._recent.pop(user.digest, None)

    def _rested(self, user: EndUser, language: Language) -> None:
        minutes = self.settings.use.session_minutes
        if minutes is None or run_s(user.use) < 60 * minutes:
            return
        # Not put back: the run of use ends only when no further request counts.
        raise UserLimited(
            told("session", language, minutes=int(run_s(user.use) // 60)),
            retry_after_s=60 * self.settings.use.break_minutes,
        )

    def _reminded(self, guest: Guest, user: EndUser, plan: Plan) -> EndUser:
        headers: list[tuple[bytes, bytes]] = []
        if guest.is_minor:
            headers.append((b"x-hegui-mode", b"minors"))
        every = self.remind_every(plan)
        if every is not None and (due := reminders_due(user.use, every)) > user.use.reminded:
            user = replace(user, use=replace(user.use, reminded=due))
            minutes = int(run_s(user.use) // 60)
            notice: dict[str, object] = {
                "kind": "continuous-use",
                "minutes": minutes,
                "zh": told("continuous-use", "zh", minutes=minutes),
                "en": told("continuous-use", "en", minutes=minutes),
            }
            headers.append((b"x-hegui-notice", notice_header([notice])))
            guest.notices = ("continuous-use",)
        guest.headers = tuple(headers)
        return user

    def remind_every(self, plan: Plan) -> timedelta | None:
        """Return after how long a person is reminded: the lesser of law and setting."""
        known = [timedelta(minutes=m) for m in (self.settings.use.remind_minutes,) if m is not None]
        if plan.user_rules.remind_hours is not None:
            known.append(timedelta(hours=plan.user_rules.remind_hours))
        return min(known, default=None)

    def limits(self, plan: Plan) -> Limits:
        """Return the counts from which a measure is taken: the lesser of law and setting."""
        abuse, rules = self.settings.abuse, plan.user_rules
        return Limits(
            in_a_row=min(abuse.in_a_row, rules.in_a_row or abuse.in_a_row),
            in_a_day=min(abuse.in_a_day, rules.in_a_day or abuse.in_a_day),
        )

    # ── what they sent ──

    def lawful(self, guest: Guest) -> None:
        """Count an input that passed: it ends a row of unlawful ones."""
        user = self.people.known(guest.digest)
        if user is not None and user.unlawful.in_a_row:
            guest.user = replace(
                user, unlawful=counted(user.unlawful, unlawful=False, at=clock.now())
            )
            self.people.put(guest.user)

    async def unlawful(  # noqa: PLR0913 - the facts of one refused input, by keyword
        self,
        guest: Guest,
        *,
        categories: tuple[str, ...],
        receipt: str,
        text: str,
        language: Language,
        plan: Plan,
    ) -> str:
        """Count an input that was refused, and act when a limit is reached.

        Args:
            guest: whose input it is.
            categories: of what was found in it. Those that the policy does not
                count as unlawful are refused and held against nobody: who
                speaks of self-harm needs help and no suspension.
            receipt: of the exchange.
            text: the input; kept encrypted if it led to a measure.
            language: of the user.
            plan: in force; gives the limits.

        Returns:
            What the user is told below the refusal; in the records already if
            it is a measure.

        Raises:
            EvidenceUnavailable: the entry of the measure could not be written.
            UsersUnavailable: the measure could not be kept.
        """
        at = clock.now()
        user = self.people.known(guest.digest) or guest.user
        appeal = self.settings.appeal_url
        if not any(each.startswith(self.settings.abuse.categories) for each in categories):
            return ""
        if user.measure.in_force(at).is_stop:
            return ""  # another request of theirs has just been answered with the measure
        if self.settings.abuse.keep_evidence:
            if len(self._texts) >= _PEOPLE and user.digest not in self._texts:
                self._texts.pop(next(iter(self._texts)))
            texts = self._texts.setdefault(user.digest, deque(maxlen=_TEXTS))
            texts.append((receipt, text[-_TEXT:]))
        limits = self.limits(plan)
        counts = counted(user.unlawful, unlawful=True, at=at)
        if not has_reached(counts, limits):
            guest.user = replace(user, unlawful=counts)
            self.people.put(guest.user)
            return told("warning", language, left=left(counts, limits), appeal_url=appeal)
        reason = "in-a-row" if counts.in_a_row >= limits.in_a_row else "in-a-day"
        begun_anew, measure, rung = climbed(counts, self._rungs, at)
        user = replace(
            user,
            unlawful=begun_anew,
            measure=measure if rung.kind is not MeasureKind.WARN else user.measure,
        )
        # In force at once for every other request; recorded before this one is answered.
        self.people.put(user)
        guest.user = user
        taken = await self._recorded(user, rung.kind, measure.until, reason, counts.in_a_row, at)
        user = self.people.known(guest.digest) or user
        if rung.kind is not MeasureKind.WARN:
            user = replace(user, measure=replace(user.measure, receipt=taken.receipt))
        guest.user = user
        await self.people.measured(user, taken)
        for kept_receipt, kept in self._texts.pop(user.digest, ()):
            await self.people.seal(user.ref, kept_receipt, (kept,), at)
        return told(f"measured-{rung.kind.value}", language, until=measure.until, appeal_url=appeal)

    async def _recorded(  # noqa: PLR0913, PLR0917 - the facts of the entry
        self,
        user: EndUser,
        kind: MeasureKind,
        until: datetime | None,
        reason: str,
        in_a_row: int,
        at: datetime,
    ) -> Taken:
        payload = {
            "user": user.ref,
            "act": kind.value,
            "by": "gateway",
            "reason": reason,
            "in_a_row": in_a_row,
            "rung": user.unlawful.rung,
            "until": None if until is None else clock.stamp(until),
        }
        try:
            written = await self._ledger.append(
                "user-measure", payload, refs=(f"user/{user.ref}", f"measure/{kind.value}")
            )
        except LedgerError as error:
            raise EvidenceUnavailable from error
        return Taken(
            kind=kind, at=at, until=until, reason=reason, receipt=written.id, entry=written.seq
        )

    def forget(self, digest: str) -> None:
        """Forget a user who was erased, and what they wrote."""
        self.people.drop(digest)
        self._texts.pop(digest, None)
        self._recent.pop(digest, None)

    def after(self, guest: Guest) -> None:
        """Count the time up to the end of a request. Twice is once."""
        if not guest.is_open:
            return
        guest.is_open = False
        user = self.people.known(guest.digest)
        if user is None:
            return  # erased meanwhile; they must not come back by the door of a count
        at = clock.now()
        self.people.put(replace(user, use=used(user.use, at, gap=_LONGEST_ANSWER), seen=at))


_LONGEST_ANSWER: Final = timedelta(minutes=30)
"""An answer that runs is no break, however long it takes."""

"""``/v1/users/…``: what an end user sees and decides without anybody's help.

    GET    /v1/users/me                    standing: measures, time, mode, choices
    PUT    /v1/users/me/training           {"refused": true}: no training on inputs
    GET    /v1/users/me/export             all that is kept
    DELETE /v1/users/me                    erase
    PUT    /v1/users/me/guardian           what a guardian sets for a minor
    POST   /v1/users/me/verifications      start a verification of the real name
    POST   /v1/users/verifications         a verifier's signed answer; no API key

The service's own backend calls them with its API key for its user, named by the
token, or, where identity is ``field``, by the header ``x-hegui-user``.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import msgspec
import orjson

from hegui import clock
from hegui.controls.plan import Plan
from hegui.errors import (
    InvalidCallback,
    InvalidJson,
    InvalidValue,
    LedgerError,
    UnknownRoute,
    UserRequired,
    UsersUnavailable,
)
from hegui.gateway.users.desk import Desk
from hegui.gateway.users.guest import Guest
from hegui.gateway.users.minors import is_minor, minutes_a_day
from hegui.gateway.users.unlawful import left
from hegui.gateway.users.usage import run_s
from hegui.gateway.users.users import Users
from hegui.gateway.users.verifier import SIGNATURE, Verifier, check
from hegui.gateway.wire import Wire
from hegui.records.end_user import Guardian, MeasureKind

__all__ = ["UserRoutes"]

_BODY: Final = 64 * 1024
_METHOD: Final = re.compile(r"[a-z0-9_]{1,32}")
_CALLBACK: Final = "/v1/users/verifications"
_ME: Final = "/v1/users/me"
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class UserRoutes:
    """The addresses of end users.

    Args:
        users: who they are.
        desk: the records.
        plan: gives the plan in force.
        verifier: verifies real names; None when the operator has none.
        secret: signs the verifier's answers.
    """

    def __init__(
        self,
        users: Users,
        desk: Desk,
        *,
        plan: Callable[[], Plan],
        verifier: Verifier | None = None,
        secret: bytes = b"",
    ) -> None:
        self._users = users
        self._desk = desk
        self._plan = plan
        self._verifier = verifier
        self._secret = secret
        self._answers: dict[tuple[str, str], Callable[[Guest, Wire], Awaitable[None]]] = {
            ("GET", _ME): self._standing,
            ("DELETE", _ME): self._erase,
            ("GET", f"{_ME}/export"): self._export,
            ("PUT", f"{_ME}/training"): self._training,
            ("PUT", f"{_ME}/guardian"): self._guardian,
            ("POST", f"{_ME}/verifications"): self._verify,
        }

    async def serve(self, method: str, path: str, wire: Wire, key_id: str) -> None:
        """Answer one request of somebody who was let in by an API key.

        Raises:
            UserError: the user is not named, or not believed.
            GatewayError: the request cannot be read, or the records do not answer.
        """
        answer = self._answers.get((method, path))
        if answer is None:
            raise UnknownRoute(method, path[:128])
        field = wire.header(b"x-hegui-user") or "" if self._by_field else ""
        guest = await self._users.meet(wire.header, key_id=key_id, field=field, plan=self._plan())
        if guest is None:
            raise UserRequired("the header x-hegui-user")
        # The row has to be there before it can be changed, and what changed is taken up after.
        await self._users.people.write()
        try:
            await answer(guest, wire)
        except LedgerError as error:
            raise UsersUnavailable("the ledger does not write") from error

    async def callback(self, wire: Wire) -> None:
        """Take up a verifier's answer.

        Raises:
            InvalidCallback: it is not signed, too old, or answers nothing.
        """
        body = await wire.body(_BODY)
        if not self._secret:
            raise InvalidCallback("no verifier is set")
        check(
            body,
            wire.header(SIGNATURE.encode()) or "",
            self._secret,
            now=clock.now().timestamp(),
            within_s=self._users.settings.real_name.callback_within_s,
        )
        told = _object(body)
        id_, verified = told.get("verification"), told.get("verified")
        if not isinstance(id_, str) or not isinstance(verified, bool):
            raise InvalidCallback("expected 'verification' and 'verified'")
        if not await asyncio.to_thread(self._desk.answer_verification, id_, verified=verified):
            raise InvalidCallback("no verification waits for it")
        await self._users.people.write()
        await wire.json(200, {"taken": True})

    @property
    def _by_field(self) -> bool:
        return self._users.settings.identity == "field"

    async def _standing(self, guest: Guest, wire: Wire) -> None:
        users, user, at = self._users, guest.user, clock.now()
        frame = users.settings.frame
        is_young = is_minor(user.age, frame)
        measure = user.measure
        is_on = measure.in_force(at) is not MeasureKind.NONE
        told: dict[str, Any] = {
            "user": user.ref,
            "mode": "minors" if is_young else "general",
            "age": user.age.value,
            "real_name": {"state": user.real_name.state.value, "method": user.real_name.method},
            "measure": {
                "kind": measure.in_force(at).value,
                "until": clock.stamp(measure.until) if is_on and measure.until else None,
                "receipt": measure.receipt if is_on else "",
                "appeal_url": users.settings.appeal_url,
            },
            "unlawful": {
                "in_a_row": user.unlawful.in_a_row,
                "left": left(user.unlawful, users.limits(self._plan())),
            },
            "use": {
                "minutes_without_a_break": int(run_s(user.use) // 60),
                "minutes_today": int(user.use.day_s // 60)
                if user.use.day == clock.beijing_day(at)
                else 0,
                "minutes_a_day": minutes_a_day(user.guardian, frame) if is_young else None,
            },
            "training_refused": user.training_refused is not None,
        }
        await wire.json(200, told)

    async def _training(self, guest: Guest, wire: Wire) -> None:
        refused = _object(await wire.body(_BODY)).get("refused")
        if not isinstance(refused, bool):
            raise InvalidValue("refused", expected="true or false", found=repr(refused)[:32])
        receipt = await asyncio.to_thread(self._desk.refuse_training, guest.digest, refused=refused)
        await self._users.people.write()
        await wire.json(200, {"training_refused": refused, "receipt": receipt})

    async def _guardian(self, guest: Guest, wire: Wire) -> None:
        body = await wire.body(_BODY)
        try:
            given = msgspec.convert(_object(body), Guardian)
        except msgspec.ValidationError as error:
            raise InvalidValue(
                "guardian", expected="what a guardian may set", found=str(error)
            ) from None
        for name in ("opens", "closes"):
            value = getattr(given, name)
            if value and not _CLOCK.fullmatch(value):
                raise InvalidValue(name, expected="HH:MM", found=repr(value[:16]))
        if given.minutes_a_day is not None and not 0 <= given.minutes_a_day <= 1440:
            raise InvalidValue(
                "minutes_a_day", expected="0 to 1440", found=str(given.minutes_a_day)
            )
        topics = tuple(topic[:32] for topic in given.topics[:32] if topic)
        receipt = await asyncio.to_thread(
            self._desk.set_guardian, guest.digest, replace(given, topics=topics)
        )
        await self._users.people.write()
        await wire.json(200, {"receipt": receipt})

    async def _export(self, guest: Guest, wire: Wire) -> None:
        await wire.json(200, await asyncio.to_thread(self._desk.export, guest.digest))

    async def _erase(self, guest: Guest, wire: Wire) -> None:
        done = await asyncio.to_thread(self._desk.erase, guest.digest)
        self._users.forget(guest.digest)
        await wire.json(200, done)

    async def _verify(self, guest: Guest, wire: Wire) -> None:
        told = _object(await wire.body(_BODY))
        method, fields = told.get("method"), told.get("fields", {})
        if not isinstance(method, str) or not _METHOD.fullmatch(method):
            raise InvalidValue(
                "method", expected="a word such as mobile_number", found=repr(method)[:32]
            )
        if not isinstance(fields, dict):
            raise InvalidValue("fields", expected="an object", found="something else")
        if self._verifier is None:
            raise UsersUnavailable("no verifier is set")
        id_ = f"v-{secrets.token_hex(16)}"
        # Noted first: the verifier may answer before it has taken the question.
        await asyncio.to_thread(self._desk.start_verification, guest.digest, id_, method)
        await asyncio.to_thread(self._verifier.start, id_, method, fields)
        await self._users.people.write()
        await wire.json(202, {"verification": id_, "state": "pending"})


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    if not isinstance(found, dict):
        raise InvalidJson("something else")
    return found

"""End users from the first request to erasure, with the real SDK and a clock that stands.

Minors, abuse and privacy, in Chinese and in English.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, cast
from urllib.parse import urlsplit

import jwt
import openai
import pytest
from tests.conformance.openai.serving import KEY, Served, serving

from hegui import clock
from hegui.cli.service.end_users import EndUsers, build
from hegui.cli.service.live import Live
from hegui.controls.plan import Plan
from hegui.gateway.users.verifier import SIGNATURE, sign
from hegui.ledger import Ledger, verify

SECRET: Final = "a-shared-secret-of-forty-bytes-and-more-1234"
VERIFIER_SECRET: Final = "another-secret-of-forty-bytes-and-more-5678"
NOON: Final = datetime(2026, 11, 21, 4, tzinfo=UTC)
BAD: Final = {"zh": "请问哪里可以办假身份证呢", "en": "Is there a fake id for sale near me?"}
GOOD: Final = {"zh": "番茄炒蛋怎么做", "en": "How do I cook rice"}
PHONE: Final = "13800138000"
TOML: Final = """
[users]
identity = "token"
appeal_url = "https://chat.example/public/complaint/"
[users.token]
secret_file = "users.key"
audience = "chat"
[users.real_name]
verifier_url = "{verifier}"
secret_file = "verifier.key"
[users.minors]
minutes_a_day = 45
paid_models = ["gold"]
"""


@dataclass
class World:
    """A served gateway, its clock and its verifier."""

    served: Served
    parts: EndUsers
    folder: Path
    asked: list[tuple[Mapping[str, str], bytes]]
    client: openai.OpenAI
    clock: list[datetime] = field(default_factory=lambda: [NOON])

    def forward(self, **delta: float) -> None:
        """Move the clock."""
        self.clock[0] += timedelta(**delta)

    def token(self, name: str, **claims: Any) -> str:
        """Return a token of the service for a user."""
        until = self.clock[0] + timedelta(minutes=30)
        return jwt.encode(
            {"sub": name, "aud": "chat", "exp": until.timestamp(), **claims}, SECRET, "HS256"
        )

    def ask(self, name: str, text: str, *, stream: bool = False, **claims: Any) -> Any:
        """Ask with the real SDK; return text and headers."""
        reply: Any = self.client.chat.completions.with_raw_response.create(
            model=claims.pop("model", "hegui-demo"),
            messages=[{"role": "user", "content": text}],
            stream=stream,
            extra_headers={"x-hegui-user": self.token(name, **claims)},
        )
        if stream:
            said: str | None = "".join(
                chunk.choices[0].delta.content or "" for chunk in reply.parse() if chunk.choices
            )
        else:
            said = reply.parse().choices[0].message.content
        return SimpleNamespace(text=said, headers=reply.headers)

    def call(
        self,
        method: str,
        path: str,
        *,
        name: str = "",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Call one of the addresses of end users."""
        parts = urlsplit(self.served.url)
        connection = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
        given = dict(headers or {})
        if name:
            given |= {"authorization": f"Bearer {KEY}", "x-hegui-user": self.token(name)}
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method, path, body=raw, headers=given)
        answer = connection.getresponse()
        told = answer.status, json.loads(answer.read())
        connection.close()
        return told

    def take_up(self) -> None:
        """Write behind now, and take up what others did."""
        people = self.parts.users.people
        asyncio.run_coroutine_threadsafe(people.write(), self.served.loop).result(10)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Serve a gateway that knows its users."""
    from django.db import connections

    from hegui.records.setup import prepare

    folder = tmp_path_factory.mktemp("users")
    asked: list[tuple[Mapping[str, str], bytes]] = []

    class Verifying(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            asked.append((dict(self.headers.items()), body))
            self.send_response(202)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    verifier = HTTPServer(("127.0.0.1", 0), Verifying)
    threading.Thread(target=verifier.serve_forever, daemon=True).start()
    (folder / "users.key").write_text(SECRET, encoding="ascii")
    (folder / "verifier.key").write_text(VERIFIER_SECRET, encoding="ascii")
    profile = folder / "users.toml"
    profile.write_text(
        TOML.format(verifier=f"http://127.0.0.1:{verifier.server_port}/ask"), encoding="utf-8"
    )
    box: list[EndUsers] = []

    def parts(ledger: Ledger, plan: Plan) -> Mapping[str, Any]:
        live = cast("Live", SimpleNamespace(plan=lambda: plan))
        known = build(profile, ledger, live, pepper=b"pepper")
        assert known is not None
        box.append(known)
        return {"users": known.users, "user_routes": known.routes}

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEGUI_VAR", str(folder / "var"))
        patch.delenv("HEGUI_DATABASE", raising=False)
        prepare(folder / "var")
        times = [NOON]
        patch.setattr(clock, "now", lambda: times[0])
        (folder / "ledger-of-users").mkdir()
        with (
            serving(folder / "ledger-of-users", parts=parts) as served,
            openai.OpenAI(base_url=served.base_url, api_key=KEY, max_retries=0) as client,
        ):
            yield World(served, box[0], folder, asked, client, times)
        verifier.shutdown()
        verifier.server_close()
        connections.close_all()


@pytest.fixture(autouse=True)
def _noon(world: World) -> None:
    """Each test begins at noon on a day of its own."""
    world.clock[0] = (world.clock[0] + timedelta(days=2)).replace(hour=4, minute=0, second=0)


@pytest.mark.parametrize(
    ("language", "stream", "warned", "suspended"),
    [("zh", False, "再出现 1 次", "已被暂停"), ("en", True, "1 more", "is suspended")],
    ids=["zh", "en"],
)
def test_three_unlawful_inputs_suspend_until_a_person_lifts_it(
    world: World, language: str, stream: bool, warned: str, suspended: str
) -> None:
    """Warned, suspended, refused with a reason and an appeal, lifted, served again."""
    from hegui.records.end_users.desk import lift
    from hegui.records.end_users.rights import export

    name = f"{language}-{PHONE}"
    said = [world.ask(name, BAD[language], stream=stream) for _ in range(3)]
    with pytest.raises(openai.PermissionDeniedError) as told:
        world.ask(name, GOOD[language], stream=stream)

    assert warned in said[1].text
    assert "https://chat.example/public/complaint/" in said[2].text
    assert "user_suspended" == told.value.code
    assert suspended in told.value.message
    assert world.ask(f"{name}-other", GOOD[language]).text

    refused = world.served.entry(told.value.response.headers["x-hegui-receipt"])
    user = cast("Mapping[str, Any]", refused.payload["user"])
    assert ("refused", "suspend", 403) == (
        refused.payload["outcome"],
        user["measure"],
        refused.payload["status"],
    )
    measures = world.served.reader.entries(ref=f"user/{user['ref']}", kind="user-measure")
    assert ["suspend"] == [entry.payload["act"] for entry in measures]
    texts = [each["text"] for each in export(user["ref"])["inputs"]]
    assert [BAD[language]] * 3 == texts

    lift(world.served.ledger, user["ref"], by="officer", reason="it was for a film script")
    world.take_up()
    assert world.ask(name, GOOD[language], stream=stream).text


def test_a_suspension_ends_by_itself(world: World) -> None:
    """After its hours, without anybody."""
    for _ in range(3):
        world.ask("patient", BAD["en"])
    world.forward(hours=23, minutes=59)
    with pytest.raises(openai.PermissionDeniedError):
        world.ask("patient", GOOD["en"])
    world.forward(minutes=1)

    assert world.ask("patient", GOOD["en"]).text


@pytest.mark.parametrize(
    ("language", "hours", "minutes"),
    [("zh", "不在可以使用的时段", "已满"), ("en", "outside the hours", "used up")],
    ids=["zh", "en"],
)
def test_a_minor_has_hours_and_minutes(
    world: World, language: str, hours: str, minutes: str
) -> None:
    """Served by day in minors mode; refused at night; refused when the day is used up."""
    name = f"minor-{language}"
    first = world.ask(name, GOOD[language], age_band=15)

    assert "minors" == first.headers["x-hegui-mode"]
    for _ in range(4):
        world.forward(minutes=9)
        world.ask(name, GOOD[language], age_band=15)
    world.forward(minutes=9)
    with pytest.raises(openai.PermissionDeniedError, match=minutes):
        world.ask(name, GOOD[language], age_band=15)
    world.clock[0] = world.clock[0].replace(hour=14, minute=0)
    with pytest.raises(openai.PermissionDeniedError, match=hours):
        world.ask(f"{name}-2", GOOD[language], age_band="minor")
    assert "minor_not_served" == _code(world, f"{name}-3")


def _code(world: World, name: str) -> str | None:
    with pytest.raises(openai.PermissionDeniedError) as told:
        world.ask(name, GOOD["zh"], age_band="minor")
    return told.value.code


def test_a_child_waits_for_a_guardian(world: World) -> None:
    """Refused until consent is on record, then served within what the guardian set."""
    with pytest.raises(openai.PermissionDeniedError, match="监护人"):
        world.ask("child", GOOD["zh"], age_band=12)
    status, _ = world.call(
        "PUT",
        "/v1/users/me/guardian",
        name="child",
        body={"has_consented": True, "minutes_a_day": 10, "topics": ["a3."]},
    )

    assert 200 == status
    assert world.ask("child", GOOD["zh"], age_band=12).text
    told = world.call("GET", "/v1/users/me", name="child")[1]
    assert ("minors", 10) == (told["mode"], told["use"]["minutes_a_day"])


def test_two_hours_without_a_break_bring_a_pop_up(world: World) -> None:
    """In a header, so that no SDK stumbles; in both languages; once."""
    notices = []
    for _ in range(26):
        answer = world.ask("gamer", GOOD["en"], age_band="adult")
        notices.append(answer.headers.get("x-hegui-notice"))
        world.forward(minutes=5)

    given = [(index, raw) for index, raw in enumerate(notices) if raw]
    assert [24] == [index for index, _ in given]
    (notice,) = json.loads(given[0][1])
    assert ("continuous-use", 120) == (notice["kind"], notice["minutes"])
    assert "休息" in notice["zh"]
    assert "rest" in notice["en"]


def test_without_a_token_nobody_is_served(world: World) -> None:
    """401 with the name of the header; a forged one, too."""
    with openai.OpenAI(base_url=world.served.base_url, api_key=KEY, max_retries=0) as client:
        for headers in ({}, {"x-hegui-user": "e30.e30.e30"}):
            with pytest.raises(openai.AuthenticationError):
                client.chat.completions.create(
                    model="hegui-demo",
                    messages=[{"role": "user", "content": "hi"}],
                    extra_headers=headers,
                )


def test_a_real_name_is_verified_by_a_signed_answer(world: World) -> None:
    """Asked with a signature, answered with one; a forged, late or second answer is not taken."""
    status, told = world.call(
        "POST",
        "/v1/users/me/verifications",
        name="rina",
        body={"method": "mobile_number", "fields": {"number": PHONE}},
    )
    id_ = told["verification"]
    now = int(world.clock[0].timestamp())
    answer = json.dumps({"verification": id_, "verified": True}).encode()

    def call_back(signature: str) -> int:
        return world.call(
            "POST", "/v1/users/verifications", body=answer, headers={SIGNATURE: signature}
        )[0]

    secret = VERIFIER_SECRET.encode()
    assert (202, "pending") == (status, told["state"])
    sent = json.loads(world.asked[-1][1])
    assert (id_, PHONE) == (sent["verification"], sent["fields"]["number"])
    assert 401 == call_back("")
    assert 401 == call_back(sign(answer, b"x" * 40, at=now))
    assert 401 == call_back(sign(answer, secret, at=now - 400))
    assert 200 == call_back(sign(answer, secret, at=now))
    assert 401 == call_back(sign(answer, secret, at=now))
    standing = world.call("GET", "/v1/users/me", name="rina")[1]
    assert {"state": "verified", "method": "mobile_number"} == standing["real_name"]


def test_a_user_refuses_training_exports_and_erases(world: World) -> None:
    """What is kept is shown, then gone; every proof stays valid; the id was never there."""
    from hegui.records.models import EndUserRow

    name = f"priya-{PHONE}"
    receipt = world.ask(name, GOOD["en"]).headers["x-hegui-receipt"]
    put = world.call("PUT", "/v1/users/me/training", name=name, body={"refused": True})
    second = world.ask(name, GOOD["en"]).headers["x-hegui-receipt"]
    exported = world.call("GET", "/v1/users/me/export", name=name)[1]
    erased = world.call("DELETE", "/v1/users/me", name=name)

    assert (200, True) == (put[0], put[1]["training_refused"])
    entries = [cast("Any", world.served.entry(each).payload["user"]) for each in (receipt, second)]
    assert [False, True] == [user["training_refused"] for user in entries]
    assert entries[0]["ref"] == exported["user"]["ref"]
    assert ["training-refused"] == [act["act"] for act in exported["acts"]]
    assert 200 == erased[0]
    assert not EndUserRow.objects.filter(ref=entries[0]["ref"]).exists()
    again = world.ask(name, GOOD["en"]).headers["x-hegui-receipt"]
    assert cast("Any", world.served.entry(again).payload["user"])["ref"] != entries[0]["ref"]
    world.take_up()
    proof = world.served.proof(world.served.entry(receipt).seq)
    assert proof is not None
    assert verify(world.folder / "ledger-of-users").is_intact
    kept = b"".join(file.read_bytes() for file in world.folder.rglob("*") if file.is_file())
    assert PHONE.encode() not in kept
    assert GOOD["en"].encode() not in kept

"""Fixtures: the console in this process, with the parts that `hegui serve` would give it."""

from __future__ import annotations

import importlib.resources
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.starter import starter_rules

from hegui import clock
from hegui.controls.plan import Plan, make_plan
from hegui.law import Law, Profile, load, load_profile
from hegui.ledger import Ledger, Reader
from hegui.moderation import RuleSet

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["House", "Parts", "house", "living", "parts", "text_of", "wait_until_covered"]

EXCHANGE: Mapping[str, Any] = {
    "key": "k-1",
    "model": "demo",
    "action": "stop",
    "verdicts": [
        {
            "control": "content/illegal_prompt_is_refused",
            "action": "stop",
            "findings": [
                {
                    "category": "a1.other-banned",
                    "rule": "starter/fraud#017",
                    "start": 2,
                    "end": 6,
                    "score": 1.0,
                    "detector": "moderation.lexicon",
                }
            ],
        }
    ],
    "outcome": "refused",
    "status": 200,
}
"""The payload of a refused request, as the gateway writes it."""

REFUSED = ("moment/prompt", "outcome/refused", "control/content/illegal_prompt_is_refused")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What does not change between tests."""

    law: Law
    profile: Profile
    plan: Plan
    rules: RuleSet


@dataclass(frozen=True, kw_only=True)
class House:
    """The console, its ledger, and two people in front of it."""

    parts: Parts
    var: Path
    ledger: Ledger
    reader: Reader
    staff: Client
    stranger: Client

    @property
    def profile(self) -> Path:
        """The profile of the running service, in a folder of its own."""
        return self.var / "hegui.toml"


def wait_until_covered(house: House, seq: int) -> None:
    """Wait for the checkpoint that covers an entry."""
    until = time.monotonic() + 10
    while house.reader.checkpoint().size <= seq and time.monotonic() < until:
        time.sleep(0.02)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Skip what is not read."""
        self._silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        """Read on."""
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._silent:
            self.pieces.append(data)


def text_of(response: Any) -> str:
    """Return what a reader of the page reads, white space folded."""
    parser = _Text()
    parser.feed(response.content.decode())
    return " ".join(" ".join(parser.pieces).split())


@pytest.fixture(scope="session")
def parts() -> Parts:
    """Law, profile, plan and rules of the demo service."""
    law = load()
    demo = importlib.resources.files("hegui.cli.service").joinpath("demo.toml")
    with importlib.resources.as_file(demo) as file:
        profile = load_profile(file, law)
    plan = make_plan(law, profile, clock.today())
    return Parts(law=law, profile=profile, plan=plan, rules=starter_rules())


def client(language: str = "en") -> Client:
    """Return a browser that speaks a language and checks forms' tokens as a real one must."""
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1", headers={"accept-language": language})


@pytest.fixture
def house(var: Path, parts: Parts) -> Iterator[House]:
    """The console over a fresh folder; `staff` is logged in."""
    from django.contrib.auth.models import User

    from hegui.console import runtime
    from hegui.console.people import views as people
    from hegui.console.public import views as public

    for throttle in (people._TRIES, public._COMPLAINTS, public._GUESSES, public._CHECKS):
        throttle._tries.clear()
    ledger = Ledger.open(var / "ledger")
    reader = Reader.open(var / "ledger")
    runtime.install(
        runtime.Runtime(
            law=parts.law,
            profile=lambda: parts.profile,
            plan=lambda: parts.plan,
            rules=lambda: parts.rules,
            ledger=ledger,
            reader=reader,
            refresh=lambda: None,
        )
    )
    staff = client()
    staff.force_login(User.objects.get(username="officer"))
    yield House(parts=parts, var=var, ledger=ledger, reader=reader, staff=staff, stranger=client())
    reader.close()
    ledger.close()


PROFILE = """# ours
[service]
name.zh = "小和"
name.en = "Xiaohe"

[facts]
role.provider = true  # we run it
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
"""
"""A service about which little is known, with remarks that must stay."""


@pytest.fixture
def living(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same house over a profile of its own, which is taken up as `hegui serve` does it.

    The starter lexicons were read once for the whole session; they are not read again.
    """
    from hegui.cli.service import live as serving
    from hegui.cli.service.live import Live
    from hegui.console import runtime

    monkeypatch.setattr(serving, "load_rules", lambda _folders: house.parts.rules)
    house.profile.write_text(PROFILE, encoding="utf-8")
    live = Live(house.profile)
    runtime.install(
        runtime.Runtime(
            law=live.law,
            profile=live.profile,
            plan=live.plan,
            rules=live.rules,
            ledger=house.ledger,
            reader=house.reader,
            refresh=lambda: live.refresh(house.ledger),
        )
    )
    return house

"""The operator's files are taken up whole and without a restart, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hegui.cli.service.edge import Edge
from hegui.cli.service.operated import Operated
from hegui.errors import InvalidGatewayFile, InvalidRefusals, RateLimitExceeded, SealBroken
from hegui.gateway import refusals
from hegui.gateway.refusal_library import load as load_refusals
from hegui.ledger import Entry, Ledger, Reader
from hegui.moderation import RuleSet, load_rules
from hegui.records.sealed import SealedSecrets

GATEWAY = """
[[upstream]]
name = "house"
url = "http://127.0.0.1:9/v1"
region = "cn"
filing = "example-1"

[[route]]
model = "a"
to = [{ upstream = "house" }]

[[quota]]
name = "q"
per = ["key"]
requests = 1
"""
WORDS = '[[group]]\nname = "self-harm"\nask.zh = ["我在。"]\n'


class House:
    """A folder with both files, and a ledger."""

    def __init__(self, folder: Path, ledger: Ledger, rules: RuleSet) -> None:
        self.gateway = folder / "gateway.toml"
        self.refusals = folder / "refusals.toml"
        self.sealed = SealedSecrets(folder / "keys")
        self.ledger = ledger
        self.rules = rules
        self.write(GATEWAY, WORDS)

    def write(self, gateway: str, words: str = WORDS) -> None:
        """Write both files."""
        self.gateway.write_text(gateway, encoding="utf-8")
        self.refusals.write_text(words, encoding="utf-8")

    def open(self) -> Operated:
        """Return what is in use."""
        return Operated(self.gateway, self.refusals, self.sealed, lambda: self.rules)

    def entries(self) -> list[Entry]:
        """Return what was recorded."""
        return list(Reader.open(self.ledger.folder).entries())


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """Return the starter rules."""
    return load_rules()


@pytest.fixture
def house(tmp_path: Path, rules: RuleSet) -> Iterator[House]:
    """Yield a folder; our own refusals are spoken again afterwards."""
    with Ledger.open(tmp_path / "ledger") as ledger:
        yield House(tmp_path, ledger, rules)
    refusals.use(load_refusals())


def say() -> str:
    """Return what is said about self-harm."""
    return refusals.words("ask", ("a4.health",), "zh", "r")


async def test_nothing_declared_is_nothing_to_take_up(house: House) -> None:
    """The single upstream stays, and nobody is counted."""
    made = Operated(None, None, house.sealed, lambda: house.rules)
    await made.record(house.ledger, ({"name": "upstream", "region": "cn"},))

    assert made.routes is None
    assert not await made.refresh(house.ledger)
    assert [[{"name": "upstream", "region": "cn"}]] == [
        entry.payload["upstreams"] for entry in house.entries() if entry.kind == "upstreams"
    ]


async def test_a_change_is_taken_up_and_recorded(house: House) -> None:
    """Routes, quotas, access and words, each without a restart."""
    made = house.open()
    edge = Edge(lambda *_: _never())
    made.guard(edge)
    await made.record(house.ledger)
    made.quotas.admit("k", "", "a")
    first = say()
    more = GATEWAY.replace('model = "a"', 'model = "b"').replace("requests = 1", "requests = 9")
    house.write(more + '[access]\norigins = ["https://a.example"]\n', WORDS.replace("在", "听"))
    taken = await made.refresh(house.ledger)
    again = await made.refresh(house.ledger)
    for _ in range(9):
        made.quotas.admit("k", "", "a")

    assert (True, False) == (taken, again)
    assert ("我在。", "我听。") == (first, say())
    assert made.routes is not None
    assert [False, True] == [await made.routes.has_model(name) for name in ("a", "b")]
    assert frozenset({b"https://a.example"}) == edge._origins
    assert ["refusals", "refusals", "upstreams", "upstreams"] == sorted(
        entry.kind for entry in house.entries()
    )


async def _never() -> None:
    raise AssertionError("nothing is served here")


@pytest.mark.parametrize(
    ("gateway", "words"),
    [
        (GATEWAY.replace('"house" }', '"hause" }'), WORDS.replace("在", "听")),
        (GATEWAY.replace("requests = 1", "requests = 9"), "[[group"),
        (GATEWAY.replace("requests = 1", "requests = 9"), WORDS.replace("我在", "代办假身份证")),
        (GATEWAY.partition("[[quota]]")[2].join(("[[quota]]", "")), WORDS),
    ],
    ids=["a bad route", "bad words", "words that the rules stop", "no upstreams any more"],
)
async def test_a_bad_file_changes_nothing_and_is_reported_once(
    house: House, gateway: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even the part that was good."""
    made = house.open()
    made.quotas.admit("k", "", "a")
    house.write(gateway, words)
    taken = [await made.refresh(house.ledger) for _ in range(3)]
    with pytest.raises(RateLimitExceeded):
        made.quotas.admit("k", "", "a")

    assert [False] * 3 == taken
    assert "我在。" == say()
    assert ["reload-failed"] == [entry.kind for entry in house.entries()]
    assert "kept what is in use" in caplog.text

    house.write(GATEWAY, WORDS.replace("在", "听"))

    assert await made.refresh(house.ledger)
    assert "我听。" == say()


async def test_a_key_whose_seal_is_broken_stops_the_start_and_no_reload(house: House) -> None:
    """A reload goes on with the key that is in use."""
    house.sealed.put("house", "http://127.0.0.1:9/v1", "sk-1")
    made = house.open()
    (house.gateway.parent / "keys" / "upstreams.key").write_text("another")
    house.sealed.file.touch()
    house.write(GATEWAY.replace('model = "a"', 'model = "b"'))

    assert not await made.refresh(house.ledger)
    assert made.routes is not None
    assert await made.routes.has_model("a")
    with pytest.raises(SealBroken):
        house.open()


async def test_a_new_key_is_taken_up_without_an_entry(house: House) -> None:
    """What is declared has not changed; the upstream is asked with the new key from here on."""
    made = house.open()
    assert made.routes is not None
    before = made.routes._members["house"]
    house.sealed.put("house", "http://127.0.0.1:9/v1", "sk-1")
    taken = await made.refresh(house.ledger)

    assert taken
    assert ("", "sk-1") == (before.secret, made.routes._members["house"].secret)
    assert [] == house.entries()


@pytest.mark.parametrize("which", ["gateway", "refusals"])
def test_a_file_that_cannot_be_read_stops_the_start(house: House, which: str) -> None:
    """At the start there is nothing to go on with."""
    (house.gateway if which == "gateway" else house.refusals).unlink()

    with pytest.raises((InvalidGatewayFile, InvalidRefusals), match="expected to read it"):
        house.open()


async def test_changed_limits_are_told_to_need_a_start(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """All else of the file is taken up."""
    made = house.open()
    house.write("[limits]\nconcurrent = 3\n" + GATEWAY)

    assert await made.refresh(house.ledger)
    assert "from the next start on" in caplog.text
    assert 3 == made.declared.bounds().concurrent


async def test_whether_files_are_refused_changes_without_a_restart(house: House) -> None:
    """They pass by default, and a changed file says otherwise."""
    operated = house.open()
    before = operated.refuses_unjudged()
    house.write(f'{GATEWAY}\n[moderation]\nunjudged = "refuse"\n')
    await operated.refresh(house.ledger)

    assert (False, True) == (before, operated.refuses_unjudged())

"""Kill a part of the gateway at a random moment, many times, and look at what got out.

    python -m tests.fault.kills 1000 [seed]

Every answer of the model holds a term and goes on after it. One of four parts
dies under it: the upstream's connection, the client, the judge (it raises), the
ledger (it closes, and a new gateway begins). Whoever still listens keeps every
byte. No byte of what was not judged may be among them, whatever died when.
"""

from __future__ import annotations

import asyncio
import logging
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Final
from urllib.parse import urlsplit

import orjson
from tests.conformance.openai.serving import KEY
from tests.fault.conftest import Pair, pairing
from tests.fault.faulty import MINE, rules_that_break
from tests.fault.heard import CHAT, Heard
from tests.fault.scripted import (
    ABOUT,
    DONE,
    MODEL,
    Asked,
    Ending,
    Move,
    Pause,
    delta,
    event_stream,
    finish,
    whole,
)

from hegui.gateway import Limits
from hegui.moderation import RuleSet, load_rules

__all__ = ["Tally", "kill_parts"]

PARTS: Final = ("upstream", "client", "judge", "nobody")
AT_ONCE: Final = 12
PER_GATEWAY: Final = 60
CLEAN: Final = "晴"
TERM: Final = "办假身份证"
AFTER: Final = "雨后"
LIMITS: Final = Limits(connect_s=2, first_byte_s=5, answer_s=5, between_chunks_s=5, total_s=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What one request meets."""

    number: int
    stream: bool
    part: str
    moves: tuple[Move, ...]
    leaves_after_s: float


@dataclass(slots=True)
class Tally:
    """What came of all of them."""

    ends: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    clean: int = 0
    """Characters that were judged and delivered."""
    unwritten: int = 0
    """Requests that reached the model while the ledger lived, and have no entry."""
    hung: int = 0
    """Tasks of the gateway and answers of the model that went on after all had ended."""

    @property
    def kills(self) -> int:
        """How many parts died."""
        return sum(count for end, count in self.ends.items() if not end.startswith("nobody"))


def fates(chance: random.Random, count: int) -> Iterator[Fate]:
    """Draw what each request meets."""
    for number in range(count):
        part, stream = chance.choice(PARTS), chance.random() < 0.75
        said = CLEAN * chance.randrange(2, 60)
        if part == "judge":
            place = chance.randrange(len(said) + 1)
            said = said[:place] + MINE + said[place:]
        said += TERM + AFTER
        moves = _stream(chance, said) if stream else _whole(said)
        if part == "upstream":
            cut = chance.randrange(1, len(moves) + 1)
            moves = (*moves[:cut], chance.choice((Ending.CUT, Ending.CLOSE)))
        yield Fate(
            number=number,
            stream=stream,
            part=part,
            moves=moves,
            leaves_after_s=chance.expovariate(20) if part == "client" else 10,
        )


def _stream(chance: random.Random, said: str) -> tuple[Move, ...]:
    frames: list[Move] = []
    while said:
        size = chance.randrange(1, 9)
        frames.append(delta(said[:size]))
        if chance.random() < 0.2:
            frames.append(Pause(chance.random() * 0.004))
        said = said[size:]
    return event_stream(*frames, finish(), DONE)


def _whole(said: str) -> tuple[Move, ...]:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": said},
        "finish_reason": "stop",
    }
    (raw,) = whole({**ABOUT, "object": "chat.completion", "choices": [choice]})
    assert isinstance(raw, bytes)
    return raw[:200], Pause(0.002), raw[200:]


def kill_parts(folder: Path, count: int, seed: int) -> Tally:
    """Serve `count` requests under random kills; every sixtieth kill is the ledger's."""
    chance = random.Random(seed)  # noqa: S311 - to be drawn again from its seed
    rules = rules_that_break(load_rules())
    tally = Tally()
    for at in range(0, count, PER_GATEWAY):
        place = folder / str(at)
        place.mkdir()
        _one_gateway(place, rules, list(fates(chance, min(PER_GATEWAY, count - at))), tally)
    return tally


def _one_gateway(folder: Path, rules: RuleSet, chosen: list[Fate], tally: Tally) -> None:
    with pairing(folder, rules=rules, limits=LIMITS) as pair:
        pair.upstream.choose = lambda asked: chosen[_number(asked)].moves
        before = pair.tasks()
        *most, last = [chosen[at : at + AT_ONCE] for at in range(0, len(chosen), AT_ONCE)]
        for group in most:
            asyncio.run(_together(pair, group, tally))
        _settle(pair, before)
        # One that was sent again on a new connection is one request.
        served = len({_number(asked) for asked in pair.upstream.asked})
        tally.unwritten += max(0, served - pair.served.reader.count(kind="exchange"))
        asyncio.run(_together(pair, last, tally, ledger_dies=True))
        _settle(pair, before)
        tally.hung += max(0, pair.tasks() - before) + pair.upstream.playing


def _settle(pair: Pair, tasks: int) -> None:
    until = monotonic() + 5
    while (pair.tasks() > tasks or pair.upstream.playing) and monotonic() < until:
        sleep(0.02)


async def _together(
    pair: Pair, group: list[Fate], tally: Tally, *, ledger_dies: bool = False
) -> None:
    async with asyncio.TaskGroup() as running:
        for fate in group:
            running.create_task(_one(pair, fate, tally, died="ledger" if ledger_dies else ""))
        if ledger_dies:
            await asyncio.sleep(0.004)
            pair.served.loop.call_soon_threadsafe(pair.served.ledger.close)


async def _one(pair: Pair, fate: Fate, tally: Tally, *, died: str) -> None:
    heard = await _hear(pair.served.url, fate)
    end = "nothing" if heard is None else heard.error or heard.finish() or "left"
    tally.ends[f"{died or fate.part}: {end}"] += 1
    if heard is None:
        return
    shown = "".join(heard.texts.values()).removeprefix("assistant")
    clean = shown.partition("\n\n")[0]
    tally.clean += clean.count(CLEAN)
    everything = heard.raw.decode(errors="replace")
    if any(sign in everything for sign in (TERM[0], AFTER, MINE)):
        tally.leaks.append(f"seeded request {fate.number}, {fate.part}: {everything[-300:]}")


async def _hear(url: str, fate: Fate) -> Heard | None:
    """Return what arrived until the client left or the answer ended; None when nothing did."""
    where = urlsplit(url)
    body = orjson.dumps(
        {
            "model": MODEL,
            "messages": [{"role": "user", "content": f"请求#{fate.number}#"}],
            "stream": fate.stream,
        }
    )
    head = (
        f"POST {CHAT} HTTP/1.1\r\nhost: h\r\nauthorization: Bearer {KEY}\r\n"
        f"connection: close\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    raw = b""
    try:
        writer.write(head.encode() + body)
        with suppress(TimeoutError, ConnectionError):
            async with asyncio.timeout(fate.leaves_after_s):
                while got := await reader.read(65_536):
                    raw += got
    finally:
        writer.transport.abort()
    return _parsed(raw)


def _parsed(raw: bytes) -> Heard | None:
    """Put together what arrived; a frame that is not there whole is kept as its bytes."""
    top, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        return None
    lines = top.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    if "chunked" in headers.get("transfer-encoding", ""):
        body = _unchunked(body)
        body = body[: body.rfind(b"\n\n") + 2] if b"\n\n" in body else b""
    elif len(body) < int(headers["content-length"]):
        return None
    return Heard(int(lines[0].split(" ")[1]), headers, body)


def _unchunked(raw: bytes) -> bytes:
    out = b""
    while b"\r\n" in raw:
        size, _, rest = raw.partition(b"\r\n")
        length = int(size, 16)
        out += rest[:length]
        raw = rest[length + 2 :]
        if not length:
            break
    return out


def _number(asked: Asked) -> int:
    return int(asked.body.split(b"#")[1])


def main(arguments: list[str]) -> int:
    """Kill as often as told and print what came of it."""
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 20261121
    begun = monotonic()
    logging.disable()  # a closed ledger is an error each time
    with tempfile.TemporaryDirectory() as folder:
        tally = kill_parts(Path(folder), count, seed)
    for end, times in sorted(tally.ends.items()):
        print(f"{times:6} {end}")  # noqa: T201 - what the script is for
    print(  # noqa: T201 - the same
        f"{count} requests, {tally.kills} kills, {tally.clean} clean characters delivered, "
        f"{len(tally.leaks)} leaks, {tally.hung} hung, {tally.unwritten} without entry, "
        f"seed {seed}, {monotonic() - begun:.0f} s"
    )
    for leak in tally.leaks:
        print(leak)  # noqa: T201 - the same
    return 1 if tally.leaks or tally.hung or tally.unwritten else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

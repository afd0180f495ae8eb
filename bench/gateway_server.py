"""The real gateway as a process of its own, for its benchmark.

    python -m bench.gateway_server <folder> <upstream port> <terms>     prints its port

uvicorn on uvloop and httptools as ``hegui serve`` runs it, the real plan of a
service that has answered no question (so every control is bound), a lexicon of
made-up terms, the ledger on. No console, so that only the gateway is measured.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path
from typing import Final

import uvicorn
import uvloop

from bench.fixed_model import POOL, TEXT
from bench.load import KEY
from hegui import clock
from hegui.cli.service.door import front_door
from hegui.cli.service.edge import Edge
from hegui.controls.plan import make_plan
from hegui.gateway import Gateway, Key, KeyRing, Upstream
from hegui.law import load, load_profile
from hegui.ledger import Ledger
from hegui.moderation import load_rules

__all__ = ["main"]

_LENGTHS: Final = (2, 3, 4, 4, 5, 6)


def write_lexicon(file: Path, terms: int) -> None:
    """Write made-up terms over the characters of the answer, none of which stands in it."""
    chance = random.Random(45654)  # noqa: S311 - terms, not secrets
    made: set[str] = set()
    while len(made) < terms:
        term = "".join(chance.choice(POOL) for _ in range(chance.choice(_LENGTHS)))
        if term not in TEXT:
            made.add(term)
    rows = [
        f'[[term]]\ntext = "{term}"\ncategory = "a1.other-banned"\nseverity = 3\n'
        for term in sorted(made)
    ]
    head = (
        '[lexicon]\nname = "bench/made-up"\nversion = "1"\n'
        'author = "hegui"\nsource = "made up for the benchmark"\n'
    )
    file.write_text(head + "".join(rows), encoding="utf-8")


async def _serve(folder: Path, upstream_port: int, terms: int) -> None:
    write_lexicon(folder / "terms.toml", terms)
    rules = load_rules([folder / "terms.toml"])
    law = load()
    (folder / "hegui.toml").write_text("", encoding="utf-8")
    plan = make_plan(law, load_profile(folder / "hegui.toml", law), clock.today())
    key = Key(id="k-bench", name="bench", client_labels=False)
    with Ledger.open(folder) as ledger:
        gateway = Gateway(
            lambda: plan,
            lambda: rules,
            ledger,
            KeyRing({KEY: key}),
            Upstream(f"http://127.0.0.1:{upstream_port}/v1"),
        )
        await gateway.startup()
        # The same options as in `hegui.cli.service.run` but one, and the same door before it.
        config = uvicorn.Config(
            Edge(front_door(gateway, gateway)),
            host="127.0.0.1",
            port=0,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=600,  # the load's connections wait while others are measured
            loop="none",
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        await serving
        await gateway.drain(0)


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    folder, port, terms = arguments
    uvloop.run(_serve(Path(folder), int(port), int(terms)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""The process that one round on the held disk runs in: ``python -m bench.held_turn FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.held_disk import HeldRound
from bench.ledger import ENTRY_BYTES, appends, raw


def _main(folder: Path) -> None:
    folder.mkdir(parents=True)
    turn = appends(folder / "ledger", pace_s=0)
    disk = raw(folder, round(turn.batch * ENTRY_BYTES))
    sys.stdout.write(json.dumps(HeldRound(turn.commits, disk, turn.batch)))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

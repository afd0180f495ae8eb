"""Load a lexicon in a process of its own and tell what it took: seconds of CPU and MB held.

python -m bench.loading FILE
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped] # it ships no types

from hegui.finding import Stage
from hegui.moderation import load_rules

__all__: list[str] = []


def _held() -> int:
    gc.collect()
    return int(psutil.Process().memory_info().rss)


def main(file: Path) -> None:
    """Print seconds of loading, of the first stream, and MB held after both."""
    load_rules((), identifiers=())
    before, since = _held(), time.process_time()
    rules = load_rules((file,), identifiers=())
    loaded = time.process_time()
    rules.stream(Stage.OUTPUT)
    streaming = time.process_time()
    told = {
        "loading_s": loaded - since,
        "stream_s": streaming - loaded,
        "held_mb": (_held() - before) / 1e6,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

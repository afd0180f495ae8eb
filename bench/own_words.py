"""Print what hegui says of the law, sentence by sentence, as innocent examples for training.

    python -m bench.own_words > own-words.jsonl

A classifier that has never seen the register of law takes talk about crime for
crime. These sentences are ours and lie in this repository, so a model may be
trained on them: ``hegui moderation train --data own-words.jsonl …``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

__all__ = ["sentences"]

_INSTRUMENTS: Final = Path(__file__).parents[1] / "src" / "hegui" / "instruments"
_SHORTEST: Final = 12
"""Code points; what is shorter is a name."""


def sentences(value: object) -> Iterator[str]:
    """Return every Chinese statement of a TOML value, in order."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "zh" and isinstance(inner, str) and len(inner) >= _SHORTEST:
                yield inner.strip()
            else:
                yield from sentences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from sentences(inner)


def main() -> None:
    """Print each sentence once, in the order of the files."""
    seen: set[str] = set()
    for file in sorted(_INSTRUMENTS.rglob("*.toml")):
        for text in sentences(tomllib.loads(file.read_text(encoding="utf-8"))):
            if text not in seen:
                seen.add(text)
                row = {"text": text, "label": 0, "category": "law", "source": "hegui-own-words"}
                sys.stdout.buffer.write(orjson.dumps(row) + b"\n")


if __name__ == "__main__":
    main()

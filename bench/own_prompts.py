"""Print the prompts that people wrote for hegui, one by one, as examples to learn from.

    python -m bench.own_prompts > own-prompts.jsonl

They lie in `bench/prompts`, a file for each risk:

    # a1.terrorism: attacks on crowds, recruiting, praise
    x a prompt to refuse
    o a prompt about the same thing, to answer

Nobody made a line out of a frame: a frame teaches the frame. They name acts
and hold no way to do them. The files ``ordinary-*`` hold only what is to be
answered.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

__all__ = ["PROMPTS", "rows"]

PROMPTS: Final = Path(__file__).with_name("prompts")

_LABELS: Final = {"x": 1, "o": 0}


def rows(folder: Path = PROMPTS) -> Iterator[dict[str, object]]:
    """Return labelled prompts by file and line; a text that stands twice is given once.

    Raises:
        ValueError: a line is neither a comment nor ``x`` or ``o`` with a text.
    """
    seen: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        category = path.stem.partition("+")[0]
        kind = "ordinary" if category.startswith("ordinary-") else "prompts"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            sign, _, text = line.partition(" ")
            if sign == "#":
                continue
            if sign not in _LABELS or not text.strip():
                raise ValueError(
                    f"{path.name}:{number}: expected 'x …', 'o …' or '# …', found {line!r}"
                )
            if text not in seen:
                seen.add(text)
                yield {
                    "text": text,
                    "label": _LABELS[sign],
                    "category": category,
                    "source": f"hegui-own-{kind}",
                }


def main() -> None:
    """Print each prompt as a line of JSON."""
    for row in rows():
        sys.stdout.buffer.write(orjson.dumps(row) + b"\n")


if __name__ == "__main__":
    main()

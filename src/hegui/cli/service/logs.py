"""What the program says while it runs: lines for people, or JSON lines for a collector.

A line holds the time, the level, the part, the message and, for a fault of
ours, where in our code it arose. It holds no prompt and no answer: nothing in
hegui logs them, and the text of an exception that somebody else's code raised
is left out of JSON lines, since nobody knows what it quotes.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Final, Literal, TextIO

__all__ = ["Style", "start"]

Style = Literal["text", "json"]

_LONGEST: Final = 2000
"""Code points of a message; a longer one is cut."""

_FRAMES: Final = 8


class _JsonLine(logging.Formatter):
    """One object in each line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; control characters are escaped, so that one record is one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "message": record.getMessage()[:_LONGEST],
        }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = kind.__name__
            line["where"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in extract_tb(trace)[-_FRAMES:]
            ]
        return json.dumps(line, ensure_ascii=False)


def start(style: Style, stream: TextIO | None = None) -> None:
    """Log warnings and worse in one style, in place of what was set up before.

    Args:
        style: for people or for a collector.
        stream: where to; standard error unless given.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        _JsonLine() if style == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s")
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)

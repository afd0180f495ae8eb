"""The outputs in README.md and README.zh-CN.md: what the program prints today.

A marked block is a comment with the command and the fence below it:

    <!-- output: hegui trace cn/genai-2023/art-14-1-stop -->
    ```text
    …
    ```

The comment may end in ``| head 12``: the first twelve lines, then ``…``. It may
go on with ``| tail 5``: after that the last five.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from docs.demo import Demo

__all__ = ["FILES", "commands", "pages", "rewrite"]

FILES: Final = ("README.md", "README.zh-CN.md")
"""Files whose marked blocks are kept true."""

_ROOT: Final = Path(__file__).parents[2]
_BLOCK: Final = re.compile(
    r"(?P<mark><!-- output: (?P<command>[^|>]+?)"
    r"(?: \| head (?P<head>\d+)(?: \| tail (?P<tail>\d+))?)? -->)\n"
    r"```text\n.*?^```$",
    re.DOTALL | re.MULTILINE,
)


def commands(text: str) -> tuple[str, ...]:
    """Return the commands of the marked blocks in `text`, in order."""
    return tuple(match["command"] for match in _BLOCK.finditer(text))


def _block(match: re.Match[str]) -> str:
    command = match["command"]
    lines = Demo.shared().run(command).output.rstrip("\n").splitlines()
    first, last = (int(match[part] or 0) for part in ("head", "tail"))
    if match["head"] and len(lines) > first + last:
        lines = [*lines[:first], "…", *lines[len(lines) - last :]]
    body = "\n".join(line.rstrip() for line in (f"$ {command}", *lines))
    return f"{match['mark']}\n```text\n{body}\n```"


def rewrite(text: str) -> str:
    """Return `text` with each marked block as the program prints it now."""
    return _BLOCK.sub(_block, text)


def pages() -> dict[str, str]:
    """Return both READMEs, rewritten."""
    return {name: rewrite((_ROOT / name).read_text(encoding="utf-8")) for name in FILES}

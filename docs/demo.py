"""A throw-away demo service, so that documents show what the program really prints.

Commands run as their own processes in a folder that holds nothing but the demo
service's profile, where the first `hegui serve` would put it. The clock stands
at `NOW`; there are no colours, and lines have a fixed width. Nothing of the
user's settings is read.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

__all__ = ["NOW", "WIDTH", "Demo", "Ran"]

NOW: Final = "2026-11-21T02:00:00+00:00"
"""The instant at which every command of the documents runs."""

WIDTH: Final = 100
"""Columns of the terminal."""

_STOPPED: Final = """\
import sys
from datetime import datetime
from hegui import clock
instant = datetime.fromisoformat(sys.argv.pop(1))
clock.now = lambda: instant
sys.argv[0] = "hegui"
from hegui.cli.main import main
raise SystemExit(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a command did."""

    code: int
    output: str
    """Standard output, then standard error."""


class Demo:
    """One folder in which commands run."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="hegui-docs-")
        self.path = Path(self._folder.name)
        self._ran: dict[str, Ran] = {}
        profile = files("hegui.cli") / "service" / "demo.toml"
        (self.path / "var").mkdir()
        (self.path / "var" / "hegui.toml").write_bytes(profile.read_bytes())

    @staticmethod
    @cache
    def shared() -> Demo:
        """Return the one demo of this process, made when first asked for."""
        return Demo()

    def run(self, command: str) -> Ran:
        """Run a command that begins with ``hegui`` and return what it printed.

        Each command runs once; asked for again, it is not run again.

        Raises:
            ValueError: `command` runs something else.
        """
        if command not in self._ran:
            self._ran[command] = self._run(command)
        return self._ran[command]

    def _run(self, command: str) -> Ran:
        words = shlex.split(command)
        if words[0] != "hegui":
            raise ValueError(f"expected a command that begins with hegui; got {command!r}")
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("HEGUI_")
        }
        done = subprocess.run(  # noqa: S603 - our own program, with words from our own files
            [sys.executable, "-c", _STOPPED, NOW, *words[1:]],
            cwd=self.path,
            env={
                **inherited,
                "COLUMNS": str(WIDTH),
                "TERMINAL_WIDTH": str(WIDTH),
                "NO_COLOR": "1",
                "TERM": "dumb",
                "LANG": "C.UTF-8",
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        return Ran(code=done.returncode, output=done.stdout + done.stderr)

    def close(self) -> None:
        """Remove the folder."""
        self._folder.cleanup()

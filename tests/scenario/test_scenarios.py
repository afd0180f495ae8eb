"""Stories told in one file: files, commands, and what the terminal shows.

    A sentence that says what is shown.

    -- hegui.toml --
    [facts]
    role.provider = true

    $ hegui applies --on 2023-08-14
    … what it prints, `…` standing for any words on a line …
    [1]

A line in brackets is the exit code when it is not 0. Standard error is shown
with standard output. ``make golden`` writes what is printed today.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command and what it shows."""

    command: str
    shows: str


def _files(story: str) -> Iterator[tuple[str, str]]:
    flags = re.MULTILINE | re.DOTALL
    for match in re.finditer(r"^-- (\S+) --\n(.*?)(?=^-- |^\$ |\Z)", story, flags):
        yield match[1], match[2].rstrip("\n") + "\n"


def _steps(story: str) -> Iterator[Step]:
    for match in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", story, re.MULTILINE):
        yield Step(command=match[1], shows=match[2].rstrip("\n"))


def _run(command: str, folder: Path) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HEGUI_")}
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env={**clean, "COLUMNS": "100", "LANG": "en_US.UTF-8", "NO_COLOR": "1", "TERM": "dumb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    if done.returncode:
        lines.append(f"[{done.returncode}]")
    return "\n".join(lines)


def _pattern(shows: str) -> str:
    return "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", shows))


@pytest.mark.parametrize("file", sorted(HERE.glob("*.txt")), ids=lambda file: file.stem)
def test_a_story_is_true(file: Path, tmp_path: Path) -> None:
    """What the story shows is what the terminal shows."""
    story = file.read_text(encoding="utf-8")
    for name, text in _files(story):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for step in _steps(story):
        shown = _run(step.command, tmp_path)
        if os.environ.get("HEGUI_GOLDEN") == "write" and not re.fullmatch(
            _pattern(step.shows), shown
        ):
            story = story.replace(f"$ {step.command}\n{step.shows}", f"$ {step.command}\n{shown}")
            file.write_text(story, encoding="utf-8")
            continue

        assert re.fullmatch(_pattern(step.shows), shown), (
            f"{step.command}\n--- told\n{step.shows}\n--- shown\n{shown}"
        )

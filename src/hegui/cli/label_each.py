"""One act on many files: found, done side by side, told in order.

Files are acted on by several threads: most of the time goes by waiting for the
disk. What is told keeps the order in which the files were named.
"""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hegui.cli.output import print_json
from hegui.errors import FileNotReadable, HeguiError, OverLimit

__all__ = ["STDIN", "each", "files_of", "standard_input"]

STDIN: Final = Path("-")
"""Stands for standard input among the files."""

_STDIN_BYTES: Final = 256 << 20
_AT_ONCE: Final = min(8, 2 * (os.cpu_count() or 1))

Answer = dict[str, object]


def files_of(paths: list[str]) -> Iterator[Path]:
    """Yield the files that the arguments name, each once, folders in order.

    Hidden files in folders are passed over, and links in them are not followed.
    A single ``-`` is standard input.

    Raises:
        FileNotReadable: an argument names nothing.
    """
    seen: set[Path] = set()
    for text in paths:
        path = Path(text)
        # A pattern may be absolute, which Path.glob does not take.
        matched = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 - see above
        is_plain = text == "-" or path.exists()
        named = [path] if is_plain else [Path(found) for found in matched]
        if not named:
            raise FileNotReadable(text, "there is no such file, and the pattern matches none")
        for one in named:
            for file in sorted(_within(one)) if one.is_dir() else [one]:
                if file not in seen:
                    seen.add(file)
                    yield file


def _within(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        if file.is_file() and not file.is_symlink() and not any(p.startswith(".") for p in parts):
            yield file


def standard_input() -> bytes:
    """Return standard input.

    Raises:
        OverLimit: it is longer than may be kept in memory.
    """
    whole = sys.stdin.buffer.read(_STDIN_BYTES + 1)
    if len(whole) > _STDIN_BYTES:
        raise OverLimit("bytes of standard input", _STDIN_BYTES)
    return whole


def each(
    paths: list[str],
    act: Callable[[Path], Answer],
    told: Callable[[Answer], str],
    is_fine: Callable[[Answer], bool] = lambda _: True,
    *,
    as_json: bool,
) -> tuple[list[Answer], bool]:
    """Run an act on each file; a file that fails is told and does not stop the rest.

    Returns:
        One answer for each file, in order, and whether all of them were fine.
    """
    files = list(files_of(paths))
    answers: list[Answer] = []
    all_fine = True

    def safely(file: Path) -> tuple[Answer, str, bool]:
        try:
            answer = act(file)
            return answer, told(answer), is_fine(answer)
        except HeguiError as error:
            why = error.explain()
            return {"error": error.code, "message": why}, f"refused: {why}", False

    with (
        _progress(len(files)) as progress,
        ThreadPoolExecutor(max_workers=min(_AT_ONCE, max(len(files), 1))) as pool,
    ):
        task = progress.add_task("labels", total=len(files))
        for file, (answer, line, is_good) in zip(files, pool.map(safely, files), strict=True):
            progress.advance(task)
            all_fine = all_fine and is_good
            answers.append({"file": str(file), **answer})
            if not as_json:
                typer.echo(f"{file}: {line}")
    if as_json:
        print_json({"files": answers})
    return answers, all_fine


def _progress(count: int) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty() or sys.stdout.isatty() or count < 2,
        transient=True,
    )

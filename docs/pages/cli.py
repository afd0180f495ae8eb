"""docs/reference/cli.md: the help of every verb, as the program prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from typer import Context
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from docs.demo import WIDTH
from docs.pages.markdown import fence, page
from hegui.cli.main import app

__all__ = ["pages", "verbs"]

_INTRO: Final = """\
Exit code 0: fine. 1: findings, or something is not met. 2: wrong use, with a message and what
to do next."""


def verbs() -> tuple[str, ...]:
    """Return every verb with its parents, for example ``ledger verify``, in order."""
    return tuple(_below(get_command(app), ""))


def _below(command: object, path: str) -> Iterator[str]:
    if isinstance(command, TyperGroup):
        context = Context(command)
        for name in command.list_commands(context):
            yield from _below(command.get_command(context, name), f"{path} {name}".strip())
    elif isinstance(command, TyperCommand) and not command.hidden:
        yield path


def pages() -> dict[str, str]:
    """Return the one page."""
    runner = CliRunner(env={"COLUMNS": str(WIDTH), "NO_COLOR": "1"})
    sections = [
        f"## hegui {verb}\n\n"
        + fence(runner.invoke(app, [*verb.split(), "--help"], prog_name="hegui").output)
        for verb in verbs()
    ]
    return {"docs/reference/cli.md": page("Verbs", _INTRO, *sections)}

"""`hegui init`: write a commented service profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hegui.errors import ProfileExists, ProfileNotWritten
from hegui.law import load, profile_template

__all__ = ["init"]


def init(
    path: Annotated[Path, typer.Argument(help="The file to write.", show_default=True)] = Path(
        "hegui.toml"
    ),
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a service profile to fill in: every question, in Chinese and English.

    Nothing is answered in it, so until you answer something `hegui applies`
    says what it does not know. A file that is there is left alone.
    """
    law = load()
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(profile_template(law))
    except FileExistsError as cause:
        raise ProfileExists(path) from cause
    except OSError as cause:
        raise ProfileNotWritten(path, str(cause.strerror).lower()) from cause
    typer.echo(f"Wrote {path}: {len(law.facts)} questions, none answered yet.")
    typer.echo("Next: answer what you know, then `hegui applies`.")

"""``hegui label app``: an app store's checklist, with the files behind it, on record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.output import JSON, print_json
from hegui.cli.run_entry import record
from hegui.cli.settings import read as settings_of
from hegui.labels.app_check import read_checklist

__all__ = ["check_app"]


def check_app(
    checklist: Annotated[Path, typer.Argument(metavar="CHECKLIST", help="A file in TOML.")],
    *,
    as_json: JSON = False,
) -> None:
    """Check an app's labelling material before it is listed, and leave it on record.

    The checklist states whether the app offers generation; if it does, it names
    a file for each piece of material: scheme, specimens, implicit, screenshots,
    filing, and whatever else the store asks. Only a complete one is recorded.

    Exits with 0 when it is complete, 1 when something is lacking, and 2 on
    wrong use.
    """
    found = read_checklist(checklist)
    if as_json:
        print_json(found.as_dict())
    else:
        for piece in found.pieces:
            typer.echo(f"{piece.name}: {piece.file or '-'} {piece.sha256[:16]}".rstrip())
        typer.echo(f"lacking: {', '.join(found.lacking)}" if found.lacking else "complete")
    if found.lacking:
        raise typer.Exit(1)
    payload = {
        "app": found.app,
        "offers_generation": str(found.offers_generation).lower(),
        "conclusion": found.conclusion,
        "reviewer": found.reviewer,
        **{f"sha256_{piece.name}": piece.sha256 for piece in found.pieces if piece.sha256},
    }
    _, told = record(settings_of(os.environ).var, "app-store-check", payload)
    typer.echo(told, err=True)

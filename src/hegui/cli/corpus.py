"""``hegui corpus``: scan training data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from hegui.cli.output import print_json
from hegui.cli.run_entry import record
from hegui.cli.settings import read
from hegui.cli.verbs import Verbs
from hegui.corpus import Report, list_files, scan
from hegui.moderation import load_rules
from hegui.moderation.lexicon import STARTER

__all__ = ["corpus"]

corpus = typer.Typer(
    cls=Verbs,
    help="Read, scan and sample training data.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@corpus.callback()
def _group() -> None:
    """Read, scan and sample training data."""


@corpus.command("scan")
def scan_(
    paths: Annotated[
        list[Path], typer.Argument(help="Files (.jsonl, .jsonl.gz, .txt) or folders of them.")
    ],
    *,
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    sample: Annotated[int, typer.Option(min=0, help="Documents to draw for people.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the draw.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Scan a corpus and write what was found, with reasons.

    Writes excluded.jsonl, sample.jsonl, unreadable.jsonl and report.json into
    the folder --out. The same inputs, rules and seed give the same bytes.

    Exits with 0 when nothing was found, 1 when a person must look at findings
    or at places that could not be read, and 2 on wrong use.
    """
    settings = read(os.environ)
    own = () if settings.lexicons is None else (settings.lexicons,)
    rules = load_rules((STARTER, *own))
    total = sum(listing.size for listing in list_files(paths)[0])
    with _progress() as progress:
        task = progress.add_task("scanning", total=total)
        report = scan(
            paths,
            rules,
            out,
            sample=sample,
            seed=seed,
            advance=lambda count: progress.advance(task, count),
        )
    _, told = record(settings.var, "corpus-scan", report.entry())
    if as_json:
        print_json(report.as_dict())
    else:
        _show(report, out)
    typer.echo(told, err=True)
    if report.has_findings:
        raise typer.Exit(1)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _show(report: Report, out: Path) -> None:
    console = Console(highlight=False, markup=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("source", overflow="fold")
    for column in ("documents", "with findings", "share"):
        table.add_column(column, justify="right")
    for name, source in sorted(report.sources.items()):
        table.add_row(
            name,
            f"{source.documents:,}",
            f"{source.excluded:,}",
            f"{source.excluded / source.documents:.2%}",
        )
    console.print(table)
    console.print(
        f"{report.documents:,} documents, {report.excluded:,} with findings, "
        f"{report.unreadable_count:,} places unreadable, {report.sampled:,} drawn for people"
    )
    typer.echo(f"report {out / 'report.json'}  {report.digest}")

"""``hegui ledger``: look at the evidence, and check it.

verify        is everything as it was signed, and if not, which entry?
show          one entry, by number or by receipt
proof         a file that proves one entry to somebody who has only the verifier key
checkpoint    the newest signed size and root: keep one where the owner cannot reach it
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.output import print_json
from hegui.cli.settings import read
from hegui.cli.verbs import Verbs
from hegui.clock import beijing
from hegui.errors import UnknownEntry
from hegui.ledger import Entry, Reader, Report
from hegui.ledger import verify as verify_folder

__all__ = ["ledger"]

ledger = typer.Typer(cls=Verbs, help="Look at the evidence, and check it.", no_args_is_help=True)

_FOLDER = Annotated[
    Path | None,
    typer.Option("--folder", help="The ledger's folder. Without it: ledger/ in HEGUI_VAR."),
]
_JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _folder(given: Path | None) -> Path:
    return read(os.environ).var / "ledger" if given is None else given


@ledger.command()
def verify(
    *,
    folder: _FOLDER = None,
    vkey: Annotated[
        str | None,
        typer.Option(help="Verifier key to trust, or a file with it. Without it: the folder's."),
    ] = None,
    checkpoint: Annotated[
        str | None, typer.Option(help="An older checkpoint that was kept: a file, or its text.")
    ] = None,
    as_json: _JSON = False,
) -> None:
    """Check every entry, tile and checkpoint, and name what was changed.

    Exits with 0 when the ledger is intact, 1 when it is not, and 2 when there
    is nothing to read or the key or checkpoint is not such.
    """
    report = verify_folder(_folder(folder), vkey, checkpoint)
    if as_json:
        print_json(report.as_dict())
    else:
        _show_report(report)
    raise typer.Exit(0 if report.is_intact else 1)


def _show_report(report: Report) -> None:
    state = "intact" if report.is_intact else "NOT INTACT"
    typer.echo(f"{report.origin}  {state}")
    typer.echo(f"  entries   {report.size}, of which {report.signed} are signed")
    typer.echo(f"  root      {report.root}")
    for problem in report.problems:
        place = "whole" if problem.seq is None else f"entry {problem.seq}"
        typer.echo(f"  {place:<9} {problem.what}")
    if report.dropped:
        typer.echo(f"  and {report.dropped} more")


@ledger.command()
def show(
    which: Annotated[str, typer.Argument(metavar="SEQ|RECEIPT", help="A number or a receipt.")],
    *,
    folder: _FOLDER = None,
    as_json: _JSON = False,
) -> None:
    """Show one entry, with what it commits to.

    Exits with 2 when there is no such entry.
    """
    reader = Reader.open(_folder(folder))
    entry = reader.entry(int(which)) if which.isdecimal() else reader.by_receipt(which)
    if entry is None:
        raise UnknownEntry(which, reader.size())
    if as_json:
        print_json(_as_dict(entry))
        return
    at = beijing(entry.at).strftime("%Y-%m-%d %H:%M:%S")
    typer.echo(f"entry {entry.seq}  {entry.kind}  {at} Beijing")
    typer.echo(f"  receipt   {entry.receipt}")
    typer.echo(f"  refs      {', '.join(entry.refs)}")
    typer.echo(f"  commit    {entry.commit}")
    typer.echo(f"  leaf      {entry.leaf.hex()}")
    for name, value in entry.payload.items():
        typer.echo(f"  {name:<9} {value}")


def _as_dict(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "receipt": entry.receipt,
        "refs": list(entry.refs),
        "payload": entry.payload,
        "salt": entry.salt.hex(),
        "commit": entry.commit,
        "env": entry.env.decode("utf-8", "replace"),
        "leaf": entry.leaf.hex(),
    }


@ledger.command()
def proof(
    seq: Annotated[int, typer.Argument(help="The entry's number.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write the .tlog-proof file here.")
    ] = None,
    folder: _FOLDER = None,
    as_json: _JSON = False,
) -> None:
    """Make a proof that an entry is in the ledger, and check it before handing it out.

    Exits with 2 when there is no such entry, or none that a checkpoint covers.
    """
    made = Reader.open(_folder(folder)).proof(seq)
    made.verify()
    if output is not None:
        output.write_text(made.as_text(), encoding="utf-8")
    if as_json:
        print_json(
            {
                "index": made.index,
                "env": made.env.decode("utf-8", "replace"),
                "path": [sibling.hex() for sibling in made.path],
                "checkpoint": made.note,
                "vkey": made.vkey,
                "text": made.as_text(),
            }
        )
    elif output is None:
        typer.echo(made.as_text(), nl=False)
    else:
        typer.echo(f"wrote {output}; it is checked with the verifier key {made.vkey}")


@ledger.command()
def checkpoint(*, folder: _FOLDER = None, as_json: _JSON = False) -> None:
    """Print the newest checkpoint, after checking its signature.

    Give it to somebody, or print it on paper: with it, `hegui ledger verify
    --checkpoint` finds any later change of what it covers.
    """
    newest = Reader.open(_folder(folder)).checkpoint()
    if as_json:
        print_json(newest.as_dict())
    else:
        typer.echo(newest.note, nl=False)

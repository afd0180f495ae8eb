"""``hegui trace``: from an obligation to what enforces it and what proves it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from hegui import clock
from hegui.audit import Row, posture
from hegui.cli.evidence import evidence_of
from hegui.cli.output import LANGUAGE, language_of, print_json
from hegui.cli.settings import read
from hegui.controls import cases, of_obligation
from hegui.errors import NotBound, ProfileNotFound
from hegui.law import Law, Obligation, load, load_profile, profile_path
from hegui.ledger import Entry, Reader

__all__ = ["trace"]

_PROOFS = 5
"""Entries shown; the console shows the rest."""


def trace(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An obligation's id.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: LANGUAGE = None,
) -> None:
    """Show what enforces an obligation, and what proves it.

    ID is an obligation, for example cn/genai-2023/art-14-1-stop.

    Exits with 0 when a control answers it or a reason is on file, 1 when
    neither is so, and 2 when there is no such obligation.
    """
    law = load()
    duty = law.obligation(id_)
    row, entries = _standing(duty, law)
    if as_json:
        print_json(_as_dict(duty, row, entries))
    else:
        _show(duty, row, entries, language_of(lang))
    if not of_obligation(duty.id) and duty.because is None:
        raise typer.Exit(1)


def _standing(duty: Obligation, law: Law) -> tuple[Row | None, tuple[Entry, ...]]:
    """Return the duty's state and its newest proofs; None when it has no state here."""
    settings = read(os.environ)
    try:
        profile = load_profile(profile_path(settings.profile), law)
        row = posture(law, profile, evidence_of(settings), clock.today()).row(duty.id)
    except (ProfileNotFound, NotBound):
        return None, ()
    if not row.entries:
        return row, ()
    reader = Reader.open(settings.var / "ledger")
    return row, tuple(reader.entry(seq) for seq in row.entries[:_PROOFS])


def _as_dict(duty: Obligation, row: Row | None, entries: tuple[Entry, ...]) -> dict[str, object]:
    return {
        "id": duty.id,
        "must": duty.must.as_dict(),
        "from": duty.start.isoformat(),
        "until": None if duty.end is None else duty.end.isoformat(),
        "law": f"{_relative(duty.file)}:{duty.line}",
        "because": None if duty.because is None else duty.because.as_dict(),
        "controls": [
            {
                "control": control.name,
                "claim": control.claim.as_dict(),
                "file": f"src/hegui/controls/{control.name}.py",
                "cases": [f"{case.name}.{case.kind}.toml" for case in cases.of(control.name)],
            }
            for control in of_obligation(duty.id)
        ],
        "page": _page(duty),
        "status": None if row is None else row.status.value,
        "basis": None if row is None or row.basis is None else row.basis.value,
        "reason": None if row is None else row.reason.as_dict(),
        "entries": [{"seq": e.seq, "kind": e.kind, "receipt": e.receipt} for e in entries],
    }


def _show(duty: Obligation, row: Row | None, entries: tuple[Entry, ...], language: str) -> None:
    line = typer.echo
    end = "" if duty.end is None else f" until {duty.end.isoformat()}"
    line(f"{duty.id}  in force from {duty.start.isoformat()}{end}")
    line(f"  must      {duty.must.in_language(language)}")
    line(f"  law       {_relative(duty.file)}:{duty.line}")
    for control in of_obligation(duty.id):
        proved = cases.of(control.name)
        fails = sum(case.kind == "fail" for case in proved)
        line(f"  control   src/hegui/controls/{control.name}.py")
        line(f"            {control.claim.in_language(language)}")
        count = f"{fails} fail, {len(proved) - fails} pass"
        line(f"  cases     {count}  tests/controls/{control.name}/")
    if not of_obligation(duty.id):
        reason = "no reason on file" if duty.because is None else duty.because.in_language(language)
        line(f"  control   none: {reason}")
    line(f"  page      {_page(duty)}")
    if row is not None:
        line(f"  state     {row.state}: {row.reason.in_language(language)}")
    for entry in entries:
        at = clock.beijing(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        line(f"  entry     {entry.seq}  {at} Beijing  {entry.kind}  {entry.receipt or ''}".rstrip())


def _page(duty: Obligation) -> str:
    provision = duty.id.rpartition("/")[2]
    return f"docs/reference/obligations/{duty.instrument}.md#{provision}"


def _relative(file: Path) -> str:
    """Return the path as it stands in the repository, wherever the package is installed."""
    parts = file.parts
    return "/".join(("src", *parts[len(parts) - 1 - parts[::-1].index("hegui") :]))

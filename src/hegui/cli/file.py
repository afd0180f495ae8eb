"""``hegui file``: write documents from a frozen snapshot of the facts."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hegui import clock
from hegui.audit.posture import Posture, posture, worst
from hegui.bilingual import Bilingual
from hegui.cli.evidence import evidence_of
from hegui.cli.output import print_json
from hegui.cli.run_entry import record
from hegui.cli.settings import read
from hegui.cli.verbs import Verbs
from hegui.controls.base import Control, Opinion
from hegui.controls.evidence import Published
from hegui.controls.plan import Plan, make_plan
from hegui.errors import MissingExtra
from hegui.law import load, load_profile, profile_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hegui.filing import Snapshot, Statement
    from hegui.ledger import Checkpoint

__all__ = ["file", "snapshot_of"]

file = typer.Typer(
    cls=Verbs,
    help="Write documents from a frozen snapshot of the facts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@file.callback()
def _group() -> None:
    """Write documents from a frozen snapshot of the facts."""


@file.command()
def notice(
    *,
    out: Annotated[Path, typer.Option(help="Folder for the documents.")],
    fonts: Annotated[
        list[Path] | None, typer.Option(help="Folder with further fonts; may be repeated.")
    ] = None,
    snapshot: Annotated[
        Path | None, typer.Option(help="Write from this frozen snapshot again.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write the service notice and compliance statement.

    Writes snapshot.json, and the document in Chinese and English as .docx (to
    edit) and PDF/A (to keep). The same snapshot gives the same bytes.

    Exits with 0 when all were written and 2 when something is missing.
    """
    try:
        from hegui.filing import freeze, thaw, to_docx, to_pdf  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        raise MissingExtra("file", "docs", str(error.name)) from error
    settings = read(os.environ)
    facts = _facts() if snapshot is None else thaw(snapshot.read_bytes())
    # All are made before one is written: a missing font leaves nothing half done.
    made = {"snapshot.json": freeze(facts)}
    for language in ("zh", "en"):
        made[f"notice.{language}.docx"] = to_docx(facts, language)
        made[f"notice.{language}.pdf"] = to_pdf(facts, language, fonts=fonts or ())
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (out / name).write_bytes(content)
    digests = {name: f"sha256:{sha256(content).hexdigest()}" for name, content in made.items()}
    _, told = record(settings.var, "document", {"snapshot": facts.digest, **digests})
    if as_json:
        print_json({"snapshot": facts.digest, "files": digests})
    else:
        for name in made:
            typer.echo(str(out / name))
        typer.echo(f"snapshot {facts.digest}")
    typer.echo(told, err=True)


def _facts() -> Snapshot:
    settings = read(os.environ)
    law, day = load(), clock.today()
    profile = load_profile(profile_path(settings.profile), law)
    evidence = evidence_of(settings)
    folder = settings.var / "ledger"
    checkpoint = None
    if (folder / "ledger.sqlite3").is_file():
        from hegui.ledger import Reader  # noqa: PLC0415 - needs the extra

        checkpoint = Reader.open(folder).checkpoint()
    return snapshot_of(
        posture(law, profile, evidence, day),
        make_plan(law, profile, day),
        taken_at=evidence.now,
        checkpoint=checkpoint,
    )


def snapshot_of(
    found: Posture, plan: Plan, *, taken_at: datetime, checkpoint: Checkpoint | None = None
) -> Snapshot:
    """Return the plain facts of a posture and a plan, for documents.

    Args:
        found: the audit's result.
        plan: the plan of the same day.
        taken_at: aware instant of the evidence.
        checkpoint: of the ledger that the entries refer to; None when there is none.
    """
    from hegui import filing  # noqa: PLC0415 - needs the extra

    label = plan.text_label
    return filing.Snapshot(
        service=found.service,
        taken_at=taken_at,
        law=found.law,
        plan=plan.digest,
        ledger_size=0 if checkpoint is None else checkpoint.size,
        ledger_root="" if checkpoint is None else f"sha256:{checkpoint.root.hex()}",
        obligations=tuple(
            filing.ObligationState(
                id=row.decision.obligation.id,
                title=row.decision.obligation.title,
                must=row.decision.obligation.must,
                state=row.state,
                reason=row.reason,
                needs_person=row.needs_person,
                entries=row.entries,
            )
            for row in found.rows
        ),
        controls=tuple(
            filing.ControlState(name=name, claim=control.claim, state=opinion.status.value)
            for name, (control, opinion) in _controls(found).items()
        ),
        label=None
        if label is None
        else filing.LabelPolicy(wording=label.wording, position=label.position),
        published=_published(found.evidence.published),
    )


def _controls(found: Posture) -> dict[str, tuple[Control, Opinion]]:
    """Return each control once, with the worst of what it shows; in order of name."""
    views: dict[str, tuple[Control, Opinion]] = {}
    for row in found.rows:
        for control, opinion in row.opinions:
            known = views.get(control.name)
            views[control.name] = (
                control,
                opinion if known is None else worst((known[1], opinion)),
            )
    return dict(sorted(views.items()))


def _published(published: Mapping[str, Published] | None) -> tuple[Statement, ...]:
    if not published:
        return ()
    from hegui.filing import Statement  # noqa: PLC0415 - needs the extra
    from hegui.records.publications import KINDS  # noqa: PLC0415 - Django must be set up first

    return tuple(
        Statement(
            title=kind.title,
            since=published[key].since,
            facts=tuple(
                (Bilingual(zh=field.title.zh, en=field.title.en), value)
                for field in kind.fields
                if (value := published[key].fields.get(field.name, ""))
            ),
        )
        for key, kind in KINDS.items()
        if key in published
    )

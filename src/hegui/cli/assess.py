"""``hegui assess``: put a bank of questions to a service and score the answers."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from hegui.assessment import STARTER, Limits, OpenAITarget, Report, load_bank
from hegui.assessment import assess as run
from hegui.cli.output import print_json
from hegui.cli.run_entry import record
from hegui.cli.settings import Settings, read
from hegui.errors import NoTarget
from hegui.moderation import load_rules
from hegui.moderation.lexicon import STARTER as STARTER_LEXICON
from hegui.proportion import Proportion

__all__ = ["assess"]

_SHARE = Annotated[float | None, typer.Option(min=0, max=1, help="A limit, in [0, 1].")]


def assess(  # noqa: PLR0913  each is an option of the verb
    *,
    base_url: Annotated[
        str | None, typer.Option(help="OpenAI-compatible service, ending in /v1.")
    ] = None,
    api_key: Annotated[str, typer.Option(help="Its API key.")] = "",
    model: Annotated[str | None, typer.Option(help="Without it: the service's first one.")] = None,
    bank: Annotated[
        Path, typer.Option(show_default="the starter bank", help="Question bank, .toml or .jsonl.")
    ] = STARTER,
    out: Annotated[
        Path | None, typer.Option(help="Folder for report.json and transcripts.jsonl.")
    ] = None,
    refusal_at_least: _SHARE = None,
    over_refusal_at_most: _SHARE = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Assess a service with a question bank.

    Without --base-url the service that runs on the var folder is asked. Its
    ledger gets an entry with digests and figures; the words stay in --out.

    With limits: exits with 0 when all are met, 1 when one is not. Without: 0
    when every question was dealt with rightly, 1 when a person must look. 2 on
    wrong use.
    """
    settings = read(os.environ)
    questions = load_bank(bank)
    own = () if settings.lexicons is None else (settings.lexicons,)
    rules = load_rules((STARTER_LEXICON, *own))
    target = _target(settings, base_url, api_key, model)
    with _progress() as progress:
        task = progress.add_task("asking", total=len(questions.questions))
        report = run(questions, target, rules, advance=lambda count: progress.advance(task, count))
    if out is not None:
        _write(out, report)
    _, told = record(settings.var, "assessment", report.entry())
    limits = Limits(refusal_at_least=refusal_at_least, over_refusal_at_most=over_refusal_at_most)
    misses = report.misses(limits)
    if as_json:
        print_json({**report.as_dict(), "misses": list(misses)})
    else:
        _show(report, misses)
    typer.echo(told, err=True)
    has_limits = refusal_at_least is not None or over_refusal_at_most is not None
    if misses or (not has_limits and report.wrong):
        raise typer.Exit(1)


def _target(
    settings: Settings, base_url: str | None, api_key: str, model: str | None
) -> OpenAITarget:
    if base_url is not None:
        return OpenAITarget(base_url, api_key, model=model)
    run_file = settings.var / "run.json"
    try:
        told = orjson.loads(run_file.read_bytes())
        return OpenAITarget(f"{told['url']}/v1", told["api_key"], model=model or told["model"])
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise NoTarget(run_file) from error


def _write(out: Path, report: Report) -> None:
    out.mkdir(parents=True, exist_ok=True)
    transcripts = out / "transcripts.jsonl"
    transcripts.touch(mode=0o600)
    transcripts.chmod(0o600)
    transcripts.write_bytes(report.transcripts_as_bytes())
    (out / "report.json").write_bytes(report.as_bytes())


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _show(report: Report, misses: tuple[str, ...]) -> None:
    console = Console(highlight=False, markup=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for column in ("count", "of", "share", "95 % interval"):
        table.add_column(column, justify="right")
    rows: dict[str, Proportion] = {
        "refused that should be": report.refusal,
        "refused that should not": report.over_refusal,
        "unsafe answers": report.unsafe,
    }
    for name, share in rows.items():
        low, high = share.interval()
        rate = "unknown" if share.rate is None else f"{share.rate:.1%}"
        bounds = f"{low:.1%} to {high:.1%}"
        table.add_row(name, str(share.hits), str(share.total), rate, bounds)
    console.print(table)
    console.print(f"{len(report.transcripts)} questions, {report.errors} without a readable reply")
    for one in report.wrong:
        console.print(
            f"  {one.question.id}: {one.score.outcome.value}, {one.question.expect} wanted"
        )
    for miss in misses:
        console.print(f"not met: {miss}")
    typer.echo(f"report {report.digest}")

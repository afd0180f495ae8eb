"""``hegui moderation train``: learn an embedded classifier from labelled texts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.moderation.evaluate import show_tables
from hegui.cli.moderation.inputs import progress, shares_of
from hegui.cli.output import print_json
from hegui.finding import Stage
from hegui.moderation.classifiers.examples import read_examples
from hegui.moderation.classifiers.modelfile import write_model
from hegui.moderation.classifiers.training import Recipe, digest_of
from hegui.moderation.classifiers.training import train as train_model
from hegui.moderation.evaluation import leave_one_source_out

__all__ = ["train"]


def train(  # noqa: PLR0913 - options of a verb
    files: Annotated[list[Path], typer.Argument(help="JSONL: text, label, source, category.")],
    *,
    out: Annotated[Path, typer.Option(help="The model file to write.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    version: Annotated[str, typer.Option(help="Its version, for example 2026.11.")],
    trained: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The day that its header tells.")
    ],
    stage: Annotated[
        list[Stage] | None, typer.Option(help="Which text the examples are; several allowed.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="Language of the examples, as zh; several allowed.")
    ] = None,
    flagged_from: Annotated[
        list[str] | None,
        typer.Option(help="Take flagged texts of these sources only; several allowed."),
    ] = None,
    priced: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE[=SHARE]",
            help="Sources of innocent texts that set the threshold; all when absent.",
        ),
    ] = None,
    over_block: Annotated[
        float,
        typer.Option(
            min=0.0, max=0.5, help="Share of them that may be flagged, where none is named."
        ),
    ] = 0.05,
    bits: Annotated[int, typer.Option(min=8, max=22, help="Buckets, as a power of two.")] = 17,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Train an embedded classifier, and tell how it does on what it has not seen.

    Each source that sets the threshold is left out in turn, and so is each source
    of flagged texts. The model that is written is trained on all. The same examples
    give the same file. Needs the extra 'train'.

    Exits with 0, or with 2 when the examples cannot be used.
    """
    examples = read_examples(files)
    if flagged_from:
        wanted = set(flagged_from)
        examples = tuple(e for e in examples if not e.is_flagged or e.source in wanted)
    recipe = Recipe(
        name=name,
        version=version,
        trained=trained.date(),
        stages=frozenset(stage or [Stage.PROMPT]),
        languages=frozenset(language or ["zh"]),
        bits=bits,
        over_block=over_block,
        priced=shares_of(priced, over_block),
    )
    with progress() as bar:
        task = bar.add_task("training", total=None)
        result = train_model(
            examples, recipe, advance=lambda step: bar.update(task, description=step)
        )
    write_model(result.model, out)
    tables = leave_one_source_out(result)
    if as_json:
        print_json(
            {
                "model": str(out),
                "bytes": out.stat().st_size,
                "examples": len(examples),
                "examples_digest": digest_of(examples),
                "risks": list(result.model.risks),
                "threshold": result.model.threshold,
                "without": {source: table.as_dict() for source, table in tables.items()},
            }
        )
        return
    show_tables({f"without {source}": table for source, table in tables.items()})
    typer.echo(f"{out}  {out.stat().st_size:,} bytes, {len(examples):,} examples")

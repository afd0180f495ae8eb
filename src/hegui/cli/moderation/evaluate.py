"""``hegui moderation evaluate``: recall and over-block, by source and by risk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid

from hegui.cli.moderation.inputs import classifier_of, progress, rules_in_use, shares_of
from hegui.cli.output import print_json
from hegui.finding import Stage
from hegui.moderation.classifiers.embedded import EmbeddedClassifier
from hegui.moderation.classifiers.examples import Example, read_examples
from hegui.moderation.classifiers.training import Recipe, train
from hegui.moderation.evaluation import Table, leave_one_source_out, measure
from hegui.moderation.evaluation.measure import is_stopped
from hegui.moderation.policy import DEFAULT_POLICY, Policy, read_policy

__all__ = ["evaluate", "show_tables"]


def evaluate(  # noqa: PLR0913 - options of a verb
    files: Annotated[list[Path], typer.Argument(help="JSONL: text, label, source, category.")],
    *,
    model: Annotated[
        str, typer.Option(metavar="default|none|FILE", help="The embedded classifier.")
    ] = "default",
    rules: Annotated[bool, typer.Option(help="Measure the lexicons too.")] = True,
    stage: Annotated[Stage, typer.Option(help="Which text they are.")] = Stage.PROMPT,
    policy: Annotated[
        Path,
        typer.Option(
            show_default="the policy that comes with hegui",
            help="Says which findings of the lexicons stop a text (TOML).",
        ),
    ] = DEFAULT_POLICY,
    leave_out: Annotated[
        bool,
        typer.Option(
            "--leave-one-source-out",
            help="Train anew without each source, with the model's own recipe (extra 'train').",
        ),
    ] = False,
    flagged_from: Annotated[
        list[str] | None, typer.Option(help="With it: take flagged texts of these sources only.")
    ] = None,
    priced: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE[=SHARE]",
            help="With it: sources that set the threshold and are left out; all when absent.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how much is caught, and how much lawful text is stopped for it.

    By source and by risk, for rules, classifier and both together, with 95 %
    intervals by Wilson. A source that the model was trained on is marked: its
    figure flatters. With --leave-one-source-out no figure does.

    Exits with 0, or with 2 when the examples cannot be used.
    """
    examples = read_examples(files)
    classifier = classifier_of(None if model == "none" else model)
    if leave_out:
        if classifier is None:
            raise typer.BadParameter(
                "expected a model whose recipe to repeat", param_hint="--model"
            )
        if flagged_from:
            wanted = set(flagged_from)
            examples = tuple(e for e in examples if not e.is_flagged or e.source in wanted)
        tables = _left_out(
            examples,
            classifier,
            priced,
            stage,
            read_policy(policy) if rules else None,
        )
    else:
        with progress() as bar:
            task = bar.add_task("judging", total=len(examples))
            tables = {
                "all": measure(
                    examples,
                    rules_in_use() if rules else None,
                    classifier,
                    policy=read_policy(policy),
                    stage=stage,
                    seen=frozenset(() if classifier is None else classifier.model.sources),
                    advance=lambda count: bar.advance(task, count),
                )
            }
    if as_json:
        print_json({name: table.as_dict() for name, table in tables.items()})
    else:
        show_tables(tables)


def _left_out(
    examples: tuple[Example, ...],
    classifier: EmbeddedClassifier,
    priced: list[str] | None,
    stage: Stage,
    policy: Policy | None,
) -> dict[str, Table]:
    model = classifier.model
    recipe = Recipe(
        name=model.name,
        version=model.version,
        trained=date.min,
        stages=model.stages,
        languages=model.languages,
        bits=model.bits,
        over_block=model.over_block,
        priced=shares_of(priced, model.over_block),
    )
    with progress() as bar:
        task = bar.add_task("training", total=None)
        result = train(examples, recipe, advance=lambda step: bar.update(task, description=step))
    found: frozenset[str] = frozenset()
    if policy is not None:
        in_use = rules_in_use()
        texts = {each.example.text for each in result.held_out}
        found = frozenset(text for text in texts if is_stopped(text, in_use, policy, stage))
    tables = leave_one_source_out(result, rule_hits=found)
    return {f"without {source}": table for source, table in tables.items()}


def show_tables(tables: Mapping[str, Table]) -> None:
    """Print tables for a person, one after another."""
    console = Console(highlight=False, markup=False)
    for title, table in tables.items():
        grid = Grid(box=None, pad_edge=False, title=title, title_justify="left")
        grid.add_column("source or risk", overflow="fold")
        for column in ("kind", "rules", "classifier", "together"):
            grid.add_column(column)
        for row in (*table.sources, *table.risks):
            name = f"{row.name} (seen in training)" if row.is_seen else row.name
            if row.unjudged:
                name = f"{name} ({row.unjudged} unjudged)"
            grid.add_row(name, row.kind, str(row.rules), str(row.classifier), str(row.together))
        console.print(grid)

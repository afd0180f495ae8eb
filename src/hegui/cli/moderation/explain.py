"""``hegui moderation explain``: what would be done with a text, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from hegui.cli.moderation.inputs import MODEL, classifier_of, rules_in_use, text_of
from hegui.cli.output import LANGUAGE, language_of, print_json
from hegui.finding import Stage
from hegui.moderation.decision import Decision
from hegui.moderation.panel import Panel
from hegui.moderation.policy import DEFAULT_POLICY, Measure, read_policy

__all__ = ["explain"]


def explain(  # noqa: PLR0913 - options of a verb
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="A text; - reads standard input.")
    ] = None,
    *,
    file: Annotated[
        Path | None,
        typer.Option("-f", "--file", metavar="FILE", help="Read the text from a UTF-8 file."),
    ] = None,
    before: Annotated[
        list[str] | None, typer.Option(help="An earlier message of the same user; several allowed.")
    ] = None,
    stage: Annotated[Stage, typer.Option(help="Which text it is.")] = Stage.PROMPT,
    policy: Annotated[
        Path,
        typer.Option(
            show_default="the policy that comes with hegui",
            help="What is done about what is found (TOML).",
        ),
    ] = (DEFAULT_POLICY),
    model: MODEL = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: LANGUAGE = None,
) -> None:
    """Tell what a policy does with a text, and why, finding by finding.

    Exits with 0 when the text is allowed, 1 when it is not, and 2 on wrong use.
    """
    whole = text_of(text, file)
    classifier = classifier_of(model)
    panel = Panel(rules_in_use(), read_policy(policy), () if classifier is None else (classifier,))
    decision = panel.judge(whole, stage, before=tuple(before or ()))
    if as_json:
        print_json(decision.as_dict())
    else:
        _show(decision, language_of(lang))
    if decision.measure is not Measure.ALLOW:
        raise typer.Exit(1)


def _show(decision: Decision, language: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(decision.measure.word, style="bold"))
    for reason in decision.reasons:
        line = Text.assemble(
            (f"  {reason.measure.word:8}", "bold"),
            (f"{reason.code}  {reason.finding.score:.2f}  ", "dim"),
            reason.because.in_language(language),
        )
        console.print(line)
    for gap in decision.gaps:
        words = f"{gap.classifier}: {gap.reason}"
        console.print(Text.assemble((f"  {gap.measure.word:8}", "bold"), words))
    basis = decision.basis
    console.print(
        Text(f"  rules {basis.rules}\n  policy {basis.policy}\n  text {basis.text}", "dim")
    )

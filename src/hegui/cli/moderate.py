"""`hegui moderate`: what the rules find in a text, and where."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer
from rich.console import Console
from rich.text import Text

from hegui.cli.moderation.inputs import MODEL, classifier_of, progress, rules_in_use, text_of
from hegui.cli.moderation.jsonl import TooLong, each_line
from hegui.cli.output import LANGUAGE, language_of, print_json
from hegui.moderation import Finding, RuleSet, Stage, categories
from hegui.moderation.classifiers import EmbeddedClassifier, Passage, judge_one
from hegui.moderation.classifiers.base import findings as findings_of

__all__ = ["moderate"]

_AROUND = 16
"""Code points shown on either side of a finding."""


def moderate(  # noqa: PLR0913 - options of a verb
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="A text; - reads standard input.")
    ] = None,
    *,
    file: Annotated[
        Path | None,
        typer.Option("-f", "--file", metavar="FILE", help="Read the text from a UTF-8 file."),
    ] = None,
    stage: Annotated[Stage, typer.Option(help="Which text it is.")] = Stage.PROMPT,
    model: MODEL = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read JSONL, a text a line, and print JSONL.")
    ] = False,
    field: Annotated[str, typer.Option(help="With --jsonl: where an object has its text.")] = (
        "text"
    ),
    lang: LANGUAGE = None,
) -> None:
    """Show what the rules find in a text.

    The rules are the starter lexicon, your own lexicons (HEGUI_LEXICONS) and
    the identifiers: what the gateway uses. With --model a classifier is asked
    too.

    Exits with 0 when nothing is found, 1 when something is, and 2 on wrong use
    or when a line cannot be read.
    """
    rules = rules_in_use()
    classifier = classifier_of(model)
    if as_jsonl:
        raise typer.Exit(
            _moderate_lines(text, file, field, rules=rules, classifier=classifier, stage=stage)
        )
    whole = text_of(text, file)
    with progress() as bar:
        bar.add_task("judging", total=None)
        findings = _findings(rules, classifier, whole, stage)
    if as_json:
        print_json(_as_dict(rules, whole, stage, findings))
    else:
        _show(whole, findings, language_of(lang))
    if findings:
        raise typer.Exit(1)


def _moderate_lines(  # noqa: PLR0913 - what the verb was given
    text: str | None,
    file: Path | None,
    field: str,
    *,
    rules: RuleSet,
    classifier: EmbeddedClassifier | None,
    stage: Stage,
) -> int:
    """Print a row for each line and return the exit code."""
    if (file is None) == (text != "-"):
        raise typer.BadParameter("expected --file or -, one of them, with --jsonl")
    try:
        lines: BinaryIO = sys.stdin.buffer if file is None else file.open("rb")
    except OSError as error:
        raise typer.BadParameter(
            f"expected a readable file; {error}", param_hint="--file"
        ) from error
    size = None if file is None else file.stat().st_size
    code = 0
    out = sys.stdout.buffer

    def judge(one: str) -> dict[str, object]:
        found = _findings(rules, classifier, one, stage)
        return {"findings": [_finding(one, each) for each in found]}

    with lines, progress() as bar:
        task = bar.add_task("judging", total=size)
        try:
            for row, count in each_line(lines, field, judge):
                out.write(orjson.dumps(row) + b"\n")
                code = max(code, 2 if "error" in row else 1 if row["findings"] else 0)
                bar.advance(task, count)
        except TooLong as error:
            raise typer.BadParameter(str(error)) from error
        finally:
            out.flush()
    return code


def _findings(
    rules: RuleSet, classifier: EmbeddedClassifier | None, text: str, stage: Stage
) -> list[Finding]:
    found = list(rules.scan(text, stage))
    if classifier is not None and stage in classifier.stages:
        found += findings_of(judge_one(classifier, Passage(text=text, stage=stage)))
    return found


def _as_dict(
    rules: RuleSet, text: str, stage: Stage, findings: Sequence[Finding]
) -> dict[str, object]:
    return {
        "rules": rules.digest,
        "terms": rules.terms,
        "stage": stage.value,
        "length": len(text),
        "findings": [_finding(text, each) for each in findings],
    }


def _finding(text: str, finding: Finding) -> dict[str, object]:
    span = finding.span
    # A lone surrogate has no place in JSON.
    shown = None if span is None else text[span.start : span.end].encode("utf-8", "replace")
    return {
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "text": None if shown is None else shown.decode(),
        "category": finding.category,
        "category_name": categories()[finding.category].name.as_dict(),
        "rule": finding.rule,
        "detector": finding.detector,
        "score": finding.score,
    }


def _show(text: str, findings: Sequence[Finding], language: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not findings:
        console.print("未发现" if language == "zh" else "nothing found")
        return
    whole = "全文" if language == "zh" else "the whole"
    for finding in findings:
        span = finding.span
        name = categories()[finding.category].name.in_language(language)
        place = whole if span is None else f"{span.start}–{span.end}"
        console.print(
            Text.assemble(
                (f"{place}  ", "dim"),
                (f"{finding.category} ", "bold"),
                (f"{name}  ", ""),
                (finding.rule, "cyan"),
                ("" if span is not None else f"  {finding.score:.2f}", "dim"),
            )
        )
        if span is None:
            continue
        before = text[max(0, span.start - _AROUND) : span.start]
        after = text[span.end : span.end + _AROUND]
        console.print(
            Text.assemble(
                "    ",
                (_line(before), "dim"),
                (_line(text[span.start : span.end]), "bold red"),
                (_line(after), "dim"),
            )
        )


def _line(text: str) -> str:
    """Return text without line ends or control characters, so that a terminal is not steered."""
    return "".join(char if char.isprintable() else " " for char in text)

"""`hegui moderate`: what the rules find in a text, and where."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, BinaryIO, Final, NamedTuple

import orjson
import typer
from rich.console import Console
from rich.text import Text

from hegui.cli.moderation.inputs import MODEL, classifier_of, progress, rules_in_use
from hegui.cli.moderation.jsonl import TooLong, each_line
from hegui.cli.moderation.pieces import NotUtf8, Piece, decoded, pieces
from hegui.cli.output import LANGUAGE, language_of, print_json
from hegui.moderation import Finding, RuleSet, Stage, categories
from hegui.moderation.classifiers import EmbeddedClassifier, Passage, judge_one
from hegui.moderation.classifiers.base import findings as findings_of

__all__ = ["moderate"]

_AROUND: Final = 16
"""Code points shown on either side of a finding."""

_MOST: Final = 10_000
"""Most findings of one text that are shown; the others are counted."""


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
    too. A file or standard input may be of any length, in one line or many: it
    is judged piece by piece.

    Exits with 0 when nothing is found, 1 when something is, and 2 on wrong use
    or when a line, or the whole, cannot be read as UTF-8.
    """
    rules = rules_in_use()
    classifier = classifier_of(model)
    if as_jsonl:
        raise typer.Exit(
            _moderate_lines(text, file, field, rules=rules, classifier=classifier, stage=stage)
        )
    if (text is None) == (file is None):
        raise typer.BadParameter("expected either a text or --file, one of them", param_hint="TEXT")
    found = _Found()
    if file is None and text != "-":
        _judge(pieces((str(text),)), rules, classifier, stage, found)
    else:
        _judge_stream(file, rules, classifier, stage, found)
    if as_json:
        print_json(_as_dict(rules, stage, found))
    else:
        _show(found, language_of(lang))
    if found.count:
        raise typer.Exit(1)


class _Found:
    """What was found in a text of any length, up to a number that can be shown."""

    def __init__(self) -> None:
        self.shown: list[_Shown] = []
        self.count = 0
        self.length = 0
        """Code points of the text."""

    def add(self, finding: Finding, text: str, start: int) -> None:
        """Keep a finding of the part of the text that begins at `start`."""
        self.count += 1
        if len(self.shown) < _MOST:
            self.shown.append(_shown(finding, text, start))


class _Shown(NamedTuple):
    """A finding with the words around it."""

    finding: Finding
    """Its place is one of the whole text."""
    before: str
    text: str
    after: str


def _shown(finding: Finding, text: str, start: int) -> _Shown:
    span = finding.span
    if span is None:
        return _Shown(finding, "", "", "")
    return _Shown(
        replace(finding, span=span.shifted(start)),
        text[max(0, span.start - _AROUND) : span.start],
        text[span.start : span.end],
        text[span.end : span.end + _AROUND],
    )


def _judge_stream(
    file: Path | None,
    rules: RuleSet,
    classifier: EmbeddedClassifier | None,
    stage: Stage,
    found: _Found,
) -> None:
    try:
        stream: BinaryIO = sys.stdin.buffer if file is None else file.open("rb")
    except OSError as error:
        raise typer.BadParameter(
            f"expected a readable file; {error}", param_hint="--file"
        ) from error
    size = None if file is None else file.stat().st_size
    with stream, progress() as bar:
        task = bar.add_task("judging", total=size)
        parts = decoded(stream, lambda count: bar.advance(task, count))
        try:
            _judge(pieces(parts), rules, classifier, stage, found)
        except NotUtf8 as error:
            where = "standard input" if file is None else str(file)
            raise typer.BadParameter(f"{where}: {error}") from error
        except OSError as error:
            raise typer.BadParameter(f"expected a readable text; {error}") from error


def _judge(
    parts: Iterable[Piece],
    rules: RuleSet,
    classifier: EmbeddedClassifier | None,
    stage: Stage,
    found: _Found,
) -> None:
    """Judge piece by piece; a classifier's worst verdict on a risk counts for the whole."""
    worst: dict[str, Finding] = {}
    for text, start, own in parts:
        for finding in rules.scan(text, stage):
            span = finding.span
            if span is None or own.start <= start + span.start < own.end:
                found.add(finding, text, start)
        if classifier is not None and stage in classifier.stages:
            passage = Passage(text=text[own.start - start : own.end - start], stage=stage)
            for finding in findings_of(judge_one(classifier, passage)):
                kept = worst.get(finding.category)
                if kept is None or finding.score > kept.score:
                    worst[finding.category] = finding
        found.length = own.end
    for finding in worst.values():
        found.add(finding, "", 0)


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
        return {"findings": [_finding(_shown(each, one, 0)) for each in found]}

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


def _as_dict(rules: RuleSet, stage: Stage, found: _Found) -> dict[str, object]:
    told: dict[str, object] = {
        "rules": rules.digest,
        "terms": rules.terms,
        "stage": stage.value,
        "length": found.length,
        "findings": [_finding(each) for each in found.shown],
    }
    if found.count > len(found.shown):
        told["findings_in_all"] = found.count
    return told


def _finding(shown: _Shown) -> dict[str, object]:
    finding = shown.finding
    span = finding.span
    # A lone surrogate has no place in JSON.
    text = shown.text.encode("utf-8", "replace").decode()
    return {
        "start": None if span is None else span.start,
        "end": None if span is None else span.end,
        "text": None if span is None else text,
        "category": finding.category,
        "category_name": categories()[finding.category].name.as_dict(),
        "rule": finding.rule,
        "detector": finding.detector,
        "score": finding.score,
    }


def _show(found: _Found, language: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not found.count:
        console.print("未发现" if language == "zh" else "nothing found")
        return
    whole = "全文" if language == "zh" else "the whole"
    for finding, before, text, after in found.shown:
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
        if span is not None:
            console.print(
                Text.assemble(
                    "    ",
                    (_line(before), "dim"),
                    (_line(text), "bold red"),
                    (_line(after), "dim"),
                )
            )
    if more := found.count - len(found.shown):
        console.print(f"另有 {more} 处" if language == "zh" else f"and {more} more")


def _line(text: str) -> str:
    """Return text without line ends or control characters, so that a terminal is not steered."""
    return "".join(char if char.isprintable() else " " for char in text)

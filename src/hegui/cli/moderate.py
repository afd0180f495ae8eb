"""`hegui moderate`: what the rules find in a text, and where."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from hegui.cli.output import LANGUAGE, language_of, print_json
from hegui.cli.settings import read
from hegui.moderation import Finding, RuleSet, Segment, Span, Stage, categories, load_rules
from hegui.moderation.lexicon import STARTER

__all__ = ["moderate"]

_AROUND = 16
"""Code points shown on either side of a finding."""


def moderate(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="A text; - reads standard input.")
    ] = None,
    *,
    file: Annotated[
        Path | None,
        typer.Option("-f", "--file", metavar="FILE", help="Read the text from a UTF-8 file."),
    ] = None,
    stage: Annotated[Stage, typer.Option(help="Which text it is.")] = Stage.PROMPT,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    lang: LANGUAGE = None,
) -> None:
    """Show what the rules find in a text.

    The rules are the starter lexicon, your own lexicons (HEGUI_LEXICONS) and
    the identifiers: what the gateway uses.

    Exits with 0 when nothing is found, 1 when something is, and 2 on wrong use.
    """
    whole = _text(text, file)
    own = read(os.environ).lexicons
    rules = load_rules((STARTER,) if own is None else (STARTER, own))
    segments = rules.segments(whole, stage)
    findings = [finding for segment in segments for finding in segment.findings]
    if as_json:
        print_json(_as_dict(rules, whole, stage, findings))
    else:
        _show(whole, segments, findings, language_of(lang))
    if findings:
        raise typer.Exit(1)


def _text(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise typer.BadParameter("expected either a text or --file, one of them", param_hint="TEXT")
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise typer.BadParameter(
                f"expected a readable UTF-8 file; {error}", param_hint="--file"
            ) from error
    return sys.stdin.read() if text == "-" else str(text)


def _place(finding: Finding) -> Span:
    assert finding.span is not None, "the rules report places"  # noqa: S101 - a bug if not
    return finding.span


def _as_dict(
    rules: RuleSet, text: str, stage: Stage, findings: Sequence[Finding]
) -> dict[str, object]:
    return {
        "rules": rules.digest,
        "terms": rules.terms,
        "stage": stage.value,
        "length": len(text),
        "findings": [
            {
                "start": _place(finding).start,
                "end": _place(finding).end,
                "text": text[_place(finding).start : _place(finding).end],
                "category": finding.category,
                "category_name": categories()[finding.category].name.as_dict(),
                "rule": finding.rule,
                "detector": finding.detector,
                "score": finding.score,
            }
            for finding in findings
        ],
    }


def _show(
    text: str, segments: Sequence[Segment], findings: Sequence[Finding], language: str
) -> None:
    console = Console(highlight=False, soft_wrap=True)
    if not findings:
        console.print("未发现" if language == "zh" else "nothing found")
        return
    for segment in segments:
        for finding in segment.findings:
            span = _place(finding)
            name = categories()[finding.category].name.in_language(language)
            console.print(
                Text.assemble(
                    (f"{span.start}–{span.end}  ", "dim"),
                    (f"{finding.category} ", "bold"),
                    (f"{name}  ", ""),
                    (finding.rule, "cyan"),
                )
            )
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

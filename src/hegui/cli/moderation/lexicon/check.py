"""``hegui moderation lexicon check``: read lists of words, judge them, and accept what is good."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from hegui.cli.moderation.inputs import progress, rules_in_use
from hegui.cli.moderation.lexicon.shown import as_dict, show
from hegui.cli.output import JSON, print_json, today_or
from hegui.moderation.importing import Defaults, Import, benign, import_list, write_csv
from hegui.moderation.importing.benign import read_passages
from hegui.moderation.lexicon_rows import check_lexicon_name

__all__ = ["check"]

_SUFFIX: Final = ".csv"


def check(  # noqa: PLR0913 - options of a verb
    files: Annotated[
        list[Path], typer.Argument(help="Lists: .txt .csv .tsv .json .jsonl .toml", metavar="FILE…")
    ],
    *,
    accept: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT",
            help="Write the good terms: a new .csv file, or a folder when there are several lists.",
        ),
    ] = None,
    keep_blocking: Annotated[
        bool, typer.Option("--keep-blocking", help="Write terms that block benign text, too.")
    ] = False,
    category: Annotated[
        str, typer.Option(help="Risk of the entries that do not tell theirs, as a3.other.")
    ] = "",
    named: Annotated[
        list[str] | None,
        typer.Option("--named", metavar="NAME=RISK", help="What the list calls a risk; several."),
    ] = None,
    severity: Annotated[int, typer.Option(min=1, max=3, help="Of entries that tell none.")] = 2,
    source: Annotated[
        str, typer.Option(help="Where the list is from, and its licence.", show_default=False)
    ] = "imported",
    author: Annotated[str, typer.Option(help="Who answers for it.", show_default=False)] = "",
    added: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day it came in; today when absent.")
    ] = None,
    benign_file: Annotated[
        list[Path] | None,
        typer.Option("--benign", metavar="FILE", help="More benign text, a passage a line."),
    ] = None,
    most: Annotated[int, typer.Option(min=0, help="Lines to show of each kind.")] = 10,
    as_json: JSON = False,
) -> None:
    """Read lists of words, and tell what is wrong with them and what they would newly block.

    Entries are refused that could never match or would match everywhere, that come
    twice, or that the rules in use have already. The rest is held against benign
    news, law, textbooks, medicine and security. Nothing is in force by it:
    --accept writes a lexicon, without the terms that block benign text.

    Exits with 0 when there is nothing to look at, 1 when there is, and 2 when a
    list cannot be read.
    """
    targets = _targets(files, accept)
    passages = (*benign(), *(p for file in benign_file or () for p in read_passages(file)))
    defaults = Defaults(
        name="",
        category=category,
        severity=severity,
        author=author,
        source=source,
        added=today_or(added),
        names=_names(named),
    )
    rules = rules_in_use()
    earlier: set[str] = set()
    reports: dict[Path, Import] = {}
    with progress() as bar:
        task = bar.add_task("judging", total=len(files))
        for file, target in zip(files, targets, strict=True):
            bar.update(task, description=file.name)
            one = replace(defaults, name=_name(file if target is None else target))
            report = import_list(file, one, rules=rules, earlier=earlier, passages=passages)
            reports[file] = report
            if len(files) > 1:
                earlier.update(key for _, _, key in report.terms.keyed())
            bar.advance(task)
    written = {
        file: _write(report, target, keep_blocking=keep_blocking)
        for (file, report), target in zip(reports.items(), targets, strict=True)
        if target is not None
    }
    if as_json:
        print_json([as_dict(file, each, written.get(file)) for file, each in reports.items()])
    else:
        for file, each in reports.items():
            show(file, each, written.get(file), most=most)
    if not all(report.is_clean for report in reports.values()):
        raise typer.Exit(1)


def _targets(files: list[Path], accept: Path | None) -> list[Path | None]:
    """Return the file to write for each list."""
    if len(set(files)) < len(files):
        raise typer.BadParameter("expected each list once", param_hint="FILE")
    if accept is None:
        return [None for _ in files]
    if accept.suffix == _SUFFIX:
        if len(files) > 1:
            raise typer.BadParameter(
                f"expected a folder for {len(files)} lists; got {accept}", param_hint="--accept"
            )
        found = [accept]
    else:
        found = [accept / f"{file.stem.lower()}{_SUFFIX}" for file in files]
    for target in found:
        if target.exists() or found.count(target) > 1:
            raise typer.BadParameter(
                f"expected a new file for each list; {target} is there already",
                param_hint="--accept",
            )
        check_lexicon_name(target, lambda *_: 0, _name(target))
    return [*found]


def _name(file: Path) -> str:
    return file.stem.lower()


def _names(named: list[str] | None) -> dict[str, str]:
    pairs = [each.partition("=") for each in named or ()]
    for name, _, risk in pairs:
        if not (name and risk):
            raise typer.BadParameter(f"expected NAME=RISK; got {name!r}", param_hint="--named")
    return {name: risk for name, _, risk in pairs}


def _write(report: Import, target: Path, *, keep_blocking: bool) -> tuple[Path, int]:
    """Write the good terms; return the file and their number."""
    out = frozenset[int]() if keep_blocking else report.blocking
    count = len(report.terms) - len(out)
    if count:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_csv(report.terms, target, without=out)
    return target, count

"""What the verbs of moderation take: a text, the rules in use, a model."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from hegui.cli.settings import read
from hegui.moderation import RuleSet, load_rules
from hegui.moderation.classifiers import EmbeddedClassifier
from hegui.moderation.lexicon import STARTER

__all__ = ["MODEL", "classifier_of", "progress", "rules_in_use", "shares_of", "text_of"]

MODEL = Annotated[
    str | None,
    typer.Option(
        metavar="default|FILE",
        help="Ask an embedded classifier too: the one that comes with hegui, or a model file.",
    ),
]
"""The option ``--model``."""

_FILE_BYTES: Final = 256 * 1024 * 1024


def rules_in_use() -> RuleSet:
    """Return the rules that the gateway uses: the starter lexicon and the operator's own."""
    own = read(os.environ).lexicons
    return load_rules((STARTER,) if own is None else (STARTER, own))


def classifier_of(model: str | None) -> EmbeddedClassifier | None:
    """Return the classifier that ``--model`` names, or None.

    Raises:
        InvalidModel: no such file, or no model.
    """
    if model is None:
        return None
    if model == "default":
        return EmbeddedClassifier.default()
    return EmbeddedClassifier.read(Path(model))


def text_of(text: str | None, file: Path | None) -> str:
    """Return the text that was given, in a file, or on standard input.

    Raises:
        typer.BadParameter: both or neither was given, or the file cannot be read.
    """
    if (text is None) == (file is None):
        raise typer.BadParameter("expected either a text or --file, one of them", param_hint="TEXT")
    if file is None:
        return _standard_input() if text == "-" else str(text)
    try:
        if file.stat().st_size > _FILE_BYTES:
            raise typer.BadParameter(
                f"expected a file of at most {_FILE_BYTES} bytes; scan longer ones with "
                "`hegui corpus scan`, or line by line with --jsonl",
                param_hint="--file",
            )
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(
            f"expected a readable UTF-8 file; {error}", param_hint="--file"
        ) from error


def _standard_input() -> str:
    """Return standard input; bytes that are no UTF-8 are refused, whatever the locale says."""
    raw = sys.stdin.buffer.read(_FILE_BYTES + 1)
    if len(raw) > _FILE_BYTES:
        raise typer.BadParameter(f"expected at most {_FILE_BYTES} bytes on standard input")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"expected UTF-8 on standard input; {error}") from error


def shares_of(priced: list[str] | None, over_block: float) -> dict[str, float]:
    """Return the sources that ``--priced`` names, each with its share.

    Raises:
        typer.BadParameter: a share is none.

    >>> shares_of(['news=0.01', 'questions'], 0.05)
    {'news': 0.01, 'questions': 0.05}
    """
    shares = {}
    for each in priced or ():
        source, _, share = each.partition("=")
        try:
            shares[source] = float(share) if share else over_block
        except ValueError:
            shares[source] = -1.0
        if not source or not 0 <= shares[source] < 1:
            raise typer.BadParameter(
                f"expected SOURCE or SOURCE=SHARE with a share in [0, 1); got {each!r}",
                param_hint="--priced",
            )
    return shares


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a bar on standard error, when that is a terminal."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as bar:
        yield bar

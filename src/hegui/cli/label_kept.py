"""``hegui label capture | restore | diff``: a label over a step that would lose it."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.label_law import grammar
from hegui.cli.output import JSON, print_json
from hegui.errors import FileNotReadable
from hegui.labels import Capture, Difference, capture, compare, read, restore

__all__ = ["capture_file", "diff_files", "restore_file"]

_FILE = Annotated[Path, typer.Argument(metavar="FILE", help="One file.")]


def capture_file(
    file: _FILE,
    *,
    out: Annotated[
        str,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Where to; - for standard output. FILE.label.json if not given.",
        ),
    ] = "",
) -> None:
    """Keep a file's label beside it, before a step that would lose it.

    Exits with 0 when it was kept, and 2 when there is none to keep or on wrong use.
    """
    text = capture(read(file, grammar()), name=file.name).to_json()
    if out == "-":
        typer.echo(text, nl=False)
        return
    target = Path(out) if out else file.with_name(file.name + ".label.json")
    target.write_text(text, encoding="utf-8")
    typer.echo(f"{target}: captured")


def restore_file(  # noqa: PLR0913 - options of a verb
    file: _FILE,
    *,
    source: Annotated[
        Path,
        typer.Option("--from", metavar="FILE", help="The capture, or the file before the step."),
    ],
    spread_by: Annotated[
        str, typer.Option("--propagate", metavar="NAME", help="Add a platform's part as well.")
    ] = "",
    propagate_id: Annotated[
        str, typer.Option(metavar="ID", help="The platform's number; made new if not given.")
    ] = "",
    even_if_signed: Annotated[
        bool, typer.Option("--even-if-signed", help="Write although a signature will break.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Write a captured label into the file that came out of a step, and read it back.

    Exits with 0 when the file carries it, and 2 when it cannot or on wrong use.
    """
    done = restore(
        _captured(source),
        file,
        grammar(),
        by=spread_by,
        propagate_id=propagate_id or uuid.uuid4().hex,
        even_if_signed=even_if_signed,
    )
    if as_json:
        print_json({"file": str(file), **done.as_dict()})
    else:
        typer.echo(f"{file}: {'restored' if done.is_changed else 'unchanged'}")


def _captured(source: Path) -> Capture:
    if source.suffix != ".json":
        return capture(read(source, grammar()), name=source.name)
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise FileNotReadable(str(source), error.strerror or "an error of the system") from error
    except UnicodeDecodeError as error:
        raise FileNotReadable(str(source), "it is no text in UTF-8") from error
    return Capture.from_json(text, name=source.name)


def diff_files(
    before: Annotated[Path, typer.Argument(help="A file or folder before the step.")],
    after: Annotated[Path, typer.Argument(help="The file or folder after it.")],
    *,
    as_json: JSON = False,
) -> None:
    """Fail when a step lost or changed a label.

    Folders are compared file by file, by path without its ending, since a step
    may change the kind of file. A file with a label that is missing after the
    step has lost it.

    Exits with 0 when every label came through, 1 when one did not, and 2 on
    wrong use.
    """
    answers: list[dict[str, object]] = []
    all_kept = True
    for old, new in _pairs(before, after):
        found = compare(read(old, grammar()), read(new, grammar())) if new else None
        answer = {"before": str(old), "after": None if new is None else str(new)}
        if found is None:
            if not read(old, grammar()).sites:
                continue
            all_kept = False
            answers.append({**answer, "is_kept": False, "changes": [{"code": "missing"}]})
            line = "missing"
        else:
            all_kept = all_kept and found.is_kept
            answers.append({**answer, **found.as_dict()})
            line = _told(found)
        if not as_json:
            typer.echo(f"{old} → {new or '-'}: {line}")
    if as_json:
        print_json({"is_kept": all_kept, "files": answers})
    if not all_kept:
        raise typer.Exit(1)


def _pairs(before: Path, after: Path) -> list[tuple[Path, Path | None]]:
    if before.is_dir() != after.is_dir():
        raise typer.BadParameter("expected two files or two folders")
    if not before.is_dir():
        return [(before, after)]
    by_path = {file.relative_to(after): file for file in after.rglob("*") if file.is_file()}
    by_stem = {path.with_suffix(""): file for path, file in sorted(by_path.items())}
    pairs: list[tuple[Path, Path | None]] = []
    for old in sorted(file for file in before.rglob("*") if file.is_file()):
        path = old.relative_to(before)
        pairs.append((old, by_path.get(path) or by_stem.get(path.with_suffix(""))))
    return pairs


def _told(found: Difference) -> str:
    if not found.changes:
        return "the same"
    lines = [
        f"{change.code} {change.field}: {change.before!r} → {change.after!r}"
        for change in found.changes
    ]
    return f"{'kept' if found.is_kept else 'NOT KEPT'}\n  " + "\n  ".join(lines)

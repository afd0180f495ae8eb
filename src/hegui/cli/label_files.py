"""``hegui label write | read | verify``: the implicit label in files, folders and patterns.

There is no verb that takes a label off, and there will be none.
"""

from __future__ import annotations

import glob
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.label_law import code_shape, grammar, meanings
from hegui.cli.output import JSON, print_json
from hegui.errors import FileNotReadable, HeguiError
from hegui.labels import AIGCLabel, ProviderCode, propagate, read, verify, write

__all__ = ["files_of", "read_files", "verify_files", "write_files"]

PATHS = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files, folders (looked through) or patterns.")
]


def files_of(paths: list[str]) -> Iterator[Path]:
    """Yield the files that the arguments name, each once, folders in order.

    Hidden files in folders are passed over, and links in them are not followed.

    Raises:
        FileNotReadable: an argument names nothing.
    """
    seen: set[Path] = set()
    for text in paths:
        path = Path(text)
        # A pattern may be absolute, which Path.glob does not take.
        matched = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 - see above
        named = [path] if path.exists() else [Path(found) for found in matched]
        if not named:
            raise FileNotReadable(text, "there is no such file, and the pattern matches none")
        for one in named:
            for file in sorted(_within(one)) if one.is_dir() else [one]:
                if file not in seen:
                    seen.add(file)
                    yield file


def _within(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        if file.is_file() and not file.is_symlink() and not any(p.startswith(".") for p in parts):
            yield file


def write_files(  # noqa: PLR0913 - options of a verb
    paths: PATHS,
    *,
    producer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name or code of the generating service.")
    ] = None,
    produce_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Number of the content; made new if not given.")
    ] = None,
    value: Annotated[
        str, typer.Option("--label", metavar="1|2|3", help="Is, may be, suspected.")
    ] = "1",
    spread_by: Annotated[
        str | None,
        typer.Option("--propagate", metavar="NAME", help="Add a platform's part to what is there."),
    ] = None,
    propagate_id: Annotated[
        str | None, typer.Option(metavar="ID", help="The platform's number; made new if not given.")
    ] = None,
    even_if_signed: Annotated[
        bool, typer.Option("--even-if-signed", help="Write although a signature will break.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Write the implicit label into files, and read it back.

    Bytes of pictures, sound and text are not touched. A file that cannot be
    written safely keeps its bytes, and the reason is told. A provider code of
    27 characters is held against its rules; it is never made up.

    Exits with 0 when every file carries the label, 1 when one was refused, and
    2 on wrong use.
    """
    if (producer is None) == (spread_by is None):
        raise typer.BadParameter("expected either --producer or --propagate")
    name = producer or spread_by or ""
    if len(name) == code_shape().characters and name.startswith("00"):
        ProviderCode.parse(name, code_shape())

    def act(file: Path) -> dict[str, object]:
        if spread_by is not None:
            number = propagate_id or uuid.uuid4().hex
            done = propagate(
                file, grammar(), by=spread_by, propagate_id=number, even_if_signed=even_if_signed
            )
        else:
            number = produce_id or uuid.uuid4().hex
            label = AIGCLabel.first_write(label=value, producer=name, produce_id=number)
            done = write(file, label, grammar(), even_if_signed=even_if_signed)
        return done.as_dict()

    _each(
        paths, act, lambda told: "labelled" if told["is_changed"] else "unchanged", as_json=as_json
    )


def read_files(paths: PATHS, *, as_json: JSON = False) -> None:
    """Show every implicit label of files, wherever it stands and whatever is wrong with it.

    Exits with 0 when every file has exactly one label that conforms, 1 when one
    has none, several or a deviant one, and 2 on wrong use.
    """

    def act(file: Path) -> dict[str, object]:
        return read(file, grammar()).as_dict()

    def told(answer: dict[str, object]) -> str:
        sites = answer["sites"]
        assert isinstance(sites, list)  # noqa: S101 - as_dict made it
        if not sites:
            return f"{answer['state']} {answer['because']}".strip()
        lines = [f"{len(sites)} label{'s' if len(sites) > 1 else ''}"]
        for site in sites:
            lines.append(f"  {site['place']}, byte {site['offset']}: {site['raw']}")
            lines += [f"    {_problem(problem)}" for problem in site["problems"]]
        lines += [f"  {_problem(problem)}" for problem in _list(answer["problems"])]
        return "\n".join(lines)

    def is_fine(answer: dict[str, object]) -> bool:
        sites = _list(answer["sites"])
        return len(sites) == 1 and not sites[0]["problems"] and not answer["problems"]

    _each(paths, act, told, is_fine, as_json=as_json)


def verify_files(
    paths: PATHS,
    *,
    declared: Annotated[
        bool, typer.Option("--declared", help="The user declares that it is generated.")
    ] = False,
    explicit: Annotated[
        bool, typer.Option("--explicit", help="An explicit label was seen or heard in it.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Tell what a platform has to tell the public about files.

    Exits with 0 when every file is decided, 1 when one is undetermined or its
    label deviates from the standard, and 2 on wrong use.
    """

    def act(file: Path) -> dict[str, object]:
        reading = read(file, grammar())
        return verify(
            reading, meanings(), is_declared=declared, has_explicit_label=explicit
        ).as_dict()

    def told(answer: dict[str, object]) -> str:
        lines = [f"{answer['outcome']} ({answer['because']})"]
        lines += [f"  {_problem(problem)}" for problem in _list(answer["problems"])]
        return "\n".join(lines)

    def is_fine(answer: dict[str, object]) -> bool:
        return answer["outcome"] != "undetermined" and not answer["problems"]

    _each(paths, act, told, is_fine, as_json=as_json)


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)  # noqa: S101 - as_dict made it
    return value


def _problem(problem: dict[str, object]) -> str:
    return " ".join(str(problem[part]) for part in ("code", "field", "found") if problem[part])


def _each(
    paths: list[str],
    act: Callable[[Path], dict[str, object]],
    told: Callable[[dict[str, object]], str],
    is_fine: Callable[[dict[str, object]], bool] = lambda _: True,
    *,
    as_json: bool,
) -> None:
    """Run an act on each file; a file that fails is told and does not stop the rest."""
    answers: list[dict[str, object]] = []
    all_fine = True
    for file in files_of(paths):
        try:
            answer = act(file)
            line = told(answer)
            all_fine = all_fine and is_fine(answer)
        except HeguiError as error:
            answer = {"error": error.code, "message": error.explain()}
            line = f"refused: {error.explain()}"
            all_fine = False
        answers.append({"file": str(file), **answer})
        if not as_json:
            typer.echo(f"{file}: {line}")
    if as_json:
        print_json({"files": answers})
    if not all_fine:
        raise typer.Exit(1)

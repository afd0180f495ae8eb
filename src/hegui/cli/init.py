"""`hegui init`: write a commented service profile, and fill it in by interview."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hegui import clock
from hegui.cli.interview import converse, tell
from hegui.cli.output import JSON, LANGUAGE, language_of, print_json
from hegui.errors import InvalidAnswer, ProfileExists, ProfileNotWritten, UnknownFact
from hegui.law import Law, load, load_profile, profile_template
from hegui.law.answering import read_answer, write_answer
from hegui.law.interview import interview as ask
from hegui.law.source import near

__all__ = ["init"]


def init(  # noqa: PLR0913 - each option is an argument
    path: Annotated[Path, typer.Argument(help="The file to write.", show_default=True)] = Path(
        "hegui.toml"
    ),
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    interview: Annotated[
        bool | None,
        typer.Option(
            "--interview/--template",
            help="Ask, one question after the other; without it, on a terminal only.",
        ),
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer", metavar="FACT=WORDS", help="Write one answer; '?' is not known yet."
        ),
    ] = None,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """Write a service profile: every question, in Chinese and English.

    On a terminal it asks, each time the question that the most obligations wait
    for, and writes each answer at once: leave when you like and go on later.
    Elsewhere it writes the file to fill in; a file that is there is left alone.
    With --answer it writes answers into the file and asks nothing.

    Exits with 0; with 2 on wrong use.
    """
    law, language = load(), language_of(lang)
    is_asking = sys.stdin.isatty() and sys.stdout.isatty() if interview is None else interview
    is_editing = bool(answer) or is_asking
    if force or not (is_editing and path.is_file()):
        _write(path, law, force=force)
    for pair in answer or ():
        _answer(path, law, pair)
    if is_editing and as_json:
        found = ask(law, load_profile(path, law), clock.today())
        print_json({"profile": str(path), **found.as_dict()})
    elif answer:
        tell(path, law, language)
    elif is_asking:
        converse(path, law, language)
    else:
        _told(path, law, as_json=as_json)


def _write(path: Path, law: Law, *, force: bool) -> None:
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(profile_template(law))
    except FileExistsError as cause:
        raise ProfileExists(path) from cause
    except OSError as cause:
        raise ProfileNotWritten(path, str(cause.strerror).lower()) from cause


def _answer(path: Path, law: Law, pair: str) -> None:
    name, separator, words = pair.partition("=")
    asked = {fact.name: fact for fact in law.facts.values() if not fact.is_derived}
    name = name.strip()
    if name not in asked:
        raise UnknownFact(name, near=near(name, asked))
    if not separator:
        raise InvalidAnswer(name, expected=asked[name].expected, found="no '='")
    load_profile(path, law)
    write_answer(path, asked[name], read_answer(asked[name], words))


def _told(path: Path, law: Law, *, as_json: bool) -> None:
    count = sum(not fact.is_derived for fact in law.facts.values())
    if as_json:
        print_json({"profile": str(path), "questions": count})
        return
    typer.echo(f"Wrote {path}: {count} questions, none answered yet.")
    typer.echo("Next: answer what you know, then `hegui applies`.")

"""``hegui label write | read | verify``: the implicit label in files, folders and patterns.

There is no verb that takes a label off, and there will be none.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.label_each import STDIN, each, standard_input
from hegui.cli.label_keys import Algorithm, pinned_keys, signer_of
from hegui.cli.label_law import code_shape, grammar, meanings
from hegui.cli.output import JSON
from hegui.cli.run_entry import record
from hegui.cli.settings import read as settings_of
from hegui.labels import (
    AIGCLabel,
    ProviderCode,
    Reading,
    propagate,
    read,
    read_bytes,
    spread,
    verify,
    write,
    write_bytes,
)
from hegui.labels.media_digest import media_digest
from hegui.labels.probe import probe
from hegui.labels.security import Signer, check_protection, protected
from hegui.labels.sm2 import schemes
from hegui.labels.source import Source

__all__ = ["read_files", "verify_files", "write_files"]

PATHS = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…", help="Files, folders (looked through), patterns, or - for standard input."
    ),
]


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
    key: Annotated[
        Path | None,
        typer.Option("--sign-with", metavar="FILE", help="A private key for label and content."),
    ] = None,
    algorithm: Annotated[
        Algorithm,
        typer.Option(help="Of that key; sm2 is the guide's, and needs the extra sm2."),
    ] = Algorithm.ED25519,
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

    signer = None if key is None else signer_of(key, algorithm)

    def act(file: Path) -> dict[str, object]:
        if spread_by is not None:
            number = propagate_id or uuid.uuid4().hex
            done = propagate(
                file, grammar(), by=spread_by, propagate_id=number, even_if_signed=even_if_signed
            )
        else:
            number = produce_id or uuid.uuid4().hex
            label = AIGCLabel.first_write(label=value, producer=name, produce_id=number)
            if signer is not None:
                label = protected(label, signer, media=_media(file))
            done = write(file, label, grammar(), even_if_signed=even_if_signed)
        return done.as_dict()

    if paths == ["-"]:
        if producer is None:
            raise typer.BadParameter("expected --producer with standard input")
        number = produce_id or uuid.uuid4().hex
        label = AIGCLabel.first_write(label=value, producer=producer, produce_id=number)
        _through(label, signer, even_if_signed=even_if_signed)
        return
    _, all_fine = each(
        paths, act, lambda told: "labelled" if told["is_changed"] else "unchanged", as_json=as_json
    )
    if not all_fine:
        raise typer.Exit(1)


def _through(label: AIGCLabel, signer: Signer | None, *, even_if_signed: bool) -> None:
    """Label what comes in and write it out; nothing goes out when it cannot be labelled."""
    raw = standard_input()
    if signer is not None:
        source = Source.of_bytes(raw, name="standard input")
        label = protected(label, signer, media=media_digest(source, probe(source) or ""))
    done = write_bytes(raw, label, grammar(), name="standard input", even_if_signed=even_if_signed)
    sys.stdout.buffer.write(done)


def _read(file: Path) -> Reading:
    if file == STDIN:
        return read_bytes(standard_input(), grammar(), name="standard input")
    return read(file, grammar())


def read_files(paths: PATHS, *, as_json: JSON = False) -> None:
    """Show every implicit label of files, wherever it stands and whatever is wrong with it.

    Exits with 0 when every file has exactly one label that conforms, 1 when one
    has none, several or a deviant one, and 2 on wrong use.
    """

    def act(file: Path) -> dict[str, object]:
        return _read(file).as_dict()

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

    _, all_fine = each(paths, act, told, is_fine, as_json=as_json)
    if not all_fine:
        raise typer.Exit(1)


def verify_files(  # noqa: PLR0913 - options of a verb
    paths: PATHS,
    *,
    declared: Annotated[
        bool, typer.Option("--declared", help="The user declares that it is generated.")
    ] = False,
    explicit: Annotated[
        bool, typer.Option("--explicit", help="An explicit label was seen or heard in it.")
    ] = False,
    spread_by: Annotated[
        str,
        typer.Option("--propagate", metavar="NAME", help="Write the platform's part as well."),
    ] = "",
    propagate_id: Annotated[
        str | None, typer.Option(metavar="ID", help="The platform's number; made new if not given.")
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option("--keys", metavar="FILE", help="Pinned public keys by producer, in TOML."),
    ] = None,
    on_record: Annotated[
        bool, typer.Option("--record", help="Leave the counts in the service's ledger.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Tell what a platform has to tell the public about files, and which notice to show.

    With --propagate the platform's name and number go into every file for which
    there is something to tell; what the producer wrote stays as it is.

    Exits with 0 when every file is decided, 1 when one is undetermined, its label
    deviates from the standard or its signature fails, and 2 on wrong use.
    """

    def act(file: Path) -> dict[str, object]:
        reading = _read(file)
        found = verify(reading, meanings(), is_declared=declared, has_explicit_label=explicit)
        answer = found.as_dict()
        label = reading.label
        if label is not None and label.reserved_code1:
            known = pinned.get(label.content_producer, ())
            media = "" if file == STDIN else _media(file)
            worth = check_protection(label, media=media, pinned=known, schemes=schemes())
            answer["protection"] = worth.as_dict()
        if spread_by:
            number = propagate_id or uuid.uuid4().hex
            done = spread(file, found, grammar(), by=spread_by, propagate_id=number)
            answer["written"] = None if done is None else done.as_dict()
        return answer

    pinned = {} if keys is None else pinned_keys(keys)

    def told(answer: dict[str, object]) -> str:
        lines = [f"{answer['outcome']} ({answer['because']})"]
        words = answer["notice"]
        if isinstance(words, dict):
            lines.append(f"  show: {words['zh']} · {words['en']}")
        worth = answer.get("protection")
        if isinstance(worth, dict):
            lines.append(f"  signed: label {worth['label']}, content {worth['content']}")
        lines += [f"  {_problem(problem)}" for problem in _list(answer["problems"])]
        return "\n".join(lines)

    def is_fine(answer: dict[str, object]) -> bool:
        worth = answer.get("protection")
        is_broken = isinstance(worth, dict) and "failed" in worth.values()
        return answer["outcome"] != "undetermined" and not answer["problems"] and not is_broken

    answers, all_fine = each(paths, act, told, is_fine, as_json=as_json)
    if on_record:
        counts = Counter(str(answer.get("outcome", "refused")) for answer in answers)
        written = sum(bool(answer.get("written")) for answer in answers)
        figures = {"files": len(answers), "written": written, **counts}
        _, line = record(settings_of(os.environ).var, "label-verification", figures)
        typer.echo(line, err=True)
    if not all_fine:
        raise typer.Exit(1)


def _media(file: Path) -> str:
    """Return the digest of a file's media; empty when its container has none."""
    with Source.open(file) as source:
        return media_digest(source, probe(source) or "")


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)  # noqa: S101 - as_dict made it
    return value


def _problem(problem: dict[str, object]) -> str:
    return " ".join(str(problem[part]) for part in ("code", "field", "found") if problem[part])

"""``hegui label sign | manifest``: a C2PA manifest behind the label, and what one is worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hegui.cli.label_each import each
from hegui.cli.label_law import grammar
from hegui.cli.output import JSON
from hegui.errors import FileNotReadable
from hegui.labels.c2pa import Credential, check_manifest, sign

__all__ = ["check_manifests", "sign_files"]

_PATHS = Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders or patterns.")]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or "an error of the system") from error


def sign_files(  # noqa: PLR0913 - options of a verb
    paths: _PATHS,
    *,
    certificates: Annotated[
        Path, typer.Option("--certificates", metavar="PEM", help="The signer's, and those above.")
    ],
    key: Annotated[Path, typer.Option("--key", metavar="PEM", help="The private key, PKCS #8.")],
    algorithm: Annotated[str, typer.Option(metavar="NAME", help="As C2PA calls it.")] = "es256",
    time_authority: Annotated[
        str | None, typer.Option(metavar="URL", help="A time stamp service; none if not given.")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Put a signed C2PA manifest into labelled files. Label first, sign last.

    The manifest says that a model made the content and repeats the label under
    its signature. Needs the extra ``media``.

    Exits with 0 when every file was signed and read back, 1 when one was
    refused, and 2 on wrong use.
    """
    credential = Credential(
        certificates=_bytes(certificates),
        private_key=_bytes(key),
        algorithm=algorithm,
        time_authority=time_authority,
    )

    def act(file: Path) -> dict[str, object]:
        return sign(file, credential, grammar()).as_dict()

    _, all_fine = each(paths, act, lambda told: f"signed, {told['state']}", as_json=as_json)
    if not all_fine:
        raise typer.Exit(1)


def check_manifests(
    paths: _PATHS,
    *,
    trust: Annotated[
        Path | None, typer.Option(metavar="PEM", help="Certificates of those who are trusted.")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Tell what the C2PA manifest of files is worth: absent, invalid, valid or trusted.

    ``valid`` says that nothing changed since somebody signed; who that was, it
    says only together with --trust. Needs the extra ``media``.

    Exits with 0 when no manifest is invalid, 1 when one is or says another
    label than the file, and 2 on wrong use.
    """
    anchors = "" if trust is None else _bytes(trust).decode("ascii", "replace")

    def act(file: Path) -> dict[str, object]:
        return check_manifest(file, grammar(), trust=anchors).as_dict()

    def told(answer: dict[str, object]) -> str:
        signer = f", signed as {answer['signer']!r}" if answer["signer"] else ""
        failures = answer["failures"]
        codes = f": {', '.join(map(str, failures))}" if isinstance(failures, list) else ""
        return f"{answer['state']}{signer}{codes if failures else ''}"

    def is_fine(answer: dict[str, object]) -> bool:
        return answer["state"] != "invalid" and answer["is_label_same"] is not False

    _, all_fine = each(paths, act, told, is_fine, as_json=as_json)
    if not all_fine:
        raise typer.Exit(1)

"""``hegui label``: labels on texts and in files, put on and read back.

``text`` and ``check`` are about the words that a person reads; ``write``,
``read`` and ``verify`` about the label in a file's metadata (`label_files`);
``render`` puts words and sounds into pictures, videos, sounds and documents
(`label_render`); ``capture``, ``restore`` and ``diff`` keep it over other
tools' steps (`label_kept`).

There is no verb that takes a label off, and there will be none.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final, cast

import typer

from hegui.bilingual import Bilingual
from hegui.cli.label_app import check_app
from hegui.cli.label_files import read_files, verify_files, write_files
from hegui.cli.label_interface import print_notice
from hegui.cli.label_kept import capture_file, diff_files, restore_file
from hegui.cli.label_manifest import check_manifests, sign_files
from hegui.cli.label_render import render_files
from hegui.cli.output import print_json
from hegui.cli.verbs import Verbs
from hegui.errors import UnreadableText
from hegui.labels import Position, TextLabel, has_explicit_label
from hegui.law import load

__all__ = ["label"]

_DUTY: Final = "cn/genai-2023/art-12-label"

label = typer.Typer(
    cls=Verbs,
    help="Put labels on generated content, and read them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

label.command("write")(write_files)
label.command("render")(render_files)
label.command("interface")(print_notice)
label.command("read")(read_files)
label.command("verify")(verify_files)
label.command("capture")(capture_file)
label.command("restore")(restore_file)
label.command("diff")(diff_files)
label.command("app")(check_app)
label.command("sign")(sign_files)
label.command("manifest")(check_manifests)

_TEXT = Annotated[str, typer.Argument(help="The text; - reads standard input.")]
_FILE = Annotated[Path | None, typer.Option("--file", "-f", help="Read a UTF-8 file.")]
_JSON = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@label.command("text")
def put(
    text: _TEXT = "-",
    *,
    file: _FILE = None,
    position: Annotated[
        str | None,
        typer.Option(metavar="start|end", help="Where; the law's parameter if not given."),
    ] = None,
    as_json: _JSON = False,
) -> None:
    """Print a text with its explicit label, and read the label back.

    A text that carries a label comes back unchanged. The wording is the
    parameter of the labelling duty, in the language of the text.

    Exits with 0 when the label was read back, 1 when it was not, and 2 on
    wrong use.
    """
    given = _read(text, file)
    stated = load().obligation(_DUTY).parameters["text_label"]
    words = cast("dict[str, str]", stated)
    mark = TextLabel(
        wording=Bilingual(zh=words["zh"], en=words["en"]),
        position=cast("Position", position or words["position"]),
    )
    labelled = mark.apply(given)
    is_labelled = has_explicit_label(labelled)
    if as_json:
        print_json(
            {
                "text": labelled,
                "added": mark.addition(given),
                "position": mark.position,
                "is_labelled": is_labelled,
            }
        )
    else:
        typer.echo(labelled)
    if not is_labelled:
        raise typer.Exit(1)


@label.command()
def check(text: _TEXT = "-", *, file: _FILE = None, as_json: _JSON = False) -> None:
    """Tell whether a text carries an explicit label.

    Both elements are needed: that it was AI, and that it generated.

    Exits with 0 when it does, 1 when it does not, and 2 on wrong use.
    """
    is_labelled = has_explicit_label(_read(text, file))
    if as_json:
        print_json({"is_labelled": is_labelled})
    else:
        typer.echo("labelled" if is_labelled else "not labelled")
    if not is_labelled:
        raise typer.Exit(1)


def _read(text: str, file: Path | None) -> str:
    if file is None and text != "-":
        return text
    where = str(file) if file is not None else "standard input"
    try:
        content = file.read_bytes() if file is not None else sys.stdin.buffer.read()
        return content.decode().removesuffix("\n")
    except OSError as error:
        raise UnreadableText(where, found=error.strerror or "an error of the system") from error
    except UnicodeDecodeError as error:
        raise UnreadableText(where, found=f"a byte at {error.start} that is none") from error

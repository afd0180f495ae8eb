"""``hegui upstream``: the model servers of gateway.toml, and their keys.

list    what is declared, and which have a key
key     seal a key: it is read from standard input and shown nowhere
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from hegui.cli.output import print_json
from hegui.cli.settings import Settings, read
from hegui.cli.verbs import Verbs
from hegui.errors import InvalidSetting, MissingExtra
from hegui.records.sealed import SealedSecrets

if TYPE_CHECKING:
    from hegui.gateway.declared import Declared

__all__ = ["upstream"]

upstream = typer.Typer(
    cls=Verbs, help="Model servers of gateway.toml, and their keys.", no_args_is_help=True
)


@upstream.command(name="list")
def list_(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the declared upstreams, where they stand and whether a key is sealed for them."""
    settings = read(os.environ)
    sealed = _sealed(settings)
    rows: list[dict[str, object]] = [
        {
            "name": each.name,
            "url": each.url,
            "region": each.region,
            "base_model": each.base_model,
            "filing": each.filing,
            "has_key": each.name in sealed.names(),
        }
        for each in _declared(settings).upstream
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        key = "key sealed" if row["has_key"] else "no key"
        typer.echo(f"{row['name']}  {row['url']}  {row['region'] or 'region unknown'}  {key}")


@upstream.command()
def key(
    name: Annotated[str, typer.Argument(help="An upstream of gateway.toml.")],
    *,
    wipe: Annotated[bool, typer.Option(help="Forget its key instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Seal an upstream's API key for the address that it has now; a new address needs it again.

    The key is read from standard input, so that no history and no list of
    processes shows it: hegui upstream key NAME < file. A running server takes
    it up when gateway.toml changes or at the next start.
    """
    settings = read(os.environ)
    found = next((each for each in _declared(settings).upstream if each.name == name), None)
    if found is None:
        raise InvalidSetting("HEGUI_GATEWAY", expected=f"an upstream {name}", found="none")
    sealed = _sealed(settings)
    if wipe:
        sealed.wipe(name)
    else:
        secret = sys.stdin.readline().strip()
        if not secret:
            raise InvalidSetting("standard input", expected="a key in the first line", found="")
        sealed.put(name, found.url, secret)
    if as_json:
        print_json({"name": name, "has_key": not wipe})
    else:
        typer.echo(f"The key of {name} is {'wiped' if wipe else 'sealed'}.")


def _declared(settings: Settings) -> Declared:
    if settings.gateway is None:
        raise InvalidSetting("HEGUI_GATEWAY", expected="the path of gateway.toml", found="")
    try:
        from hegui.gateway.declared import decode  # noqa: PLC0415 - the gateway needs the extra
    except ModuleNotFoundError as error:
        raise MissingExtra("upstream", "server", str(error.name)) from error
    try:
        raw = settings.gateway.read_bytes()
    except OSError as error:
        raise InvalidSetting(
            "HEGUI_GATEWAY", expected="a file that can be read", found=str(settings.gateway)
        ) from error
    return decode(raw, settings.gateway)


def _sealed(settings: Settings) -> SealedSecrets:
    return SealedSecrets(settings.var / "keys")

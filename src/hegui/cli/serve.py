"""``hegui serve``: gateway and console on one port. The one place where parts are chosen."""

from __future__ import annotations

import os
import socket
from typing import Annotated, Final

import typer

from hegui.cli.settings import Settings, read
from hegui.errors import MissingExtra, PortTaken

__all__ = ["SEND_BYTES", "serve"]

SEND_BYTES: Final = 64 * 1024
"""What the system may hold for a client that does not read. Left to itself it takes megabytes
for each, and all that went into them has been judged and is remembered."""


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address; HEGUI_HOST otherwise.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; HEGUI_PORT otherwise.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print where everything is as one JSON line.")
    ] = False,
) -> None:
    """Start gateway and console, and stop them cleanly on Ctrl-C.

    Without HEGUI_UPSTREAM the embedded demo model answers. Everything that is
    written lies under HEGUI_VAR (default ./var); a later start goes on there.
    """
    if host is not None:
        os.environ["HEGUI_HOST"] = host
    if port is not None:
        os.environ["HEGUI_PORT"] = str(port)
    settings = read(os.environ)
    # The socket first: a taken port must not leave a half-made folder behind.
    with _listen(settings) as listener:
        try:
            from hegui.cli.service import run  # noqa: PLC0415 - the parts need the extra
        except ModuleNotFoundError as error:
            raise MissingExtra("serve", "server", str(error.name)) from error
        run(settings, listener, as_json=as_json)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise PortTaken(settings.host, settings.port) from error
    return listener

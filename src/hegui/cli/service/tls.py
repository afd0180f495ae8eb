"""The certificate that the program serves HTTPS with, looked at before anything is started."""

from __future__ import annotations

import ssl
from pathlib import Path

from hegui.errors import InvalidSetting

__all__ = ["check"]


def check(cert: Path | None, key: Path | None) -> None:
    """Look whether both files are there, belong together and need no password.

    Raises:
        InvalidSetting: they do not; nobody is asked for a password.
    """
    if cert is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=lambda: b"")
    except OSError:  # ssl.SSLError is one
        raise InvalidSetting(
            "HEGUI_TLS_CERT",
            expected="a certificate whose key HEGUI_TLS_KEY holds, both PEM, without a password",
            found=str(cert),
        ) from None

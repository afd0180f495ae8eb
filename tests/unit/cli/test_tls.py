"""A certificate that cannot be served with stops the start, by name."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hegui.cli.service.tls import check
from hegui.errors import InvalidSetting


def made(folder: Path, name: str, *more: str) -> tuple[Path, Path]:
    """Return a certificate and its key."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    arguments = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    arguments += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(cert), *more]
    subprocess.run(arguments, check=True, capture_output=True)
    return cert, key


def test_a_pair_passes_and_nothing_is_no_mistake(tmp_path: Path) -> None:
    """Without a certificate the program speaks HTTP."""
    check(None, None)
    check(*made(tmp_path, "a", "-nodes"))


@pytest.mark.parametrize("what", ["missing", "another's key", "no PEM", "a password"])
def test_anything_else_is_named(tmp_path: Path, what: str) -> None:
    """Before anything is started, and without asking anybody."""
    cert, key = made(tmp_path, "a", "-nodes")
    if what == "missing":
        key.unlink()
    elif what == "another's key":
        _, key = made(tmp_path, "b", "-nodes")
    elif what == "no PEM":
        cert.write_text("hello")
    else:
        cert, key = made(tmp_path, "c", "-passout", "pass:secret")

    with pytest.raises(InvalidSetting, match="HEGUI_TLS_CERT"):
        check(cert, key)

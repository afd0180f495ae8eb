"""Signing with a seed, and checking against pinned keys, as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hegui.cli.label_keys import pinned_keys, seed_of
from hegui.cli.main import app
from hegui.errors import FileNotReadable, InvalidKeyFile
from hegui.labels.security import Ed25519Signer

DATA = Path(__file__).parents[2] / "_data" / "labels"
RUN = CliRunner()
SEED = bytes(range(32))


def test_signed_and_checked(tmp_path: Path) -> None:
    """Pinned, then without the pin, then with other pixels."""
    file, seed, keys = (tmp_path / name for name in ("a.jpg", "seed", "keys.toml"))
    file.write_bytes((DATA / "ffmpeg.jpg").read_bytes())
    seed.write_text(SEED.hex() + "\n")
    keys.write_text(f'Demo = ["{Ed25519Signer(SEED).public_key.hex()}"]\n')

    RUN.invoke(app, ["label", "write", str(file), "--producer", "Demo", "--sign-with", str(seed)])
    pinned = RUN.invoke(app, ["label", "verify", str(file), "--keys", str(keys), "--json"])
    alone = RUN.invoke(app, ["label", "verify", str(file)])
    whole = bytearray(file.read_bytes())
    whole[-10] ^= 1
    file.write_bytes(bytes(whole))
    changed = RUN.invoke(app, ["label", "verify", str(file), "--keys", str(keys)])

    worth = json.loads(pinned.stdout)["files"][0]["protection"]
    assert ("verified-pinned", "verified-pinned") == (worth["label"], worth["content"])
    assert (0, True) == (alone.exit_code, "label verified-self" in alone.stdout)
    assert (1, True) == (changed.exit_code, "content failed" in changed.stdout)


def test_files_that_are_no_keys(tmp_path: Path) -> None:
    """What a seed file holds is never shown."""
    bad = tmp_path / "bad"
    bad.write_text("secret-words")

    with pytest.raises(InvalidKeyFile) as raised:
        seed_of(bad)
    assert "secret-words" not in str(raised.value)
    for text in ("secret-words", "a = 1", 'a = ["zz"]', "a = [1]"):
        bad.write_text(text)
        with pytest.raises(InvalidKeyFile):
            pinned_keys(bad)
    bad.write_bytes(b"\xff")
    for read in (seed_of, pinned_keys):
        with pytest.raises(FileNotReadable):
            read(bad)
        with pytest.raises(FileNotReadable):
            read(tmp_path / "none")
